import { GoneError } from "../../core/errors.ts";
import type { AppHost } from "../../core/pull-request.ts";
import { openBlobCopy } from "./blob-copy.ts";
import { gitUrl } from "./git-url.ts";
import { openDeliveries } from "./github-deliveries.ts";
import type { GitHubFetchOptions } from "./github-fetch.ts";
import { guard, type Answered } from "./github-gate.ts";
import type { Rights } from "./github-permissions.ts";
import { openRepositoryHost } from "./github-repository-host.ts";
import { openTokens, type RepositoryName, type TokenScope } from "./github-tokens.ts";
import { openOrganisationSettings } from "./organisation-settings.ts";
import { openWrites, type Log } from "./github-writes.ts";
import { openAppOctokit, openOctokit } from "./octokit.ts";
import { openPacer, type Pacer } from "./pacer.ts";

export type GitHubAppOptions = GitHubFetchOptions & {
  appId: number;
  /** PEM. */
  privateKey: string;
  /** `https://api.github.com`, or `https://HOST/api/v3` of a GitHub Enterprise. */
  apiUrl?: string | undefined;
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined;
  sleep?: ((ms: number) => Promise<unknown>) | undefined;
  /** Where git is found, and how it reaches the network: `PATH`, `HTTPS_PROXY` and the like. */
  environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Waits before each look for what a lost answer may have made. */
  readBackDelaysMs?: readonly number[] | undefined;
  log?: Log | undefined;
  /** Told of every answer, for counting. */
  onAnswer?: ((answered: Answered) => void) | undefined;
};

/**
 * GitHub as a GitHub App sees it. One a process: its pacers are what keeps all jobs together within GitHub's limits.
 *
 * @throws UserError when the private key is none.
 */
export function openGitHubApp(options: GitHubAppOptions): AppHost {
  const { appId, privateKey, apiUrl, now = Date.now, sleep, readBackDelaysMs, log = () => {}, onAnswer } = options;
  const reach = { apiUrl, fetch: options.fetch, timeoutMs: options.timeoutMs, retryDelayMs: options.retryDelayMs };
  const pacers = new Map<number, Pacer>();
  const app = guard(openAppOctokit({ ...reach, appId, privateKey, now }), {
    pacer: openPacer({ now, sleep }),
    now,
    onAnswer,
  });
  const tokens = openTokens(app, now);
  let self: Promise<{ appId: number; slug: string; login: string }> | undefined;

  function pacerOf(installation: number): Pacer {
    const pacer = pacers.get(installation) ?? openPacer({ now, sleep });
    pacers.set(installation, pacer);
    return pacer;
  }

  function octokitFor(scope: TokenScope) {
    return guard(openOctokit(reach), {
      pacer: pacerOf(scope.installation),
      now,
      tokens: { source: tokens, scope },
      onAnswer,
    });
  }

  const organisationSettings = openOrganisationSettings(octokitFor, now);

  /** Remembered while the process lives: an App is hardly ever renamed. */
  function readSelf() {
    self ??= app.rest.apps.getAuthenticated().then(({ data }) => {
      const slug = data?.slug;
      if (slug === undefined) throw new Error("GitHub does not say what this App is called");
      return { appId, slug, login: `${slug}[bot]` };
    });
    self.catch(() => (self = undefined));
    return self;
  }

  /** By number: names change, and another repository may take an old one. */
  async function nameOf(installation: number, repository: number, fresh = false): Promise<RepositoryName> {
    const scope = { installation, repository, rights: "review" as const };
    const token = await tokens.get(scope);
    const { name } = fresh ? await tokens.renew(scope, token) : token;
    if (name?.id !== repository) throw new GoneError("the repository is not in this installation any more");
    return name;
  }

  return {
    async repository({ installation, repository }, confirm) {
      const [{ owner, repo }, { login }] = await Promise.all([nameOf(installation, repository), readSelf()]);
      const octokit = (rights: Rights) => octokitFor({ installation, repository, rights });
      return openRepositoryHost({
        octokit: octokit("review"),
        applying: octokit("apply"),
        owner,
        repo,
        what: `${owner}/${repo}`,
        installation,
        repositoryId: repository,
        appId,
        botLogin: login,
        isNamedSo: async () => {
          const now = await nameOf(installation, repository, true);
          return now.owner === owner && now.repo === repo;
        },
        organisationSettings: () => organisationSettings(installation, owner),
        mayApply: () => tokens.granted(installation, "contents", "write"),
        writes: openWrites({ pacer: pacerOf(installation), confirm, sleep, readBackDelaysMs, log }),
        openCopy: (signal) =>
          openBlobCopy({
            url: gitUrl(apiUrl, owner, repo),
            secret: async () => (await tokens.get({ installation, repository, rights: "read" })).secret,
            environment: options.environment,
            signal,
            log,
          }),
      });
    },

    async installations() {
      const rows = await app.paginate(app.rest.apps.listInstallations, { per_page: 100 });
      return rows.filter((row) => row.suspended_at === null).map(({ id }) => id);
    },

    async repositoriesOf(installation) {
      const octokit = octokitFor({ installation, rights: "list" });
      const where = { per_page: 100 };
      const rows = await octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, where);
      return rows.filter((row) => !row.archived && !row.disabled).map(({ id }) => Number(id));
    },

    ...openDeliveries(app),
    self: readSelf,
  };
}
