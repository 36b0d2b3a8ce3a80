import { familyOf, type Language } from "../../language.ts";
import { isPure, isTextBuilder } from "./pure-callees.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/**
 * Functions that a repair may call although the file didn't: they look at values, shape them, refuse bad ones or say so.
 * None of them reaches a network, a process, a file's content or an interpreter.
 */
const FUNCTIONS: Record<string, ReadonlySet<string>> = {
  python: words(`
    len str int float bool bytes bytearray list tuple dict set frozenset sorted reversed range enumerate zip map filter any all min max sum abs round isinstance
    issubclass hasattr callable repr ascii ord type iter next hash id
    ValueError TypeError KeyError PermissionError RuntimeError Exception FileNotFoundError OverflowError LookupError IndexError OSError NotImplementedError AssertionError
    os.path.realpath os.path.abspath os.path.normpath os.path.join os.path.basename os.path.dirname os.path.commonpath os.path.commonprefix os.path.isabs os.path.exists
    os.path.isfile os.path.isdir os.path.islink os.path.relpath os.path.normcase os.path.split os.path.splitext os.fspath
    Path pathlib.Path PurePath pathlib.PurePath PurePosixPath pathlib.PurePosixPath
    abort flask.abort bad_request HttpResponseBadRequest HttpResponseForbidden HttpResponseNotFound HTTPException Http404 SuspiciousOperation PermissionDenied BadRequest Forbidden
    NotFound werkzeug.exceptions.BadRequest werkzeug.exceptions.NotFound werkzeug.exceptions.Forbidden
    re.match re.fullmatch re.search re.escape re.compile re.sub shlex.split shlex.quote shlex.join quote
    html.escape escape markupsafe.escape flask.escape secure_filename werkzeug.utils.secure_filename safe_join werkzeug.utils.safe_join
    urlparse urlsplit urllib.parse.urlparse urllib.parse.urlsplit urllib.parse.quote urllib.parse.urljoin urljoin url_has_allowed_host_and_scheme is_safe_url
    ast.literal_eval json.loads json.dumps yaml.safe_load yaml.safe_load_all yaml.safe_dump
    secrets.token_hex secrets.token_urlsafe secrets.token_bytes secrets.choice secrets.randbelow secrets.compare_digest hmac.compare_digest hmac.new hmac.digest
    random.SystemRandom secrets.SystemRandom secrets.randbits secrets.SystemRandom
    hashlib.sha256 hashlib.sha384 hashlib.sha512 hashlib.sha3_256 hashlib.blake2b hashlib.scrypt hashlib.pbkdf2_hmac
    ipaddress.ip_address ipaddress.ip_network uuid.UUID uuid.uuid4 decimal.Decimal Decimal psycopg2.sql.Identifier sql.Identifier sql.SQL psycopg2.sql.SQL sql.Literal
    ssl.create_default_context logging.getLogger parameterized
  `),
  typescript: words(`
    String Number Boolean BigInt Array Object Symbol parseInt parseFloat isNaN isFinite Error TypeError RangeError SyntaxError URIError Date Map Set WeakMap RegExp URL URLSearchParams
    Number.isInteger Number.isFinite Number.isNaN Number.isSafeInteger Number.parseInt Number.parseFloat Array.isArray Array.from Object.keys Object.values Object.entries Object.freeze
    Object.create Object.fromEntries Object.hasOwn Object.prototype.hasOwnProperty.call Math.min Math.max Math.floor Math.ceil Math.abs Math.round Math.trunc JSON.parse JSON.stringify
    path.resolve path.join path.normalize path.basename path.dirname path.extname path.relative path.isAbsolute resolve join normalize basename extname relative isAbsolute
    encodeURIComponent encodeURI structuredClone crypto.randomBytes crypto.randomUUID crypto.randomInt crypto.timingSafeEqual crypto.createHash crypto.createHmac crypto.scryptSync
    crypto.getRandomValues randomBytes randomUUID randomInt timingSafeEqual createHash createHmac self.crypto.randomUUID
    document.createTextNode document.createElement DOMPurify.sanitize escapeHtml sanitizeHtml validator.escape validator.isURL mongoose.Types.ObjectId
    next Promise.resolve Promise.reject assert path.posix.normalize path.posix.join url.pathToFileURL
  `),
  java: words(`
    IllegalArgumentException IllegalStateException SecurityException IOException ServletException UnsupportedOperationException NullPointerException
    Objects.requireNonNull Objects.equals String.valueOf String.format String.join Integer.parseInt Integer.valueOf Long.parseLong Long.valueOf Boolean.parseBoolean Paths.get Path.of
    File StringBuilder ArrayList HashMap HashSet Math.min Math.max Math.addExact Math.multiplyExact Math.toIntExact Pattern.compile Pattern.quote Pattern.matches List.of Set.of Map.of Arrays.asList UUID.randomUUID UUID.fromString
    MessageDigest.getInstance MessageDigest.isEqual SecureRandom SecureRandom.getInstanceStrong URI.create URI HtmlUtils.htmlEscape Encode.forHtml Encode.forJava StringEscapeUtils.escapeHtml4
    Cipher.getInstance KeyGenerator.getInstance Collections.emptyList Collections.emptyMap ProcessBuilder.environment GCMParameterSpec Files.createTempFile
  `),
  go: words(`
    len cap append copy make new string min max panic error byte rune int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 float64 float32 bool delete
    errors.New errors.Is errors.As fmt.Errorf fmt.Sprintf fmt.Sprint strconv.Atoi strconv.Itoa strconv.ParseInt strconv.ParseUint strconv.ParseBool strconv.Quote strconv.ParseFloat
    strings.HasPrefix strings.HasSuffix strings.Contains strings.ContainsAny strings.TrimPrefix strings.TrimSuffix strings.TrimSpace strings.Trim strings.Split strings.ToLower strings.ToUpper
    strings.EqualFold strings.Fields strings.Join strings.Index strings.Cut strings.NewReader strings.ReplaceAll
    filepath.Clean filepath.Join filepath.Abs filepath.Rel filepath.Base filepath.IsLocal filepath.IsAbs filepath.EvalSymlinks filepath.Ext filepath.Dir path.Clean path.Join path.Base
    regexp.MustCompile regexp.MatchString regexp.QuoteMeta url.Parse url.QueryEscape url.PathEscape url.ParseRequestURI html.EscapeString template.HTMLEscapeString
    http.Error http.NotFound http.StatusText crypto.SHA256.New sha256.New sha256.Sum256 sha512.New sha512.Sum512 hmac.New hmac.Equal subtle.ConstantTimeCompare rand.Read rand.Int big.NewInt
    hex.EncodeToString base64.StdEncoding.EncodeToString base64.URLEncoding.EncodeToString base64.RawURLEncoding.EncodeToString io.LimitReader http.MaxBytesReader time.Duration uuid.New
    utf8.ValidString slices.Contains net.ParseIP math.MaxInt32 cmp.Compare
  `),
  c: words(`
    strlen strnlen strcmp strncmp strcasecmp memcmp strchr strrchr strstr snprintf vsnprintf strlcpy strlcat strncpy strncat strndup memset memmove fgets sizeof abs labs isdigit isalpha isalnum
    isspace isprint toupper tolower strtol strtoul strtoll strtoull assert static_assert perror errno strerror realpath calloc reallocarray fprintf exit abort
    std::move std::min std::max std::string std::string_view std::to_string std::runtime_error std::invalid_argument std::out_of_range std::length_error static_cast make_unique
    std::make_unique std::make_shared std::numeric_limits std::vector std::array std::unique_ptr getrandom arc4random arc4random_uniform arc4random_buf mkstemp umask likely unlikely
    __builtin_mul_overflow __builtin_add_overflow array_size struct_size kfree kmalloc_array kcalloc WARN_ON WARN_ON_ONCE BUG_ON explicit_bzero mempcpy
  `),
};

