import { familyOf } from "./language.ts";
import type { Unit } from "./unit.ts";

type Sign = { weight: number; pattern: RegExp; families?: readonly string[] };

/** What makes code worth reading first. A guess by words: it orders what is read and never decides what is found. */
const SIGNS: readonly Sign[] = [
  // Code and commands that are run.
  {
    weight: 6,
    pattern:
      /\b(eval|exec|execSync|execFile|spawn|popen|system|subprocess|Popen|ProcessBuilder|getRuntime|Command|vm|Function|pickle|unserialize|readObject|ObjectInputStream|marshal|yaml\.load)\s*[.(]/,
  },
  // Queries.
  {
    weight: 6,
    pattern:
      /\b(execute|executemany|executeQuery|rawQuery|raw|query|Query|QueryRow|createQuery|createStatement|prepareStatement|Exec)\s*\(|\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b/,
  },
  // Requests and handlers: where strangers' data comes in.
  {
    weight: 5,
    pattern:
      /\b(request|req\.(body|query|params|headers|cookies)|ctx\.(query|params)|HttpServletRequest|http\.Request|getParameter|argv|@app\.route|@RequestMapping|@(Get|Post|Put|Delete|Patch)Mapping|urlopen|FormValue|event\.data)\b/,
  },
  // Who may do what.
  {
    weight: 5,
    pattern:
      /\b(auth\w*|login|logout|password|passwd|permission\w*|is_?admin|role|session|cookie|jwt|token|csrf|cors|oauth)\b/i,
  },
  // Markup.
  {
    weight: 4,
    pattern:
      /\b(innerHTML|outerHTML|dangerouslySetInnerHTML|document\.write|insertAdjacentHTML|mark_?safe|Markup|render_template_string|autoescape|v-html|template\.HTML|bypassSecurityTrust\w*)\b/,
  },
  // Files, paths, archives.
  {
    weight: 4,
    pattern:
      /\b(open|fopen|readFile\w*|writeFile\w*|createReadStream|send_file|sendFile|FileInputStream|FileOutputStream|os\.(path|remove|rename|chmod)|unlink|extractall|ZipEntry|path\.join|filepath\.Join|chmod|tmpnam|mktemp)\s*[.(]/,
  },
  // Secrets and cryptography.
  {
    weight: 4,
    pattern:
      /\b(crypto|cipher|Cipher|hashlib|md5|sha1|hmac|MessageDigest|random|Random|secret\w*|api_?key|private_?key|verify|ssl|tls|InsecureSkipVerify|certificate)\b/i,
  },
  // What is fetched from elsewhere.
  {
    weight: 3,
    pattern:
      /\b(requests\.\w+|urllib|fetch|axios|http\.(get|Get|Post|request)|HttpClient|URLConnection|redirect|sendRedirect)\s*[.(]/,
  },
  // XML and templates.
  {
    weight: 3,
    pattern: /\b(etree|minidom|xml\.sax|DocumentBuilder\w*|SAXParser\w*|XMLReader|libxml|from_string|Template)\b/,
  },
  // Memory.
  {
    weight: 5,
    families: ["c"],
    pattern:
      /\b(strcpy|strcat|sprintf|vsprintf|gets|scanf|sscanf|memcpy|memmove|malloc|calloc|realloc|free|alloca|strncpy|read|recv|kfree|kmalloc|copy_from_user)\s*\(/,
  },
];

/** Only so much of a unit is looked at: lines can be long. */
const LOOKED_AT_CHARACTERS = 40_000;

/**
 * How soon a unit should be read: the sum of the signs in it, each once, then a little for an agent's hand and for its size.
 * Tests and examples come after everything else of the same kind.
 */
export function riskOf(unit: Unit): number {
  const code = unit.code.slice(0, LOOKED_AT_CHARACTERS);
  const family = familyOf(unit.language);
  const signs = SIGNS.filter(({ families, pattern }) => (!families || families.includes(family)) && pattern.test(code));
  const signed = signs.reduce((sum, { weight }) => sum + weight, 0);
  const byAgent = unit.provenance.some(({ author }) => author === "agent") ? 2 : 0;
  const size = Math.log10(unit.lines.endLine - unit.lines.startLine + 10) / 4;
  const total = signed + byAgent + size;
  return SECONDARY.test(unit.path) ? total / 4 : total;
}

const SECONDARY =
  /(^|\/)(tests?|__tests__|spec|examples?|docs?|fixtures|benchmarks?)\/|[._-](test|spec)\.\w+$|(^|\/)test_[^/]*$/i;
