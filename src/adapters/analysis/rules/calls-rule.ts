import type { Language } from "../../../core/language.ts";
import type { AstRule, Match } from "./rule-schema.ts";

/** How a grammar writes a call: its kind, the field of what is called, and what stands in that field. */
type CallKind = { kind: string; callee: string; isCreation?: boolean };

const CALL_KINDS: Partial<Record<Language, readonly CallKind[]>> = {
  python: [{ kind: "call", callee: "function" }],
  javascript: [
    { kind: "call_expression", callee: "function" },
    { kind: "new_expression", callee: "constructor", isCreation: true },
  ],
  java: [
    { kind: "method_invocation", callee: "name" },
    { kind: "object_creation_expression", callee: "type", isCreation: true },
  ],
  go: [{ kind: "call_expression", callee: "function" }],
};

/**
 * The ast-grep rule for `calls` and `argument` of a rule file: calls of these last names, with `$CALLEE` and `$VALUE` bound.
 * Which of them stand for the paths is asked of the flow engine afterwards.
 *
 * @returns undefined for a language without a syntax view.
 */
export function callsRule({ calls = [], argument }: Match, language: Language): AstRule | undefined {
  const rules = (CALL_KINDS[language] ?? []).flatMap(({ callee, isCreation = false, kind }) => {
    const names = calls.filter((path) => path.startsWith("new ") === isCreation).map(lastName);
    if (names.length === 0) return [];
    const regex = `(?:^|\\.)(?:${[...new Set(names)].join("|")})(?:<.*>)?$`;
    const called = { has: { field: callee, regex, pattern: "$CALLEE" } };
    return [
      {
        kind,
        all: [called, ...(argument === undefined ? [] : [{ any: argumentRules(argument, language === "python") }])],
      },
    ];
  });
  return rules.length === 0 ? undefined : { any: rules };
}

function argumentRules(argument: NonNullable<Match["argument"]>, hasKeywords: boolean): AstRule[] {
  if (argument === "any") return [{ has: { field: "arguments", pattern: "$VALUE" } }];
  const places = [argument].flat().filter((place) => hasKeywords || typeof place === "number");
  return places.map((place) => {
    if (typeof place === "number") {
      const byPlace = {
        nthChild: place + 1,
        pattern: "$VALUE",
        ...(hasKeywords && { not: { kind: "keyword_argument" } }),
      };
      return { has: { field: "arguments", has: byPlace } };
    }
    const named = [{ has: { field: "name", regex: `^${place}$` } }, { has: { field: "value", pattern: "$VALUE" } }];
    return { has: { field: "arguments", has: { kind: "keyword_argument", all: named } } };
  });
}

/** `os.path.join()` → `join`; `new URL()` → `URL`. */
function lastName(path: string): string {
  const name = path.replace("new ", "").replace("()", "");
  return name.slice(name.lastIndexOf(".") + 1).replaceAll("$", String.raw`\$`);
}
