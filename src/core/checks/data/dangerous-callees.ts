/**
 * What reaches an interpreter, a process, a network, a file or the language's own insides. A patch may bring such a callee or
 * name only where a rule's repair or an active lesson names it in full.
 */
const FULL = new Set(
  (
    "eval exec execfile compile __import__ globals locals vars setattr delattr getattr open input breakpoint Function require import fetch " +
    "setTimeout setInterval XMLHttpRequest WebSocket EventSource Proxy Reflect globalThis window process system popen dlopen dlsym fork vfork " +
    "execl execlp execle execv execvp execve socket connect send sendto recv bind listen accept fopen freopen creat unlink remove rename chmod chown setuid setgid gets " +
    "subprocess socket urllib requests httpx ctypes pickle marshal importlib builtins __builtins__ os sys shutil atob btoa"
  ).split(" "),
);
const LAST = new Set(
  (
    "eval exec execSync execFile execFileSync spawn spawnSync fork system popen Popen call check_call check_output getoutput getstatusoutput run execv execve execvp spawnl spawnv startfile " +
    "urlopen urlretrieve Request request post put delete patch fetch sendBeacon connect create_connection sendall sendto sendmail send_message createConnection createServer listen Dial DialTimeout Listen " +
    "ListenAndServe Command CommandContext LookPath StartProcess Exec runInContext runInNewContext runInThisContext loads load import_module __import__ " +
    "unlink unlinkSync remove removedirs rmdir rmtree rm rmSync rename renameSync chmod chown chmodSync symlink link truncate write_text write_bytes writeFile writeFileSync appendFile appendFileSync " +
    "createWriteStream readFile readFileSync createReadStream read_text read_bytes open Open OpenFile Create WriteFile ReadFile Remove RemoveAll Rename Chmod Chown " +
    "getRuntime forName newInstance loadClass defineClass loadLibrary invoke setAccessible putenv setenv Setenv unsetenv fromCharCode b64decode b64encode unhexlify fromhex DecodeString decodebytes"
  ).split(" "),
);

export function isDangerous(callee: string): boolean {
  const last = /[\w$]+$/.exec(callee)?.[0] ?? callee;
  return FULL.has(callee) || (last !== callee ? LAST.has(last) : LAST.has(callee) || FULL.has(last));
}

/** A bare name, not called, that opens the same doors: `e = eval`. Modules are not among them: their use shows in callees. */
const NAMES = new Set(
  "eval exec compile __import__ globals locals vars setattr delattr getattr Function XMLHttpRequest WebSocket Reflect Proxy globalThis __builtins__ builtins ctypes system popen dlopen".split(
    " ",
  ),
);
export function isDangerousName(name: string): boolean {
  return NAMES.has(name);
}
