import { randomBytes } from "node:crypto";
import { lstat } from "node:fs/promises";
import { resolve } from "node:path";
import type { ExitCode } from "./commands/review.ts";
import { runSetup } from "./commands/setup.ts";
import { InterruptError, UserError } from "./core/errors.ts";
import { refuseUnwritable } from "./output.ts";
import { visible } from "./report/escape.ts";
import { wireSetup } from "./wire.ts";

export type SetupWords = {
  apply?: boolean;
  webhookUrl?: string;
  organization?: string;
  name?: string;
  github: string;
  output: string;
  force?: boolean;
  open: boolean;
};

const PATIENCE_MS = 10 * 60 * 1000;
/** GitHub's limit on an App's name. */
const NAME_LENGTH = 34;
/** Where the App hears webhooks. */
const WEBHOOK_PATH = "/api/github/webhooks";

/** `reflexgen setup`. Everything that can be refused is refused before a browser is opened. */
export async function startSetup(words: SetupWords): Promise<ExitCode> {
  const organization = words.organization === undefined ? undefined : readOrganization(words.organization);
  const name = readName(
    words.name ?? `reflexgen-${organization ?? randomBytes(3).toString("hex")}`.slice(0, NAME_LENGTH),
  );
  const webhookUrl = words.webhookUrl === undefined ? undefined : readWebhookUrl(words.webhookUrl);
  const output = resolve(words.output);
  if (!words.force) await refuseExisting(output, words.output);
  await refuseUnwritable(output);
  const { github, tools } = await wireSetup({ apply: words.apply ?? false, github: words.github });
  const stop = new AbortController();
  const onInterrupt = () => stop.abort(new InterruptError(130));
  process.once("SIGINT", onInterrupt);
  const timer = setTimeout(() => {
    stop.abort(
      new UserError("nobody registered an App within 10 minutes; run reflexgen setup again when you are ready"),
    );
  }, PATIENCE_MS);
  try {
    return await runSetup(
      {
        github,
        organization,
        name,
        webhookUrl,
        output,
        replace: words.force ?? false,
        openBrowser: words.open && process.stdout.isTTY,
      },
      {
        ...tools,
        signal: stop.signal,
        makeSecret: () => randomBytes(32).toString("hex"),
        say: (text) => void process.stdout.write(`${text.split("\n").map(visible).join("\n")}\n`),
      },
    );
  } finally {
    clearTimeout(timer);
    process.off("SIGINT", onInterrupt);
  }
}

async function refuseExisting(path: string, given: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there !== undefined)
    throw new UserError(`${given} is there already; name another file with --output, or replace it with --force`);
}

function readOrganization(text: string): string {
  if (!/^[A-Za-z\d](?:[A-Za-z\d-]{0,38})$/.test(text)) throw new UserError("--organization is a name such as acme-inc");
  return text;
}

function readName(text: string): string {
  if (!/^[\w .-]{1,34}$/.test(text))
    throw new UserError("--name has at most 34 letters, digits, spaces, dots and hyphens");
  return text;
}

/** A bare server gets the path that the App listens at. */
function readWebhookUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.hash)
    throw new UserError("--webhook-url has the form https://reviewer.example.com");
  if (url.pathname === "/" && url.search === "") url.pathname = WEBHOOK_PATH;
  return url.href;
}
