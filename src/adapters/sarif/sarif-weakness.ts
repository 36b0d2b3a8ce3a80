import type { Cwe } from "../../core/weakness.ts";
import type { SarifResult, SarifRule } from "./sarif-schema.ts";

const MOST = 8;
const MOST_CHARACTERS = 20_000;

/** The CWE numbers by which a tool files a result: the result's own first, then its rule's. Tools write them as tags, properties, taxa or relationships. */
export function sarifWeaknesses(result: SarifResult, rule: SarifRule | undefined): Cwe[] {
  const taxa = (result.taxa ?? []).map((reference) => named(reference));
  const related = (rule?.relationships ?? []).map(({ target }) => named(target));
  const texts = [...bagTexts(result.properties), ...taxa, ...bagTexts(rule?.properties), ...related];
  const found = texts.flatMap((text) =>
    [...text.slice(0, MOST_CHARACTERS).matchAll(/\bcwe[-_: ]{0,2}0*([1-9]\d{0,4})\b/gi)].map(
      (match) => `CWE-${match[1]}`,
    ),
  );
  return [...new Set(found)].slice(0, MOST);
}

/** Tags, and the properties that tools put a CWE into; prose elsewhere may speak of any weakness. */
function bagTexts(bag: SarifRule["properties"]): string[] {
  return ["cwe", "CWE", "cwes", "tags"].flatMap((key) => {
    const value = bag?.[key];
    const values: unknown[] = Array.isArray(value) ? value.slice(0, 200) : [value];
    return values.flatMap((each) =>
      typeof each === "string"
        ? [/^\d+$/.test(each) ? `CWE-${each}` : each]
        : typeof each === "number"
          ? [`CWE-${each}`]
          : [],
    );
  });
}

function named(
  reference:
    | { id?: string | null | undefined; toolComponent?: { name?: string | null | undefined } | null | undefined }
    | null
    | undefined,
): string {
  const id = reference?.id ?? "";
  return reference?.toolComponent?.name?.toUpperCase() === "CWE" && /^\d+$/.test(id) ? `CWE-${id}` : id;
}
