import { familyOf, type Language } from "../../language.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));
const lastPart = (callee: string): string => /[\w$]+$/.exec(callee)?.[0] ?? callee;

/** Functions and methods that only put texts or paths together; a repair that binds the values may drop them. */
const BUILDER_METHODS = words(
  "format join concat replace append toString encode decode strip trim Join sprintf Sprintf",
);
const BUILDER_FUNCTIONS: Record<string, ReadonlySet<string>> = {
  python: words("str repr int format unicode bytes os.path.join posixpath.join path.join join Path pathlib.Path"),
  typescript: words("String Number parseInt path.join path.resolve join resolve encodeURI"),
  java: words("String.format String.valueOf String.join Paths.get Path.of Integer.parseInt MessageFormat.format"),
  go: words(
    "fmt.Sprintf fmt.Sprint fmt.Sprintln string strings.Join strings.ReplaceAll filepath.Join path.Join strconv.Itoa",
  ),
  c: words("sprintf snprintf strcat strncat strcpy strncpy strdup std::string std::to_string stpcpy"),
};

/** Functions that make a text harmless in one place; where the value is bound instead, they must go. */
const ESCAPERS = words(
  "escape escape_string real_escape_string escape_literal quote shlex.quote pipes.quote addslashes mysql.escape html.escape escapeHtml " +
    "quoteattr EscapeString HTMLEscapeString QueryEscape htmlspecialchars clean_html saferepr urlquote quote_plus escapeshellarg shellescape",
);

/** `function` = its name carries no value of its own; `method` = it is called on the text itself. */
export function isTextBuilder(callee: string, language: Language): "function" | "method" | undefined {
  if (BUILDER_FUNCTIONS[familyOf(language)]?.has(callee)) return "function";
  if (ESCAPERS.has(callee)) return "function";
  const last = lastPart(callee);
  // A method of a literal; long literals are cut in callees, name and all.
  if (/^[a-z]{0,2}["']/i.test(callee) && (BUILDER_METHODS.has(last) || callee.endsWith("…"))) return "method";
  if (callee !== last && BUILDER_METHODS.has(last)) return "method";
  return ESCAPERS.has(last) ? "method" : undefined;
}

const FIRST_ARGUMENT = words(
  "sprintf snprintf vsprintf vsnprintf strcpy strncpy strlcpy strcat strncat strlcat memcpy memmove memset fgets gets scanf sscanf " +
    "fread read recv getline swprintf wcscpy wcscat std::sprintf asprintf",
);
export function writesToFirstArgument(callee: string, language: Language): boolean {
  return familyOf(language) === "c" && FIRST_ARGUMENT.has(callee);
}

const RECEIVER = words(
  "append push add extend insert put set write WriteString concat addAll update setdefault unshift Add Set",
);
export function writesToReceiver(callee: string): boolean {
  const last = lastPart(callee);
  return callee !== last && RECEIVER.has(last);
}

/** What these return is all they do: called as a statement of its own, nothing happens. */
const PURE: Record<string, ReadonlySet<string>> = {
  python: words(
    "os.path.normpath os.path.realpath os.path.abspath os.path.join os.path.basename os.path.commonpath os.path.commonprefix html.escape escape markupsafe.escape " +
      "shlex.quote quote secure_filename werkzeug.utils.secure_filename re.escape urllib.parse.quote bleach.clean sanitize int str float len repr bool isinstance " +
      "Path pathlib.Path os.path.normcase os.path.isabs os.path.exists",
  ),
  typescript: words(
    "path.normalize path.resolve path.join path.basename normalize resolve basename encodeURIComponent encodeURI escape escapeHtml String Number parseInt parseFloat " +
      "DOMPurify.sanitize sanitize sanitizeHtml validator.escape path.isAbsolute Number.isInteger isNaN",
  ),
  java: words(
    "String.valueOf String.format Paths.get Path.of Integer.parseInt Encode.forHtml StringEscapeUtils.escapeHtml4 HtmlUtils.htmlEscape URLEncoder.encode",
  ),
  go: words(
    "filepath.Clean filepath.Base filepath.Join path.Clean path.Base html.EscapeString template.HTMLEscapeString url.QueryEscape url.PathEscape fmt.Sprintf strconv.Quote",
  ),
  c: words("strlen strcmp strncmp abs isdigit isalpha sizeof strchr strrchr strstr"),
};
const PURE_METHODS: Record<string, ReadonlySet<string>> = {
  python: words(
    "strip lstrip rstrip replace lower upper split join format startswith endswith encode decode resolve isdigit isalnum is_relative_to relative_to",
  ),
  typescript: words(
    "trim replace replaceAll toLowerCase toUpperCase slice substring split concat toString startsWith endsWith includes",
  ),
  java: words(
    "trim strip replace replaceAll toLowerCase toUpperCase substring normalize concat toAbsolutePath startsWith endsWith contains",
  ),
  go: words(""),
  c: words(""),
};

/** Calling it without using its result does nothing. `relative_to` and `resolve` may raise, but as a guard they come inside `try`. */
export function isPure(callee: string, language: Language): boolean {
  const family = familyOf(language);
  if (PURE[family]?.has(callee)) return true;
  const last = lastPart(callee);
  return callee !== last && (PURE_METHODS[family]?.has(last) ?? false);
}
