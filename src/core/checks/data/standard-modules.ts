import { familyOf, type Language } from "../../language.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/** Python 3.9 to 3.14, top level. @see https://docs.python.org/3/library/index.html */
const PYTHON = words(`
  __future__ abc aifc argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect builtins bz2 calendar cgi cgitb chunk cmath cmd code codecs codeop collections
  colorsys compileall compression concurrent configparser contextlib contextvars copy copyreg cProfile crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest
  email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac
  html http imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib
  msvcrt multiprocessing netrc nis nntplib numbers operator optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats
  pty pwd py_compile pyclbr pydoc queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket
  socketserver spwd sqlite3 ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios test textwrap threading time
  timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref
  xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
`);

/** @see https://nodejs.org/api/ */
const NODE = words(`
  assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process
  punycode querystring readline repl sea sqlite stream string_decoder sys test timers tls trace_events tty url util v8 vm wasi worker_threads zlib
`);

/** C11, C++20's own, and POSIX. */
const C = words(`
  assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h
  stdnoreturn.h string.h tgmath.h threads.h time.h uchar.h wchar.h wctype.h unistd.h fcntl.h strings.h dirent.h grp.h pwd.h poll.h pthread.h regex.h libgen.h fnmatch.h glob.h syslog.h termios.h
  sys/types.h sys/stat.h sys/wait.h sys/time.h sys/mman.h sys/select.h sys/socket.h sys/uio.h sys/random.h sys/resource.h sys/param.h netinet/in.h arpa/inet.h netdb.h spawn.h semaphore.h dlfcn.h
  algorithm any array atomic bit bitset cassert cctype cerrno charconv chrono cinttypes climits cmath compare complex concepts condition_variable cstdarg cstddef cstdint cstdio cstdlib cstring
  ctime cwchar deque exception filesystem fstream functional future initializer_list iomanip ios iosfwd iostream istream iterator limits list locale map memory memory_resource mutex new numeric
  optional ostream queue random ranges ratio regex set shared_mutex span sstream stack stdexcept streambuf string string_view system_error thread tuple type_traits typeindex typeinfo unordered_map
  unordered_set utility valarray variant vector version
`);

/** The module comes with the language: no package is needed for it. */
export function isStandardModule(module: string, language: Language): boolean {
  switch (familyOf(language)) {
    case "python":
      return PYTHON.has(module.split(".", 1)[0] ?? "");
    case "typescript":
      return module.startsWith("node:")
        ? NODE.has(module.slice(5).split("/", 1)[0] ?? "")
        : NODE.has(module.split("/", 1)[0] ?? "");
    case "java":
      return /^(java|javax\.(crypto|net|xml|sql|naming|security|swing|script|management))\./.test(module);
    case "go":
      // A module path has a host in its first part; packages of the standard library have none. "C" is cgo.
      return !(module.split("/", 1)[0] ?? "").includes(".") && module !== "C" && GO.has(module.split("/", 1)[0] ?? "");
    case "c":
      return C.has(module.replace(/^[<"]|[>"]$/g, ""));
    default:
      return false;
  }
}

/** First parts of the import paths of Go's standard library. @see https://pkg.go.dev/std */
const GO = words(`
  archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index io iter log maps math mime net os path plugin reflect regexp
  runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe
`);
