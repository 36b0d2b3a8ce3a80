const words = (text: string): string[] => text.trim().split(/\s+/);

/** Primitive types, `var`, the packages of the platform, and the types of `java.lang`. */
export const JAVA_BUILTINS: readonly string[] = words(`
boolean byte char double float int long short void var record yield java javax jdk length
AbstractMethodError Appendable ArithmeticException ArrayIndexOutOfBoundsException ArrayStoreException AssertionError AutoCloseable Boolean
BootstrapMethodError Byte CharSequence Character Class ClassCastException ClassCircularityError ClassFormatError ClassLoader
ClassNotFoundException CloneNotSupportedException Cloneable Comparable Deprecated Double Enum EnumConstantNotPresentException Error
Exception ExceptionInInitializerError Float FunctionalInterface IO IllegalAccessError IllegalAccessException IllegalArgumentException
IllegalCallerException IllegalMonitorStateException IllegalStateException IllegalThreadStateException IncompatibleClassChangeError
IndexOutOfBoundsException InheritableThreadLocal InstantiationError InstantiationException Integer InternalError InterruptedException
Iterable LayerInstantiationException LinkageError Long MatchException Math Module ModuleLayer NegativeArraySizeException
NoClassDefFoundError NoSuchFieldError NoSuchFieldException NoSuchMethodError NoSuchMethodException NullPointerException Number
NumberFormatException Object OutOfMemoryError Override Package Process ProcessBuilder ProcessHandle Readable Record
ReflectiveOperationException Runnable Runtime RuntimeException RuntimePermission SafeVarargs ScopedValue SecurityException SecurityManager
Short StackOverflowError StackTraceElement StackWalker StrictMath String StringBuffer StringBuilder StringIndexOutOfBoundsException
SuppressWarnings System Thread ThreadDeath ThreadGroup ThreadLocal Throwable TypeNotPresentException UnknownError UnsatisfiedLinkError
UnsupportedClassVersionError UnsupportedOperationException VerifyError VirtualMachineError Void WrongThreadException
equals getClass hashCode toString clone finalize notify notifyAll wait
`);

