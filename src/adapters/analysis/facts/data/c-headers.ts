const words = (text: string): string[] => text.trim().split(/\s+/);

/** What C itself binds: the names that the grammar takes for identifiers, and predefined macros. */
export const C_BUILTINS: readonly string[] = words(`
NULL sizeof bool true false void char short int long float double signed unsigned _Bool _Complex inline restrict volatile static extern
__func__ __FUNCTION__ __PRETTY_FUNCTION__ __FILE__ __LINE__ __DATE__ __TIME__ __COUNTER__ __VA_ARGS__ __STDC__ __STDC_VERSION__ __cplusplus
__attribute__ __asm__ asm __inline __inline__ __restrict __restrict__ __volatile__ __typeof__ typeof __extension__ __alignof__ _Alignof
_Static_assert _Generic _Noreturn _Thread_local __thread __builtin_expect __builtin_unreachable __builtin_trap __builtin_memcpy
__builtin_add_overflow __builtin_sub_overflow __builtin_mul_overflow __builtin_constant_p __builtin_offsetof __builtin_va_list
__builtin_clz __builtin_ctz __builtin_popcount __builtin_bswap32 __builtin_bswap64 __builtin_object_size main
`);

/** What standard and POSIX headers declare: functions, macros, types. */
export const C_HEADERS: Readonly<Record<string, readonly string[]>> = {
  "stdlib.h": words(`
NULL size_t wchar_t div_t ldiv_t lldiv_t EXIT_SUCCESS EXIT_FAILURE RAND_MAX MB_CUR_MAX malloc calloc realloc free aligned_alloc
posix_memalign reallocarray abort exit _Exit quick_exit atexit at_quick_exit system getenv secure_getenv setenv unsetenv putenv atoi atol
atoll atof strtol strtoll strtoul strtoull strtod strtof strtold rand srand rand_r random srandom drand48 lrand48 arc4random
arc4random_buf arc4random_uniform qsort bsearch abs labs llabs div ldiv lldiv mblen mbtowc wctomb mbstowcs wcstombs mkstemp mkostemp
mkdtemp mktemp realpath ptsname grantpt unlockpt alloca`),
  "openssl/ssl.h": words(`
SSL_CTX_new TLS_method TLS_client_method TLS_server_method DTLS_method SSL_VERIFY_NONE SSL_VERIFY_PEER SSL_VERIFY_FAIL_IF_NO_PEER_CERT
SSL_CTX_set_verify SSL_set_verify SSL_CTX_set_default_verify_paths SSL_CTX_set_min_proto_version TLS1_2_VERSION TLS1_3_VERSION
SSL_get_verify_result SSL_set1_host X509_V_OK`),
  "curl/curl.h": words(`
curl_easy_setopt CURLOPT_SSL_VERIFYPEER CURLOPT_SSL_VERIFYHOST CURLOPT_SSLVERSION CURL_SSLVERSION_TLSv1_2 CURL_SSLVERSION_TLSv1_3
CURLOPT_CAINFO CURLOPT_CAPATH`),
  "stdio.h": words(`
NULL size_t FILE fpos_t off_t ssize_t EOF BUFSIZ FILENAME_MAX FOPEN_MAX L_tmpnam TMP_MAX SEEK_SET SEEK_CUR SEEK_END stdin stdout stderr
_IOFBF _IOLBF _IONBF printf fprintf sprintf snprintf vprintf vfprintf vsprintf vsnprintf dprintf vdprintf asprintf vasprintf scanf fscanf
sscanf vscanf vfscanf vsscanf fopen freopen fdopen fclose fflush fread fwrite fgetc fgets fputc fputs getc getchar gets putc putchar puts
ungetc getline getdelim fseek fseeko ftell ftello rewind fgetpos fsetpos clearerr feof ferror perror remove rename renameat tmpfile tmpnam
tempnam setbuf setvbuf fileno popen pclose fmemopen open_memstream flockfile funlockfile getc_unlocked putc_unlocked`),
  "string.h": words(`
NULL size_t memcpy memmove memset memset_s memcmp memchr memrchr memmem mempcpy explicit_bzero strcpy strncpy strlcpy strlcat strcat strncat
strcmp strncmp strcoll strchr strrchr strstr strcasestr strpbrk strspn strcspn strtok strtok_r strlen strnlen strdup strndup strerror
strerror_r strsignal strsep stpcpy stpncpy strxfrm strcpy_s strcat_s strncpy_s memcpy_s strverscmp basename`),
  "strings.h": words("strcasecmp strncasecmp bcmp bcopy bzero index rindex ffs"),
  "stdint.h": words(`
int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t int_least8_t int_least16_t int_least32_t int_least64_t uint_least8_t
uint_least16_t uint_least32_t uint_least64_t int_fast8_t int_fast16_t int_fast32_t int_fast64_t uint_fast8_t uint_fast16_t uint_fast32_t
uint_fast64_t intptr_t uintptr_t intmax_t uintmax_t INT8_MIN INT8_MAX INT16_MIN INT16_MAX INT32_MIN INT32_MAX INT64_MIN INT64_MAX UINT8_MAX
UINT16_MAX UINT32_MAX UINT64_MAX INTPTR_MIN INTPTR_MAX UINTPTR_MAX INTMAX_MIN INTMAX_MAX UINTMAX_MAX SIZE_MAX PTRDIFF_MIN PTRDIFF_MAX
WCHAR_MIN WCHAR_MAX INT8_C INT16_C INT32_C INT64_C UINT8_C UINT16_C UINT32_C UINT64_C INTMAX_C UINTMAX_C`),
  "inttypes.h": words(`
PRId8 PRId16 PRId32 PRId64 PRIi32 PRIi64 PRIu8 PRIu16 PRIu32 PRIu64 PRIx8 PRIx16 PRIx32 PRIx64 PRIX32 PRIX64 PRIdMAX PRIuMAX PRIdPTR
PRIuPTR PRIxPTR SCNd32 SCNd64 SCNu32 SCNu64 SCNx32 SCNx64 imaxabs imaxdiv strtoimax strtoumax imaxdiv_t`),
  "limits.h": words(`
CHAR_BIT SCHAR_MIN SCHAR_MAX UCHAR_MAX CHAR_MIN CHAR_MAX MB_LEN_MAX SHRT_MIN SHRT_MAX USHRT_MAX INT_MIN INT_MAX UINT_MAX LONG_MIN LONG_MAX
ULONG_MAX LLONG_MIN LLONG_MAX ULLONG_MAX SSIZE_MAX PATH_MAX NAME_MAX PIPE_BUF ARG_MAX IOV_MAX OPEN_MAX HOST_NAME_MAX LINE_MAX`),
  "errno.h": words(`
errno E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF EBADMSG EBUSY ECANCELED ECHILD ECONNABORTED ECONNREFUSED
ECONNRESET EDEADLK EDESTADDRREQ EDOM EDQUOT EEXIST EFAULT EFBIG EHOSTUNREACH EIDRM EILSEQ EINPROGRESS EINTR EINVAL EIO EISCONN EISDIR ELOOP
EMFILE EMLINK EMSGSIZE ENAMETOOLONG ENETDOWN ENETRESET ENETUNREACH ENFILE ENOBUFS ENODATA ENODEV ENOENT ENOEXEC ENOLCK ENOLINK ENOMEM ENOMSG
ENOPROTOOPT ENOSPC ENOSYS ENOTCONN ENOTDIR ENOTEMPTY ENOTSOCK ENOTSUP ENOTTY ENXIO EOPNOTSUPP EOVERFLOW EPERM EPIPE EPROTO EPROTONOSUPPORT
EPROTOTYPE ERANGE EROFS ESPIPE ESRCH ESTALE ETIME ETIMEDOUT ETXTBSY EWOULDBLOCK EXDEV`),
  "stdbool.h": words("bool true false __bool_true_false_are_defined"),
  "stddef.h": words("NULL size_t ptrdiff_t wchar_t max_align_t offsetof nullptr_t"),
  "stdarg.h": words("va_list va_start va_end va_arg va_copy"),
  "stdalign.h": words("alignas alignof"),
  "stdnoreturn.h": words("noreturn"),
  "stdatomic.h": words(`
atomic_bool atomic_int atomic_uint atomic_long atomic_ulong atomic_size_t atomic_flag atomic_init atomic_load atomic_store atomic_exchange
atomic_fetch_add atomic_fetch_sub atomic_fetch_or atomic_fetch_and atomic_compare_exchange_strong atomic_compare_exchange_weak
atomic_load_explicit atomic_store_explicit atomic_flag_test_and_set atomic_flag_clear atomic_thread_fence memory_order memory_order_relaxed
memory_order_acquire memory_order_release memory_order_acq_rel memory_order_seq_cst ATOMIC_VAR_INIT ATOMIC_FLAG_INIT`),
  "ctype.h": words(`
isalnum isalpha isascii isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit tolower toupper toascii`),
  "wchar.h": words(`
wchar_t wint_t mbstate_t WEOF wcscpy wcsncpy wcscat wcsncat wcscmp wcsncmp wcslen wcschr wcsrchr wcsstr wmemcpy wmemset wprintf fwprintf
swprintf mbrtowc wcrtomb fgetws fputws wcstol wcstoul size_t`),
  "unistd.h": words(`
NULL size_t ssize_t off_t pid_t uid_t gid_t useconds_t intptr_t STDIN_FILENO STDOUT_FILENO STDERR_FILENO F_OK R_OK W_OK X_OK SEEK_SET SEEK_CUR
SEEK_END _SC_PAGESIZE _SC_PAGE_SIZE _SC_OPEN_MAX _SC_NPROCESSORS_ONLN _exit access faccessat alarm chdir fchdir chown fchown lchown chroot
close confstr crypt dup dup2 dup3 environ execl execle execlp execv execve execvp execvpe fexecve fork vfork fsync fdatasync ftruncate
truncate getcwd getegid geteuid getgid getgroups gethostname getlogin getlogin_r getopt optarg optind opterr optopt getpgid getpgrp getpid
getppid getsid getuid isatty link linkat lockf lseek nice pathconf fpathconf pause pipe pipe2 pread pwrite read readlink readlinkat rmdir
setegid seteuid setgid setgroups setpgid setregid setresgid setresuid setreuid setsid setuid sleep usleep symlink symlinkat sync sysconf
tcgetpgrp tcsetpgrp ttyname ttyname_r unlink unlinkat write getpagesize getentropy sbrk brk daemon syscall getpass`),
  "fcntl.h": words(`
open openat creat fcntl posix_fadvise posix_fallocate O_RDONLY O_WRONLY O_RDWR O_CREAT O_EXCL O_TRUNC O_APPEND O_NONBLOCK O_NDELAY O_SYNC
O_DSYNC O_NOFOLLOW O_DIRECTORY O_CLOEXEC O_NOCTTY O_TMPFILE O_PATH F_DUPFD F_DUPFD_CLOEXEC F_GETFD F_SETFD F_GETFL F_SETFL F_GETLK F_SETLK
F_SETLKW F_RDLCK F_WRLCK F_UNLCK FD_CLOEXEC AT_FDCWD AT_SYMLINK_NOFOLLOW AT_REMOVEDIR S_IRUSR S_IWUSR S_IXUSR S_IRGRP S_IWGRP S_IROTH S_IWOTH
S_IRWXU mode_t off_t pid_t flock`),
  "math.h": words(`
INFINITY NAN HUGE_VAL M_PI M_E M_SQRT2 M_PI_2 fabs fabsf fmod pow powf sqrt sqrtf cbrt exp expf exp2 log logf log2 log10 log1p sin cos tan
asin acos atan atan2 sinh cosh tanh ceil ceilf floor floorf round roundf lround llround trunc fmax fmin hypot ldexp frexp modf isnan isinf
isfinite isnormal signbit copysign nearbyint rint lrint double_t float_t`),
  "assert.h": words("assert static_assert NDEBUG"),
  "time.h": words(`
NULL size_t time_t clock_t clockid_t timer_t tm timespec itimerspec CLOCKS_PER_SEC CLOCK_REALTIME CLOCK_MONOTONIC TIME_UTC time clock difftime
mktime timegm gmtime gmtime_r localtime localtime_r asctime asctime_r ctime ctime_r strftime strptime nanosleep clock_gettime clock_settime
clock_getres tzset timespec_get`),
  "signal.h": words(`
sig_atomic_t sigset_t siginfo_t sigaction signal raise kill sigemptyset sigfillset sigaddset sigdelset sigismember sigprocmask sigsuspend
pthread_sigmask pid_t SIG_DFL SIG_IGN SIG_ERR SIGABRT SIGALRM SIGBUS SIGCHLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGKILL SIGPIPE SIGQUIT SIGSEGV
SIGSTOP SIGTERM SIGTSTP SIGUSR1 SIGUSR2 SA_RESTART SA_SIGINFO SA_NOCLDSTOP SA_RESETHAND SIG_BLOCK SIG_UNBLOCK SIG_SETMASK`),
  "setjmp.h": words("jmp_buf sigjmp_buf setjmp longjmp sigsetjmp siglongjmp"),
  "locale.h": words("setlocale localeconv lconv LC_ALL LC_COLLATE LC_CTYPE LC_MONETARY LC_NUMERIC LC_TIME"),
  "float.h": words("DBL_MAX DBL_MIN DBL_EPSILON FLT_MAX FLT_MIN FLT_EPSILON DBL_DIG FLT_DIG LDBL_MAX"),
  "pthread.h": words(`
pthread_t pthread_attr_t pthread_mutex_t pthread_mutexattr_t pthread_cond_t pthread_once_t pthread_key_t pthread_rwlock_t pthread_create pthread_join
pthread_detach pthread_exit pthread_self pthread_equal pthread_cancel pthread_mutex_init pthread_mutex_destroy pthread_mutex_lock
pthread_mutex_trylock pthread_mutex_unlock pthread_cond_init pthread_cond_destroy pthread_cond_wait pthread_cond_timedwait pthread_cond_signal
pthread_cond_broadcast pthread_once pthread_rwlock_init pthread_rwlock_destroy pthread_rwlock_rdlock pthread_rwlock_wrlock
pthread_rwlock_unlock pthread_key_create pthread_getspecific pthread_setspecific PTHREAD_MUTEX_INITIALIZER PTHREAD_COND_INITIALIZER
PTHREAD_ONCE_INIT PTHREAD_RWLOCK_INITIALIZER`),
  "sys/types.h": words(`
size_t ssize_t off_t pid_t uid_t gid_t mode_t dev_t ino_t nlink_t time_t blkcnt_t blksize_t id_t key_t u_char u_short u_int u_long
int8_t int16_t int32_t int64_t u_int8_t u_int16_t u_int32_t u_int64_t`),
  "sys/stat.h": words(`
stat fstat lstat fstatat chmod fchmod fchmodat mkdir mkdirat mkfifo mknod umask utimensat futimens mode_t S_ISREG S_ISDIR S_ISLNK S_ISCHR S_ISBLK
S_ISFIFO S_ISSOCK S_IFMT S_IFREG S_IFDIR S_IFLNK S_IFCHR S_IFBLK S_IFIFO S_IRWXU S_IRUSR S_IWUSR S_IXUSR S_IRWXG S_IRGRP S_IWGRP S_IXGRP S_IRWXO
S_IROTH S_IWOTH S_IXOTH S_ISUID S_ISGID S_ISVTX dev_t ino_t off_t uid_t gid_t`),
  "sys/wait.h": words(
    "wait waitpid waitid WNOHANG WUNTRACED WIFEXITED WEXITSTATUS WIFSIGNALED WTERMSIG WIFSTOPPED WSTOPSIG WCOREDUMP pid_t",
  ),
  "sys/time.h": words(
    "timeval timezone itimerval gettimeofday settimeofday setitimer getitimer utimes timeradd timersub timerclear timercmp",
  ),
  "sys/socket.h": words(`
socket bind listen accept accept4 connect send sendto sendmsg recv recvfrom recvmsg shutdown getsockopt setsockopt getsockname getpeername socketpair
sockaddr sockaddr_storage msghdr socklen_t sa_family_t AF_INET AF_INET6 AF_UNIX AF_UNSPEC SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_NONBLOCK
SOCK_CLOEXEC SOL_SOCKET SO_REUSEADDR SO_KEEPALIVE SO_RCVTIMEO SO_SNDTIMEO SO_ERROR SHUT_RD SHUT_WR SHUT_RDWR MSG_PEEK MSG_NOSIGNAL MSG_DONTWAIT
SOMAXCONN`),
  "sys/mman.h": words(`
mmap munmap mprotect msync mlock munlock madvise shm_open shm_unlink MAP_FAILED MAP_SHARED MAP_PRIVATE MAP_ANONYMOUS MAP_ANON MAP_FIXED PROT_READ
PROT_WRITE PROT_EXEC PROT_NONE`),
  "netinet/in.h": words(
    "sockaddr_in sockaddr_in6 in_addr in6_addr in_addr_t in_port_t htons htonl ntohs ntohl INADDR_ANY INADDR_LOOPBACK IPPROTO_TCP IPPROTO_UDP IPPROTO_IP INET_ADDRSTRLEN INET6_ADDRSTRLEN",
  ),
  "arpa/inet.h": words("inet_addr inet_aton inet_ntoa inet_pton inet_ntop htons htonl ntohs ntohl in_addr"),
  "netdb.h": words(
    "getaddrinfo freeaddrinfo gai_strerror gethostbyname gethostbyaddr getservbyname addrinfo hostent servent AI_PASSIVE NI_MAXHOST",
  ),
  "dirent.h": words(
    "DIR dirent opendir fdopendir readdir readdir_r closedir rewinddir scandir alphasort dirfd DT_DIR DT_REG DT_LNK",
  ),
  "getopt.h": words(
    "getopt getopt_long getopt_long_only option optarg optind opterr optopt no_argument required_argument optional_argument",
  ),
  "syslog.h": words(
    "openlog syslog vsyslog closelog setlogmask LOG_EMERG LOG_ALERT LOG_CRIT LOG_ERR LOG_WARNING LOG_NOTICE LOG_INFO LOG_DEBUG LOG_PID LOG_CONS LOG_USER LOG_DAEMON LOG_AUTH",
  ),
  "pwd.h": words("passwd getpwnam getpwuid getpwnam_r getpwuid_r"),
  "grp.h": words("group getgrnam getgrgid initgroups"),
  "libgen.h": words("basename dirname"),
  "sys/random.h": words("getrandom getentropy GRND_NONBLOCK GRND_RANDOM"),
};