/** Methods on any receiver that only look at it or make a changed copy. */
const METHODS: Record<string, ReadonlySet<string>> = {
  python: words(`
    strip lstrip rstrip lower upper startswith endswith split rsplit splitlines join format replace encode decode find index count isdigit isalnum isalpha isidentifier get keys values items
    resolve is_relative_to relative_to is_absolute joinpath hexdigest digest match fullmatch search group partition rpartition casefold zfill append extend copy as_posix with_name exists is_file
    choice randint randrange sample warning error info debug exception bit_length to_bytes total_seconds isoformat geturl hostname
  `),
  typescript: words(`
    trim trimStart trimEnd toLowerCase toUpperCase startsWith endsWith includes indexOf lastIndexOf slice substring split join concat replace replaceAll toString map filter some every find
    test match has get keys values entries padStart charAt charCodeAt at reduce flat flatMap push forEach digest update hex json status sendStatus send end toFixed localeCompare then catch finally
    warn error info isInteger isSafeInteger normalize hostname append appendChild replaceChildren createTextNode
  `),
  java: words(`
    trim strip toLowerCase toUpperCase startsWith endsWith contains equals equalsIgnoreCase isEmpty isBlank length substring split replace indexOf matches matcher find group hashCode toString
    normalize toAbsolutePath toRealPath resolve getFileName getCanonicalPath getCanonicalFile getParent relativize toPath size get getBytes nextBytes nextInt nextLong toArray charAt
    prepareStatement setString setInt setLong setBoolean setDouble setFloat setDate setTimestamp setObject setBytes setNull sendError setStatus warn error info getHost getScheme
  `),
  go: words(`
    Error String Len Bytes Sum MatchString FindString Hostname Query Get Is Close WriteHeader Sum256 Hex Int64 Uint64 IsLocal EscapedPath
  `),
  c: words(
    `size length empty c_str data at front back push_back reserve resize substr find compare begin end get reset emplace_back append`,
  ),
};

/** Calling it brings nothing of its own into a unit. */
export function isHarmless(callee: string, language: Language): boolean {
  const family = familyOf(language);
  const plain = callee
    .replaceAll("?.", ".")
    .replace(/^new\s*/, "")
    .replace(/<[^()]*>$/, "");
  if (FUNCTIONS[family]?.has(plain) || isPure(plain, language) || isTextBuilder(plain, language)) return true;
  const last = /[\w$]+$/.exec(plain)?.[0] ?? plain;
  return last !== plain && (METHODS[family]?.has(last) ?? false);
}
