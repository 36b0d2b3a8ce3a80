/** Directives that read no file, and includes of a plain header name. */
const ALLOWED =
  /^[ \t]*#[ \t]*(?:include[ \t]*(?:<[\w+-][\w+./-]*>|"[\w+-][\w+./-]*")[ \t]*(?:\/\/.*|\/\*[^*]*\*\/[ \t]*)?\r?$|(?:define|undef|ifdef|ifndef|if|elif|else|endif|error|warning|pragma[ \t]+once)\b|\r?$)/;

/**
 * Whether a C or C++ text brings only headers by plain names.
 *
 * A compiler reads whatever file an `#include` names, `/dev/zero` and private files too, and quotes them in its
 * messages. Anything unusual in a directive is refused, so that no way of writing one need be understood.
 */
export function includesSafely(text: string): boolean {
  const joined = text
    .replaceAll(/\\[ \t]*\r?\n/g, "")
    .replaceAll(/\?\?=/g, "#")
    .replaceAll(/\?\?\//g, "\\");
  if (/_Pragma|__has_embed/.test(joined)) return false;
  // A directive may stand after a comment on its line; CR and other line ends may start lines for a compiler too.
  return joined
    .split(/\n|\r(?!\n)|[\v\f\u0085\u2028\u2029]/)
    .filter((line) => /(?:^|\*\/)[ \t]*(?:#|%:)/.test(line))
    .every((line) => ALLOWED.test(line) && !/include.*\.\./.test(line));
}
