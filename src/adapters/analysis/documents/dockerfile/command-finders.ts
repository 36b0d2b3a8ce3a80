import type { Found } from "../finder.ts";
import type { Dockerfile } from "./read-dockerfile.ts";

/** Between words of a command: blanks, and the ends of lines that go on. */
const GAP = String.raw`(?:[ \t]|[\\\x60]\r?\n){1,40}`;
/** Words of one command, up to what ends it; bounded. */
const WORDS = String.raw`(?:[^\n;|&\\\x60]|\\[^\n]|[\\\x60]\r?\n){0,400}?`;

const PIPED = new RegExp(
  String.raw`\b(?:curl|wget)${GAP}(${WORDS})\|(?:[ \t]|\\\r?\n)*(?:sudo${GAP})?(?:-E${GAP})?(?:/bin/|/usr/bin/env${GAP})?(?:ba|z|da)?sh\b`,
  "g",
);
const OPEN_TO_ALL = new RegExp(
  String.raw`\bchmod${GAP}(?:-\w+${GAP}){0,3}(?:0?777|0?666|(?:a|o|ugo|go)?\+[rxst]*w[rxst]*|(?:a|o|ugo)=[rxst]*w[rxst]*)(?=\s)`,
  "g",
);
const UNVERIFIED: readonly { pattern: RegExp; sink: string }[] = [
  {
    sink: "curl",
    pattern: new RegExp(String.raw`\bcurl${GAP}${WORDS}(?<=\s)(-[a-jl-zA-Z]*k[a-zA-Z]*|--insecure)(?=\s)`, "g"),
  },
  { sink: "wget", pattern: new RegExp(String.raw`\bwget${GAP}${WORDS}(?<=\s)(--no-check-certificate)(?=\s|$)`, "g") },
  { sink: "npm", pattern: /\b(?:npm|yarn|pnpm)[ \t]+config[ \t]+set[ \t]+strict-ssl[ \t=]+false\b/g },
  { sink: "git", pattern: /\bhttp\.sslverify[ \t=]+["']?(?:false|0)\b|\bGIT_SSL_NO_VERIFY[ \t=]+["']?(?:true|1)\b/gi },
  { sink: "node", pattern: /\bNODE_TLS_REJECT_UNAUTHORIZED[ \t=]+["']?0\b/g },
  { sink: "apt", pattern: /\bapt(?:-get)?\b[^\n;|&]{0,200}--(?:allow-unauthenticated|force-yes)\b/g },
  { sink: "pip", pattern: /\bPYTHONHTTPSVERIFY[ \t=]+["']?0\b/g },
];

/** A script that is run as it comes from the network. `http:` alone is told apart: there anybody on the way can change it. */
export function pipedScripts(dockerfile: Dockerfile, plainOnly: boolean): Found[] {
  return commands(dockerfile, PIPED)
    .filter(({ text }) => /\bhttp:\/\/(?!localhost|127\.0\.0\.1)/.test(text) === plainOnly)
    .map(({ end, start }) => ({ start, end, sink: "sh" }));
}

/** Files that everybody in the container may change. */
export function openToAll(dockerfile: Dockerfile): Found[] {
  return commands(dockerfile, OPEN_TO_ALL).map(({ end, start }) => ({ start, end, sink: "chmod" }));
}

/** Certificates and signatures that are not looked at. The option is taken away where it stands alone. */
export function unverified(dockerfile: Dockerfile): Found[] {
  return UNVERIFIED.flatMap(({ pattern, sink }) =>
    commands(dockerfile, pattern, ["RUN", "ENV", "ARG"]).map(({ end, option, start, text }) => ({
      start,
      end,
      sink,
      ...(option !== undefined &&
        /^(?:-k|--insecure|--no-check-certificate)$/.test(option) && {
          edits: [{ start: start + text.lastIndexOf(option), end: end + 1, text: "" }],
        }),
    })),
  ).toSorted((a, b) => a.start - b.start);
}

type Command = { start: number; end: number; text: string; option: string | undefined };

function commands({ instructions }: Dockerfile, pattern: RegExp, keywords: readonly string[] = ["RUN"]): Command[] {
  return instructions
    .filter(({ keyword }) => keywords.includes(keyword))
    .flatMap(({ arguments: given, argumentsStart }) =>
      [...`${given.slice(0, 20_000)}\n`.matchAll(pattern)].map((match) => ({
        start: argumentsStart + match.index,
        end: argumentsStart + match.index + match[0].length,
        text: match[0],
        option: match[1],
      })),
    );
}
