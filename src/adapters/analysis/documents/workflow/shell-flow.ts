/** What is known of a script's surroundings. */
export type ShellScope = {
  /** Is this environment variable, by its name, an outsider's word? */
  isTaintedVariable(name: string): boolean;
  /** Does the text hold an expression whose value is an outsider's word? */
  holdsTaintedExpression(line: string): boolean;
  /** May words that are one line, such as the name of a branch, pass? In a file of variables they do no harm. */
  linesOnly?: boolean;
  /** Were files of an outsider brought into the workspace before? */
  hasForeignFiles: boolean;
};

/** What a script does with outsiders' words: by the names that it writes, `*` where a name isn't told. */
export type ShellFlow = {
  outputs: ReadonlySet<string>;
  environment: ReadonlySet<string>;
  path: boolean;
  /** The first word of lines that hand such words to a tool that reads a program from its arguments. */
  programs: boolean;
};

const FILE_READ =
  /\bcat\s+[^|<>&]|\$\(\s*<|<\s*[\w./"$]+|\bjq\b(?=.*[\w/]\.json|.*\s[\w./-]+\.\w+)|\b(?:head|tail)\s+-|\bunzip\s+-p\b/;
const GIT_READ = /\bgit\s+(?:log|show|diff|diff-tree|rev-parse\s+--abbrev-ref|name-rev|branch\s+--show-current)\b/;
const ASKED =
  /\bgh\s+(?:pr|issue|api)\b(?=.*\b(?:title|body|headRefName|files|comments|author|head[._]?[rR]ef|filename|changedFiles)\b)(?!.*(?:--jq|-q)\s+['"]?\.?(?:number|length))|\bjq\b.*\b(?:body|title|head\.?ref)\b.*GITHUB_EVENT_PATH/;
/** Leaves nothing that a shell or a file of variables could take for its own. */
const CLEANED =
  /\btr\s+-(?:cd|dc)\b|\bgrep\s+-\w*o\w*\s+['"]?\^?\\?[([]?0-9|\bsha\d*sum\b|\bmd5sum\b|\bwc\s+-|\bbase64\b|\bjq\s+-R\w*s|\bshasum\b/;
const ASSIGNED = /^\s*(?:export\s+|local\s+|readonly\s+)?(\w+)=/;
/** Leaves one line. */
const ONE_LINE = /\btr\s+(?:-d\s+)?['"]\\n|\b(?:head|tail)\s+-(?:n\s*)?1\b/;
/** `if [[ $name =~ ^[0-9]+$ ]]`: only what the whole pattern allows goes on. */
const TESTED = /^\s*if\s+\[\[\s+"?\$\{?(\w+)\}?"?\s+=~\s+(\^\S{1,200}\$)\s+\]\]\s*(?:;|$)/;
/** Of a pattern: it may let quotes, spaces or signs of the shell through. */
const LOOSE = /\.|\[\^|\\[DSWB]|["'`$&|;<>()\s](?!$)/;
const OPENS = /^\s*(?:if|for|while|until|case)\b/;
const CLOSES = /^\s*(?:fi|done|esac)\b/;
const ALWAYS_FOREIGN = new Set(["GITHUB_HEAD_REF"]);

/** A walk over a script's lines, one after the other: variables that take an outsider's word, and the files that it is written to. */
export function shellFlow(script: string, scope: ShellScope): ShellFlow {
  const tainted = new Set<string>();
  const flow = { outputs: new Set<string>(), environment: new Set<string>(), path: false, programs: false };
  const block: { names: Set<string>; dirty: boolean }[] = [];
  let heredoc: { end: string; target: string; dirty: boolean } | undefined;
  let multiline: string | undefined;
  let depth = 0;
  let tested: { name: string; depth: number } | undefined;
  const write = (target: string, name: string): void => {
    if (/GITHUB_OUTPUT/.test(target)) flow.outputs.add(name);
    if (/GITHUB_ENV/.test(target)) flow.environment.add(name);
    if (/GITHUB_PATH/.test(target)) flow.path = true;
  };
  const isDirty = (line: string): boolean => {
    if (CLEANED.test(line) || (scope.linesOnly && ONE_LINE.test(line))) return false;
    if (scope.holdsTaintedExpression(line)) return true;
    if (ASKED.test(line) || (scope.hasForeignFiles && (FILE_READ.test(line) || GIT_READ.test(line)))) return true;
    return [...line.matchAll(/\$\{?(?:env:)?(\w+)/gi)].some(
      ([, name = ""]) =>
        (tainted.has(name) && name !== tested?.name) ||
        (ALWAYS_FOREIGN.has(name) && !scope.linesOnly) ||
        scope.isTaintedVariable(name),
    );
  };

  for (const line of script.slice(0, 50_000).split("\n").slice(0, 1000)) {
    const dirty = isDirty(line);
    if (OPENS.test(line)) depth++;
    if (CLOSES.test(line)) depth--;
    const [, checked, pattern = ""] = TESTED.exec(line) ?? [];
    if (checked !== undefined && !LOOSE.test(pattern.slice(1))) tested = { name: checked, depth };
    else if (tested && (depth < tested.depth || (depth === tested.depth && /^\s*el(?:se|if)\b/.test(line))))
      tested = undefined;
    if (heredoc) {
      heredoc.dirty ||= dirty;
      if (line.trim() === heredoc.end) {
        if (heredoc.dirty) write(heredoc.target, "*");
        heredoc = undefined;
      }
      continue;
    }
    const target = /(?:>>?|\btee\s+(?:-a|--append))\s*["']?\$\{?(?:env:)?(GITHUB_\w+)/i.exec(line)?.[1] ?? "";
    const opened = /<<-?\s*["']?(\w+)["']?/.exec(line);
    if (opened?.[1] && target !== "" && /\bcat\b/.test(line)) heredoc = { end: opened[1], target, dirty: false };
    const assigned = ASSIGNED.exec(line)?.[1];
    if (assigned !== undefined) {
      if (dirty) tainted.add(assigned);
      else if (depth === 0) tainted.delete(assigned);
    }
    const read = /\bread\s+(?:-\w+\s+)*(\w+)/.exec(line)?.[1];
    if (read !== undefined && dirty) tainted.add(read);
    if (dirty && /\b(?:sed|awk|gawk|perl)\b/.test(line)) flow.programs = true;
    if (/^\s*\{\s*$/.test(line)) block.push({ names: new Set(), dirty: false });
    const inner = block.at(-1);
    if (inner) {
      inner.dirty ||= dirty;
      const name = /\becho\s+["']?([\w-]+)(?:=|<<)/.exec(line)?.[1];
      if (name !== undefined) inner.names.add(name);
      if (/^\s*\}/.test(line)) {
        block.pop();
        if (inner.dirty) for (const each of inner.names.size > 0 ? inner.names : ["*"]) write(target, each);
      }
      continue;
    }
    if (target !== "") {
      const begun = /["'\s]([\w-]+)<</.exec(line)?.[1];
      if (begun !== undefined) multiline = begun;
      const name = /(?:echo|printf|Write-Output)\s+(?:-\w+\s+)?["']?([\w-]+)=/i.exec(line)?.[1] ?? multiline ?? "*";
      if (dirty) write(target, name);
    }
    if (!dirty) continue;
    const set = /::set-output\s+name=([\w-]+)/.exec(line)?.[1];
    if (set !== undefined) flow.outputs.add(set);
    const environment = /::set-env\s+name=([\w-]+)/.exec(line)?.[1];
    if (environment !== undefined) flow.environment.add(environment);
    if (line.includes("::add-path::")) flow.path = true;
  }
  return flow;
}