/** What `import package.*` binds, for packages of the platform that code imports that way. */
export const JAVA_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "java.util": words(`
AbstractList AbstractMap AbstractSet ArrayDeque ArrayList Arrays Base64 BitSet Calendar Collection Collections Comparator
ConcurrentModificationException Currency Date Deque Dictionary DoubleSummaryStatistics EmptyStackException EnumMap EnumSet Enumeration EventListener EventObject
Formatter GregorianCalendar HashMap HashSet Hashtable HexFormat IdentityHashMap InputMismatchException IntSummaryStatistics Iterator
LinkedHashMap LinkedHashSet LinkedList List ListIterator Locale Map MissingResourceException NavigableMap NavigableSet
NoSuchElementException Objects Observable Observer Optional OptionalDouble OptionalInt OptionalLong PriorityQueue Properties Queue Random
RandomAccess ResourceBundle Scanner ServiceLoader Set SimpleTimeZone SortedMap SortedSet Spliterator Stack StringJoiner StringTokenizer
TimeZone Timer TimerTask TreeMap TreeSet UUID Vector WeakHashMap`),
  "java.util.concurrent": words(`
BlockingQueue Callable CompletableFuture CompletionStage ConcurrentHashMap ConcurrentLinkedQueue ConcurrentMap CopyOnWriteArrayList
CountDownLatch CyclicBarrier ExecutionException Executor ExecutorService Executors Future FutureTask LinkedBlockingQueue
ScheduledExecutorService Semaphore ThreadFactory ThreadLocalRandom ThreadPoolExecutor TimeUnit TimeoutException`),
  "java.util.function": words(`
BiConsumer BiFunction BiPredicate BinaryOperator BooleanSupplier Consumer Function IntFunction IntPredicate Predicate Supplier
ToIntFunction ToLongFunction UnaryOperator`),
  "java.util.regex": words("MatchResult Matcher Pattern PatternSyntaxException"),
  "java.util.stream": words("Collector Collectors DoubleStream IntStream LongStream Stream StreamSupport"),
  "java.util.zip": words(
    "CRC32 Deflater GZIPInputStream GZIPOutputStream Inflater ZipEntry ZipException ZipFile ZipInputStream ZipOutputStream",
  ),
  "java.io": words(`
BufferedInputStream BufferedOutputStream BufferedReader BufferedWriter ByteArrayInputStream ByteArrayOutputStream Closeable Console
DataInputStream DataOutputStream EOFException Externalizable File FileDescriptor FileFilter FileInputStream FileNotFoundException
FileOutputStream FileReader FileWriter FilenameFilter FilterInputStream FilterOutputStream Flushable IOException InputStream
InputStreamReader InvalidClassException InvalidObjectException NotSerializableException ObjectInput ObjectInputFilter ObjectInputStream
ObjectOutput ObjectOutputStream ObjectStreamClass ObjectStreamException OutputStream OutputStreamWriter PrintStream PrintWriter
RandomAccessFile Reader SequenceInputStream Serializable StreamCorruptedException StringReader StringWriter UncheckedIOException
UnsupportedEncodingException Writer`),
  "java.nio.file": words(`
AccessDeniedException CopyOption FileAlreadyExistsException FileSystem FileSystems FileVisitResult FileVisitor Files InvalidPathException
LinkOption NoSuchFileException OpenOption Path PathMatcher Paths SimpleFileVisitor StandardCopyOption StandardOpenOption WatchService`),
  "java.nio.file.attribute": words(
    "BasicFileAttributes FileAttribute FileTime PosixFilePermission PosixFilePermissions UserPrincipal",
  ),
  "java.nio.charset": words("Charset StandardCharsets"),
  "java.net": words(`
DatagramSocket HttpURLConnection InetAddress InetSocketAddress MalformedURLException ProtocolException Proxy ServerSocket Socket
SocketException SocketTimeoutException URI URISyntaxException URL URLClassLoader URLConnection URLDecoder URLEncoder UnknownHostException`),
  "java.sql": words(`
Blob CallableStatement Clob Connection DatabaseMetaData Date Driver DriverManager PreparedStatement ResultSet ResultSetMetaData
SQLException SQLIntegrityConstraintViolationException Savepoint Statement Time Timestamp Types`),
  "java.security": words(`
AlgorithmParameters DigestInputStream GeneralSecurityException InvalidAlgorithmParameterException InvalidKeyException InvalidParameterException
Key KeyFactory KeyPair KeyPairGenerator KeyStore MessageDigest NoSuchAlgorithmException NoSuchProviderException Permission Principal
PrivateKey Provider PublicKey SecureRandom Security Signature SignatureException`),
  "java.security.spec": words(
    "AlgorithmParameterSpec InvalidKeySpecException KeySpec PKCS8EncodedKeySpec X509EncodedKeySpec",
  ),
  "javax.crypto": words(`
BadPaddingException Cipher CipherInputStream CipherOutputStream IllegalBlockSizeException KeyGenerator Mac NoSuchPaddingException
SecretKey SecretKeyFactory`),
  "javax.crypto.spec": words("GCMParameterSpec IvParameterSpec PBEKeySpec PBEParameterSpec SecretKeySpec"),
  "java.time": words(
    "Clock DayOfWeek Duration Instant LocalDate LocalDateTime LocalTime Month OffsetDateTime Period ZoneId ZonedDateTime",
  ),
  "java.text": words("DateFormat DecimalFormat MessageFormat Normalizer NumberFormat ParseException SimpleDateFormat"),
  "java.math": words("BigDecimal BigInteger MathContext RoundingMode"),
  "javax.servlet.http": words(`
Cookie HttpServlet HttpServletRequest HttpServletRequestWrapper HttpServletResponse HttpServletResponseWrapper HttpSession Part`),
  "javax.servlet": words(
    "Filter FilterChain FilterConfig RequestDispatcher ServletConfig ServletContext ServletException ServletRequest ServletResponse",
  ),
  "javax.xml.parsers": words(
    "DocumentBuilder DocumentBuilderFactory ParserConfigurationException SAXParser SAXParserFactory",
  ),
};
