/** What people write where a secret will stand, and what tests use instead of one. */
const WORDS =
  /change|replace|insert|enter|fill|put|set|me|this|here|your?|my|our|the|new|old|for|with|not|real|value|string|example|sample|dummy|fake|mock|test|testing|demo|default|placeholder|redacted|removed|hidden|masked|todo|fixme|none|null|nil|undefined|empty|required|optional|invalid|valid|wrong|bad|some|any|foo|bar|baz|qux|user|username|name|admin|root|guest|login|password|passwd|passphrase|pass|pwd|secret|token|key|api|access|auth|bearer|basic|client|private|public|credential|credentials|super|very|only|use|env|prod|production|dev|development|local|staging|id|database|db|service|server|app|application/gi;

/**
 * Whether a value only stands for a secret: a reference such as `${VAR}`, `<token>` or `%s`, a mask, or placeholder
 * words with little else. Real values that merely contain such a word are none.
 */
export function isPlaceholder(value: string): boolean {
  if (/\$\{|\$\(|\{\{|<[^<>]{1,80}>|%\(?\w{0,30}\)?s|^\$\w+$|^\{[\w.]{0,60}\}$|^%\w+%$|^@\w+@$|^ENC\[/.test(value))
    return true;
  if (/\.{3}|…|\*{3}|x{4}|X{4}|#{3}|_{4}|•{2}|-{5}|EXAMPLE|0{8}|1234567890?$/.test(value)) return true;
  if (new Set(value.toLowerCase()).size < 4) return true;
  const left = value.replaceAll(WORDS, "");
  return left.replaceAll(/[^A-Za-z]/g, "").length < 3 && left.replaceAll(/\D/g, "").length < 6;
}
