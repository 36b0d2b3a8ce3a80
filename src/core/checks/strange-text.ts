/** Something in a literal that a repair has no need to bring. */
export type Strange = { kind: string; fragment: string };

const TOP_LEVEL =
  "com|org|net|io|dev|app|co|info|biz|xyz|ru|cn|de|uk|us|eu|me|cc|tk|top|site|online|cloud|tech|ai|gg|sh|to|ly|link|click|pw|su|onion|local|internal|example|test";
const PATTERNS: readonly { kind: string; pattern: RegExp }[] = [
  { kind: "a URL", pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]{0,200}/gi },
  { kind: "a host", pattern: new RegExp(`(?<![\\w.-])(?:[a-z0-9-]{1,63}\\.){1,6}(?:${TOP_LEVEL})(?![\\w-])`, "gi") },
  { kind: "a host", pattern: /\blocalhost\b/gi },
  { kind: "an address", pattern: /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g },
  { kind: "an address", pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{0,4}(?![\w:])/gi },
  { kind: "a mail address", pattern: /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}/g },
  { kind: "a path", pattern: /(?<![\w.<*^\\)\]/-])\/(?!\/)[A-Za-z_.][\w.-]*(?:\/[\w.-]+)*/g },
  { kind: "a path", pattern: /\b[A-Za-z]:\\{1,2}[\w.-]+/g },
  { kind: "a path", pattern: /(?:\.\.[\\/]){1,20}[\w.-]+|~\/[\w.-]+/g },
  { kind: "escaped bytes", pattern: /(?:\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\u\{[0-9a-f]{1,6}\}|\\[0-7]{3}){3,}/gi },
  {
    kind: "a credential",
    pattern:
      /\b(?:AKIA|ASIA)[0-9A-Z]{12,}|\bgh[opsur]_\w{16,}|\bsk-[\w-]{12,}|-----BEGIN [A-Z ]{1,30}|\bxox[abprs]-[\w-]{8,}|\beyJ[\w-]{8,}\./g,
  },
];
/** Names of algorithms and types are long words with digits, too. */
const KNOWN_WORD =
  /^(?:[a-z0-9]{0,8}(?:aes|rsa|sha|md5|pbkdf2|hmac|ecdsa|ed25519|chacha20|poly1305|argon2|bcrypt|scrypt)[\w/.-]{0,40}|(?:application|text|image|audio|video|multipart)\/[\w.+-]{1,60})$/i;

/** Hosts, addresses, paths, credentials and encoded text in one literal. Linear; only the first 20,000 characters are read. */
export function strangeIn(literal: string): Strange[] {
  const text = literal.slice(0, 20_000);
  const found = PATTERNS.flatMap(({ kind, pattern }) =>
    (text.match(pattern) ?? []).map((fragment) => ({ kind, fragment })),
  );
  const encoded = (text.match(/[A-Za-z0-9+/_-]{16,}={0,2}|[A-Za-z0-9+/_-]{10,}={1,2}/g) ?? [])
    .filter(isEncoded)
    .map((fragment) => ({ kind: "encoded text", fragment }));
  return [...found, ...encoded];
}

function isEncoded(run: string): boolean {
  if (KNOWN_WORD.test(run)) return false;
  if (/^[0-9a-f]+$/i.test(run)) return /\d/.test(run);
  const bare = run.replace(/[-_/]/g, "");
  const mixes = /[a-z]/.test(bare) && /[A-Z]/.test(bare);
  return (
    (/\d/.test(bare) && mixes) ||
    (run.endsWith("=") && mixes && !run.includes("--")) ||
    (mixes && (bare.match(/[a-z][A-Z]|[A-Z]{2}[a-z]/g)?.length ?? 0) * 4 > bare.length - 2)
  );
}
