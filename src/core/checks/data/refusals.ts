/** Calls that end the request or the program: guards make them, and a repair must not do so unasked. */
const REFUSAL =
  /^(?:abort|exit|_exit|quit|panic|die|next|sendError|sendStatus|bad_request|redirect|fatal|Fatal|Fatalf|fail|reject|perror|err|errx|BUG_ON|halt|terminate|Exit|Goexit|NotFound)$|^(?:http\.Error|http\.NotFound|process\.exit|System\.exit|os\.Exit|sys\.exit|log\.Fatal)/;

export function isRefusal(callee: string): boolean {
  const last = /[\w$]+$/.exec(callee)?.[0] ?? callee;
  return REFUSAL.test(callee) || REFUSAL.test(last);
}

/** A value that says "no": nothing, false, a negative or an error. */
export function isErrorValue(text: string): boolean {
  const value = text
    .replace(/^(return|raise|throw)\b\s*/, "")
    .replace(/;\s*$/, "")
    .trim();
  return (
    value === "" ||
    /^\(?(None|null|nil|NULL|undefined|nullptr|\w*False|false|-\s*\w+|E[A-Z]{2,}|\w*(?:ERR|FAIL|INVAL)\w*|\[\]|\{\}|""|''|0|1|void 0|Optional\.empty\(\)|Collections\.empty\w*\(\))\)?$/i.test(
      value,
    ) ||
    /\b[45]\d\d\b|err|invalid|forbidden|denied|not allowed|bad request|not found|refus|illegal|reject|unauthori[sz]ed|fail/i.test(
      value,
    )
  );
}
