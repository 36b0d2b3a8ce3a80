import type { AppRights, GitHubAddresses, RegisteredApp } from "../core/app-registration.ts";
import { UserError } from "../core/errors.ts";
import { renderSetupDone, renderSetupFailed, renderSetupPage } from "../report/setup-page.ts";
import type { ExitCode } from "./review.ts";
import { settingsText } from "./setup-settings.ts";

export type SetupOptions = {
  github: GitHubAddresses;
  /** The organisation that shall own the App; none: the person. */
  organization: string | undefined;
  name: string;
  /** None: poll mode. */
  webhookUrl: string | undefined;
  /** The file that takes the settings. */
  output: string;
  replace: boolean;
  openBrowser: boolean;
};

export type SetupPages<T> = {
  form: (to: { redirectUrl: string; state: string; nonce: string }) => string;
  done: (result: T, nonce: string) => string;
  failed: (error: unknown, nonce: string) => string;
};

export type SetupTools = {
  rights: AppRights;
  /** The manifest as GitHub's page takes it, in JSON. */
  form: (to: { name: string; redirectUrl: string; webhookUrl: string | undefined }) => string;
  serve<T>(options: {
    pages: SetupPages<T>;
    formAction: string;
    register: (code: string) => Promise<T>;
  }): Promise<{ url: string; result: Promise<T>; close: () => Promise<void> }>;
  /** The code for the App's id, key and secret; once. */
  convert: (code: string) => Promise<RegisteredApp>;
  /** Where the settings were written: `path`, or beside it. */
  writeSettings: (path: string, text: string, options: { replace: boolean }) => Promise<string>;
  openBrowser: (url: string) => void;
  /** A new secret: 40 random letters and digits or more. */
  makeSecret: () => string;
  say: (text: string) => void;
  /** Ends the waiting; its reason is thrown. */
  signal: AbortSignal;
};

type Registered = { app: RegisteredApp; file: string };

/**
 * `reflexgen setup`: registers a GitHub App of one's own by GitHub's manifest flow, and writes its settings. The person decides on
 * GitHub's page; the key goes from GitHub to the file, and is shown nowhere.
 */
export async function runSetup(options: SetupOptions, tools: SetupTools): Promise<ExitCode> {
  const { github, name, webhookUrl } = options;
  const register = async (code: string): Promise<Registered> => {
    const app = await tools.convert(code);
    const file = await tools
      .writeSettings(options.output, settingsText(app, { ...options, markSecret: tools.makeSecret() }), {
        replace: options.replace,
      })
      .catch(unwritten(app));
    return { app, file };
  };
  const server = await tools.serve({
    formAction: formActionOf(github),
    register,
    pages: {
      form: ({ redirectUrl, state, nonce }) =>
        renderSetupPage({
          name,
          action: newAppUrl(options, state),
          manifest: tools.form({ name, redirectUrl, webhookUrl }),
          rights: tools.rights,
          webhookUrl,
          nonce,
        }),
      done: ({ app, file }, nonce) => renderSetupDone(app, installUrl(app, github), file, nonce),
      failed: (error, nonce) => renderSetupFailed(reasonOf(error), nonce),
    },
  });
  try {
    tools.say(`Open this page in a browser on this machine, within 10 minutes:\n\n  ${server.url}\n`);
    if (options.openBrowser) tools.openBrowser(server.url);
    const { app, file } = await Promise.race([server.result, aborted(tools.signal)]);
    tools.say(nextSteps(app, file, options));
    return 0;
  } finally {
    await server.close();
  }
}

/** The key was handed out and is gone: GitHub makes another, but not in this way. */
function unwritten({ slug }: RegisteredApp): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    throw new UserError(
      `${slug} is registered, but its settings can't be written (${cause.code ?? "unknown reason"}): delete it in its settings on GitHub, and run reflexgen setup again`,
      { cause },
    );
  };
}

function nextSteps(app: RegisteredApp, file: string, options: SetupOptions): string {
  return [
    `${app.slug} is registered. Its settings are in ${file}, readable by you alone; keep the file out of version control.`,
    ...(file === options.output ? [] : [`${options.output} had appeared meanwhile and was left as it is.`]),
    ...(app.webhookSecret === undefined
      ? ["GitHub made no webhook secret: set one of 32 random characters in the App's settings and as WEBHOOK_SECRET."]
      : []),
    "",
    `  1. Install it: ${installUrl(app, options.github)}`,
    "  2. Start it:   npm start",
  ].join("\n");
}

function newAppUrl({ github, organization }: SetupOptions, state: string): string {
  const owner = organization === undefined ? "" : `/organizations/${encodeURIComponent(organization)}`;
  return `${github.webUrl}${owner}/settings/apps/new?state=${state}`;
}

/** An Enterprise Server may lead through a sign-in page elsewhere, and browsers hold a form's redirects to this list too. */
function formActionOf({ webUrl }: GitHubAddresses): string {
  return webUrl === "https://github.com" ? webUrl : `${webUrl} https:`;
}

/** The App's page is on the GitHub that was asked, or it is not shown. */
function installUrl({ url, slug }: RegisteredApp, { webUrl }: GitHubAddresses): string {
  const page = new URL(url).origin === webUrl ? url.replace(/\/$/, "") : `${webUrl}/apps/${slug}`;
  return `${page}/installations/new`;
}

function reasonOf(error: unknown): string {
  return error instanceof UserError ? error.message : "Something went wrong here; the terminal says what.";
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason instanceof Error ? signal.reason : new UserError("stopped"));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
