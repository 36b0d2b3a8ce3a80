import { parse } from "yaml";
import type { RepositoryFiles } from "./change.ts";
import { UserError } from "./errors.ts";
import { DEFAULT_POLICY, Policy, POLICY_PATH } from "./policy.ts";

const MOST_CHARACTERS = 64_000;

/**
 * The repository's settings from the base side: a change can't alter the rules it is judged by.
 *
 * @throws UserError that names the wrong keys, never their values.
 */
export async function readPolicy(files: Pick<RepositoryFiles, "readBase">): Promise<Policy> {
  const text = await files.readBase(POLICY_PATH);
  return text === undefined ? DEFAULT_POLICY : parsePolicy(text);
}

/** The same for a review that nobody sits at: malformed settings are left out, and `problem` names them. */
export async function readPolicyOrDefault(
  files: Pick<RepositoryFiles, "readBase">,
): Promise<{ policy: Policy; problem?: string }> {
  try {
    return { policy: await readPolicy(files) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { policy: DEFAULT_POLICY, problem: error.message };
  }
}

function parsePolicy(text: string): Policy {
  if (text.length > MOST_CHARACTERS) throw new UserError(`${POLICY_PATH}: larger than ${MOST_CHARACTERS / 1000} kB`);
  let content: unknown;
  try {
    content = parse(text, { maxAliasCount: 20, prettyErrors: false, logLevel: "error" });
  } catch {
    throw new UserError(`${POLICY_PATH}: not valid YAML`);
  }
  const parsed = Policy.safeParse(content ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => `${[...issue.path, key].join(".").slice(0, 80)}: no such setting`)
      : [`${issue.path.join(".") || "file"}: ${wordsOf(issue.code)}`],
  );
  throw new UserError(`${POLICY_PATH}: ${issues.slice(0, 5).join("; ")}`);
}

function wordsOf(code: string): string {
  return code === "invalid_type"
    ? "wrong type"
    : code === "invalid_value"
      ? "not one of the allowed values"
      : code.replaceAll("_", " ");
}
