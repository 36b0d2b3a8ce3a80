/** What people write where a secret will stand, and what tests use instead of one. */
const WORDS =
  /change|replace|insert|enter|fill|put|set|me|this|here|your?|my|our|the|new|old|for|with|not|real|value|string|example|sample|dummy|fake|mock|test|testing|demo|default|placeholder|redacted|removed|hidden|masked|todo|fixme|none|null|nil|undefined|empty|required|optional|invalid|valid|wrong|bad|some|any|foo|bar|baz|qux|user|username|name|admin|root|guest|login|password|passwd|passphrase|pass|pwd|secret|token|key|api|access|auth|bearer|basic|client|private|public|credential|credentials|super|very|only|use|env|prod|production|dev|development|local|staging|id|database|db|service|server|app|application/gi;

/** Values that RFCs 5849, 6749, 6750 and 7617 and the makers of JSON web tokens print as examples, and everybody copies. */
const PRINTED =
  /^(?:ad180jjd733klru7|dpf43f3p2l4k3l03|kd94hf93k423kf44|nnch734d00sl2jdk|pfkkdhi9sl3r4s00|2YotnFZFEjr1zCsicMWpAA|tGzv3JOkF0XG5Qx2TlKWIA|SplxlOBeZQQYbYS6WxSbIA|czZCaGRSa3F0MzpnWDFmQmF0M2JW|7Fjfp0ZBr1KtDRbnfVdmIw|mF_9\.B5f-4\.1JqM|QWxhZGRpbjpvcGVuIHNlc2FtZQ==|eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\.eyJzdWIiOiIxMjM0NTY3ODkwIiwi[\w.-]{1,200})$/;

/**
 * Whether a value only stands for a secret: a reference such as `${VAR}`, `<token>` or `%s`, a mask, or placeholder
 * words with little else. Real values that merely contain such a word are none.
 */
export function isPlaceholder(value: string): boolean {
  if (PRINTED.test(value)) return true;
  if (/\$\{|\$\(|\{\{|<[^<>]{1,80}>|%\(?\w{0,30}\)?s|^\$\w+$|^\{[\w.]{0,60}\}$|^%\w+%$|^@\w+@$|^ENC\[/.test(value))
    return true;
  if (/\.{3}|…|\*{3}|x{4}|X{4}|#{3}|_{4}|•{2}|-{5}|EXAMPLE|0{8}|1234567890?$/.test(value)) return true;
  if (new Set(value.toLowerCase()).size < 4) return true;
  const left = value.replaceAll(WORDS, "");
  return left.replaceAll(/[^A-Za-z]/g, "").length < 3 && left.replaceAll(/\D/g, "").length < 6;
}
