import type { Trust } from "./change.ts";

/** A sign that an agent wrote something. Its absence means nothing. */
export type Sign = { author: "agent" | "person"; name?: string; trust: Trust };

/** What tells an agent: account names on the host, e-mail addresses, and names that people and tools write. */
type Agent = { name: string; logins?: string[]; emails?: string[]; words?: string[] };

const AGENTS: readonly Agent[] = [
  { name: "GitHub Copilot", logins: ["copilot-swe-agent[bot]", "copilot"], words: ["copilot", "github copilot"] },
  {
    name: "Claude Code",
    logins: ["claude[bot]", "claude"],
    emails: ["noreply@anthropic.com"],
    words: ["claude", "claude code"],
  },
  {
    name: "Codex",
    logins: ["chatgpt-codex-connector[bot]", "openai-codex[bot]"],
    emails: ["noreply@openai.com", "codex@openai.com"],
    words: ["codex", "openai codex", "chatgpt"],
  },
  {
    name: "Cursor",
    logins: ["cursor[bot]", "cursoragent"],
    emails: ["cursoragent@cursor.com"],
    words: ["cursor", "cursor agent"],
  },
  { name: "Devin", logins: ["devin-ai-integration[bot]"], words: ["devin", "devin ai"] },
  { name: "Jules", logins: ["google-labs-jules[bot]"], words: ["jules", "google jules"] },
  {
    name: "Gemini",
    logins: ["gemini-code-assist[bot]", "gemini-cli[bot]"],
    words: ["gemini", "gemini cli", "gemini code assist"],
  },
  { name: "Windsurf", emails: ["noreply@windsurf.com"], words: ["windsurf", "cascade"] },
  { name: "aider", emails: ["aider@aider.chat", "noreply@aider.chat"], words: ["aider"] },
  { name: "Amazon Q", logins: ["amazon-q-developer[bot]"], words: ["amazon q", "amazon q developer"] },
  { name: "Lovable", logins: ["lovable-dev[bot]", "gpt-engineer-app[bot]"], words: ["lovable"] },
  { name: "v0", logins: ["v0[bot]"] },
  { name: "Sweep", logins: ["sweep-ai[bot]"] },
  { name: "Codegen", logins: ["codegen-sh[bot]"] },
  { name: "Factory", logins: ["factory-droid[bot]"], words: ["factory droid"] },
  { name: "OpenHands", logins: ["openhands-agent"], emails: ["openhands@all-hands.dev"], words: ["openhands"] },
  { name: "Amp", emails: ["amp@ampcode.com"] },
  { name: "opencode", words: ["opencode"] },
  { name: "Cline", words: ["cline"] },
];

const BY_LOGIN = indexOf("logins");
const BY_EMAIL = indexOf("emails");
const BY_WORD = indexOf("words");

/** Characters of a message or body that are looked at; signs stand at its end or its beginning. */
const MAX_TEXT = 100_000;
const MARKER =
  /\b(?:generated|created|written|authored|made|built|assisted)[ \t]+(?:with|by|using)[ \t]*[^a-z\n]{0,5}((?:github |openai |google |amazon )?[a-z]{3,10}(?: (?:code|agent|cli|ai|developer|droid))?)/gi;

/** The agent behind an account name, when it is one that we know. Whether the account is authenticated is the caller's knowledge. */
export function agentOfLogin(login: string): string | undefined {
  return BY_LOGIN.get(login.toLowerCase());
}

/** The agent behind an e-mail address: its own, or `ID+login@users.noreply.github.com` of its account. */
export function agentOfEmail(email: string): string | undefined {
  const address = email.trim().toLowerCase();
  const account = /^(?:\d+\+)?([^@]+)@users\.noreply\.[a-z0-9.-]+$/.exec(address)?.[1];
  return BY_EMAIL.get(address) ?? (account === undefined ? undefined : BY_LOGIN.get(account));
}

/** Signs in a commit that whoever wrote the commit could also have forged or left out. */
export function signOfCommit(commit: { authorEmail: string; message: string }): Sign | undefined {
  const name = agentOfEmail(commit.authorEmail) ?? trailersOf(commit.message).find((found) => found !== undefined);
  return name === undefined ? signOfText(commit.message) : { author: "agent", name, trust: "claimed" };
}

/** Markers that tools leave in prose: "Generated with …" and the name of one. */
export function signOfText(text: string): Sign | undefined {
  for (const [, words = ""] of ends(text).matchAll(MARKER)) {
    const name = agentOfWords(words);
    if (name !== undefined) return { author: "agent", name, trust: "weak" };
  }
  return undefined;
}

/** `Co-authored-by:`, `Assisted-by:` and `Generated-by:` lines that name an agent. */
function trailersOf(message: string): (string | undefined)[] {
  return ends(message)
    .split("\n")
    .map((line) => {
      const found = /^(?:co-authored|assisted|generated)-by:[ \t]*([^<]{0,200})(?:<([^<>\s]{1,200})>)?/i.exec(line);
      if (!found) return undefined;
      const [, words = "", email = ""] = found;
      return agentOfEmail(email) ?? agentOfWords(words);
    });
}

/** "Claude Opus 4", "Claude:claude-opus", "GitHub Copilot": the longest beginning that is a name we know. */
function agentOfWords(text: string): string | undefined {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  for (const length of [3, 2, 1]) {
    const name = BY_WORD.get(words.slice(0, length).join(" "));
    if (name !== undefined) return name;
  }
  return undefined;
}

function ends(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT / 2)}\n${text.slice(-MAX_TEXT / 2)}`;
}

function indexOf(key: "logins" | "emails" | "words"): ReadonlyMap<string, string> {
  return new Map(AGENTS.flatMap((agent) => (agent[key] ?? []).map((text) => [text, agent.name] as const)));
}
