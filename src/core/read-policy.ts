import { parse } from "yaml";
import type { RepositoryFiles } from "./change.ts";
import { UserError } from "./errors.ts";
import { DEFAULT_POLICY, POLICY_KEYS, POLICY_PATH, SettingsFile, type Policy, type PolicyKey } from "./policy.ts";
import { yamlTrouble } from "./yaml-trouble.ts";

/** What one file of settings says: the keys that it names, and those that an organisation keeps for itself. */
export type GivenSettings = { given: Partial<Policy>; enforced: readonly PolicyKey[] };

/**
 * The repository's settings from the base side: a change can't alter the rules it is judged by.
 *
 * @throws UserError that names the wrong keys, never their values.
 */
export async function readPolicy(files: Pick<RepositoryFiles, "readBase">): Promise<Policy> {
  const text = await files.readBase(POLICY_PATH);
  return text === undefined ? DEFAULT_POLICY : { ...DEFAULT_POLICY, ...readSettingsFile(text).given };
}

/**
 * One file of settings.
 *
 * @throws UserError that names the wrong keys, never their values.
 */
export function readSettingsFile(text: string): GivenSettings {
  const trouble = yamlTrouble(text);
  if (trouble !== undefined) throw new UserError(`${POLICY_PATH}: ${trouble}`);
  let content: unknown;
  try {
    content = parse(text, { maxAliasCount: 20, prettyErrors: false, logLevel: "error" });
  } catch {
    throw new UserError(`${POLICY_PATH}: not valid YAML`);
  }
  const parsed = SettingsFile.safeParse(content ?? {});
  if (!parsed.success) throw new UserError(`${POLICY_PATH}: ${problemsOf(parsed.error.issues).join("; ")}`);
  const { enforce, ...policy } = parsed.data;
  const named = new Set(Object.keys(content ?? {}));
  const given = Object.fromEntries(POLICY_KEYS.filter((key) => named.has(key)).map((key) => [key, policy[key]]));
  return { given, enforced: enforce };
}

type Issue = { code: string; message: string; path: PropertyKey[]; keys?: string[] };

function problemsOf(issues: readonly Issue[]): string[] {
  return issues
    .flatMap(({ code, message, path, keys }) =>
      code === "unrecognized_keys" && keys
        ? keys.map((key) => `${[...path, key].join(".").slice(0, 80)}: no such setting`)
        : [`${path.join(".") || "file"}: ${code === "custom" ? message : wordsOf(code)}`],
    )
    .slice(0, 5);
}

function wordsOf(code: string): string {
  return code === "invalid_type"
    ? "wrong type"
    : code === "invalid_value" || code === "invalid_union"
      ? "not one of the allowed values"
      : code.replaceAll("_", " ");
}
