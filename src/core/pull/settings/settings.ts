import { UserError } from "../../errors.ts";
import { DEFAULT_POLICY, POLICY_PATH, type Policy, type PolicyKey } from "../../policy.ts";
import type { PullRequest, PullRequestHost } from "../../pull-request.ts";
import { readSettingsFile, type GivenSettings } from "../../read-policy.ts";

/** What a pull request is judged by, what the check has to say about it, and the organisation's part as it was read. */
export type Settings = { policy: Policy; notes: string[]; organisation: string | undefined };

/** Texts of the two files; undefined where there is none, or none that we may read. */
export type SettingsTexts = { repository: string | undefined; organisation: string | undefined };

const NOTHING: GivenSettings = { given: {}, enforced: [] };

/** The settings of the base side over those of the organisation: never those of the change itself. */
export async function readSettings(
  { base }: Pick<PullRequest, "base">,
  host: Pick<PullRequestHost, "readAt" | "organisationSettings">,
): Promise<Settings> {
  const [repository, organisation] = await Promise.all([
    host.readAt(base.sha, POLICY_PATH),
    host.organisationSettings?.(),
  ]);
  return mergeSettings({ repository, organisation });
}

/**
 * Key by key: the repository's value, else the organisation's, else the default. What the organisation enforces stays its own, also where
 * that is the default. A malformed file is left out whole: half of it could mean something that nobody wrote.
 */
export function mergeSettings(texts: SettingsTexts): Settings {
  const notes: string[] = [];
  const read = (text: string | undefined, whose: string): GivenSettings => {
    if (text === undefined) return NOTHING;
    try {
      return readSettingsFile(text);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      notes.push(`settings of the ${whose} were left out: ${error.message}`);
      return NOTHING;
    }
  };
  const repository = read(texts.repository, "repository");
  const organisation = read(texts.organisation, "organisation");
  const enforced = new Set<PolicyKey>(organisation.enforced);
  const own = Object.entries(repository.given).filter(([key]) => !isEnforced(key, enforced));
  const policy: Policy = { ...DEFAULT_POLICY, ...organisation.given, ...Object.fromEntries(own) };
  const overruled = [...enforced].filter(
    (key) => key in repository.given && JSON.stringify(repository.given[key]) !== JSON.stringify(policy[key]),
  );
  if (overruled.length > 0)
    notes.push(`the organisation's settings stand instead of this repository's: ${overruled.join(", ")}`);
  return { policy, notes, organisation: texts.organisation };
}

function isEnforced(key: string, enforced: ReadonlySet<string>): boolean {
  return enforced.has(key);
}
