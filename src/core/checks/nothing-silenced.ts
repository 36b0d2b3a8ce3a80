import { failed, passed, type Look, type Verdict } from "./check-types.ts";
import { clipped } from "./multiset.ts";

/** What tells a tool to look away, and what switches a test off. */
const SILENCER =
  /\b(?:nosec|noqa|nosemgrep|reflexgen-(?:ignore|disable)|eslint-disable|oxlint-disable|biome-ignore|tslint:|jshint|ts-ignore|ts-nocheck|ts-expect-error|nolint|NOSONAR|lgtm\[|codeql\[|pylint:|type:\s?ignore|pyright:|mypy:|flake8:|ruff:|noinspection|istanbul ignore|c8 ignore|pragma: no|cppcheck-suppress|NOLINT\w*|checkov:|tfsec:|snyk|deepcode ignore|gosec|SuppressWarnings|SuppressFBWarnings|nosniff-ignore|bearer:disable|pragma GCC diagnostic|pragma warning)/gi;
const DISABLED_TEST =
  /\bpytest\.mark\.(?:skip|skipif|xfail)\b|\bunittest\.(?:skip|expectedFailure)|\b(?:it|test|describe)\.(?:skip|todo|failing)\b|\bx(?:it|describe|test)\s{0,5}\(|@(?:Ignore|Disabled)\b|\bt\.Skip(?:f|Now)?\s{0,5}\(/g;

/** No comment or mark came that makes an analyser or a test look away. */
export function nothingSilenced({ input }: Look): Verdict {
  const marks = (text: string, pattern: RegExp): string[] => text.match(pattern) ?? [];
  for (const [what, pattern] of [
    ["tells an analyser to look away", SILENCER],
    ["switches a test off", DISABLED_TEST],
  ] as const) {
    const now = marks(input.version.text, pattern);
    if (now.length > marks(input.file.head, pattern).length)
      return failed(`something came that ${what}: ${clipped(now.at(-1) ?? "")}`);
  }
  return passed("nothing makes an analyser or a test look away");
}
