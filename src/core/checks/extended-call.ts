import type { Token } from "./tokens.ts";

/**
 * The same call with more arguments behind the repaired value, such as those that are bound; `shell=True` may go, since a list
 * of words needs no shell.
 */
export function extendsCall(old: readonly Token[], now: readonly Token[], concerned: ReadonlySet<string>): boolean {
  const [from, to] = [withoutShell(old), withoutShell(now)];
  if (!from.some((token) => token.kind === "name" && concerned.has(token.text))) return false;
  const same = (index: number, shift: number): boolean =>
    from[index]?.text === to[index + shift]?.text && from[index]?.kind === to[index + shift]?.kind;
  const more = to.length - from.length;
  if (more === 0 && from.length !== old.length) return from.every((_, index) => same(index, 0));
  if (more <= 0) return false;
  const at = from.findIndex((_, index) => !same(index, 0));
  const bound = to.slice(at, at + more);
  return (
    at > 0 &&
    from[at]?.text === ")" &&
    bound[0]?.text === "," &&
    from.slice(at).every((_, index) => same(at + index, more)) &&
    bound.every((token) => token.kind !== "string") &&
    bound.some((token) => token.kind === "name" && concerned.has(token.text))
  );
}

function withoutShell(tokens: readonly Token[]): Token[] {
  const at = tokens.findIndex(
    (token, index) =>
      token.text === "," &&
      tokens[index + 1]?.text === "shell" &&
      /^(=|:)$/.test(tokens[index + 2]?.text ?? "") &&
      /^(True|true|False|false)$/.test(tokens[index + 3]?.text ?? ""),
  );
  return at < 0 ? [...tokens] : tokens.toSpliced(at, 4);
}
