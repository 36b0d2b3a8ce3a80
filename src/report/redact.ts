/**
 * What tokens, keys and passwords look like, for logs and error messages, where no analyser looked. Each match is bounded, or a run of
 * one class of characters, so that no text makes them slow.
 */
const TOKENS: readonly RegExp[] = [
  // GitHub: the short form, and the newer one of about 520 characters.
  /\bgh[oprsu]_[A-Za-z0-9._-]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  // Model endpoints.
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\bhf_[A-Za-z0-9]{20,}/g,
  // Clouds, chats, payments, registries.
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bxox[a-z]-[A-Za-z0-9-]{10,}/g,
  /\b[rs]k_(?:live|test)_[A-Za-z0-9]{10,}/g,
  /\b(?:npm|glpat|dop_v1|pypi)[_-][A-Za-z0-9_-]{16,}/g,
  // Three parts of base64: a JSON web token.
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
];

const PRIVATE_KEY = /-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY)-----[A-Za-z0-9+/=\s\\]{0,20000}(?:-----END \1-----)?/g;
const HEADER =
  /\b(authorization|x-api-key|api-key|cookie|set-cookie)(["']?\s{0,4}[:=]\s{0,4}["']?)(?:(?:bearer|basic|token)\s{1,4})?[^\s"',;]{4,}/gi;
const BEARER = /\b(bearer|basic)\s{1,4}[A-Za-z0-9._~+/=-]{12,}/gi;
const IN_ADDRESS = /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@]{1,500}@/gi;
const IN_QUERY = /([?&](?:access_token|token|key|api_key|sig|signature|secret|password)=)[^\s&#"']{1,2000}/gi;

const HIDDEN = "[redacted]";

/** A log line or an error's message without tokens, keys and passwords of common forms. Its other half is `Redactor.scrub`. */
export function redactTokens(text: string): string {
  const named = text
    .replace(PRIVATE_KEY, HIDDEN)
    .replace(HEADER, `$1$2${HIDDEN}`)
    .replace(BEARER, `$1 ${HIDDEN}`)
    .replace(IN_ADDRESS, `$1${HIDDEN}@`)
    .replace(IN_QUERY, `$1${HIDDEN}`);
  return TOKENS.reduce((result, token) => result.replace(token, HIDDEN), named);
}
