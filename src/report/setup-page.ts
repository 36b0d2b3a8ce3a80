import type { AppRights, RegisteredApp } from "../core/app-registration.ts";
import { visible } from "./escape.ts";

/** What each right is for, in the words of the people who are asked for it. */
const REASONS: Record<string, string> = {
  "checks:write": "one check on each pull request that says what was read and found",
  "contents:read": "reads the changed files and what they use",
  "contents:write": "reads files; commits a fix when a person asks for it; resolves threads of fixed findings",
  "issues:read": "hears comments under pull requests; they belong to issues on GitHub",
  "merge_queues:read": "answers in merge queues, which would wait for its check otherwise",
  "metadata:read": "knows repositories and people's roles; every App has this",
  "pull_requests:write": "writes reviews with suggested fixes",
};

export type SetupPage = {
  name: string;
  /** Where the form goes: GitHub's page for a new App. */
  action: string;
  /** JSON. */
  manifest: string;
  rights: AppRights;
  /** None: the App asks GitHub for events itself. */
  webhookUrl: string | undefined;
  nonce: string;
};

/** The page with one button. It runs no script; the browser sends the form to GitHub, where the person decides. */
export function renderSetupPage({ name, action, manifest, rights, webhookUrl, nonce }: SetupPage): string {
  const rows = rights.map(
    (right) =>
      `<tr><th scope="row">${escapeHtml(right.name.replaceAll("_", " "))}</th><td>${right.access}</td><td>${escapeHtml(reasonOf(right))}</td></tr>`,
  );
  const events =
    webhookUrl === undefined
      ? "GitHub keeps events for three days, and the App collects them: no public address is needed."
      : `GitHub sends events to <code>${escapeHtml(webhookUrl)}</code>.`;
  return page(
    "Register your GitHub App",
    nonce,
    `<h1>Register your GitHub App</h1>
<p>The button opens <strong>${escapeHtml(new URL(action).host)}</strong>, where you name the App and confirm. Its key then comes straight to this machine and is written to a file. Nobody else gets it.</p>
<table><caption>What <strong>${escapeHtml(name)}</strong> will be allowed to do, in the repositories that you choose later</caption>
<tbody>
${rows.join("\n")}
</tbody></table>
<p>${events}</p>
<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="manifest" value="${escapeHtml(manifest)}">
<button>Continue on GitHub</button>
</form>`,
  );
}

export function renderSetupDone({ slug }: RegisteredApp, installUrl: string, file: string, nonce: string): string {
  return page(
    "The App is registered",
    nonce,
    `<h1>${escapeHtml(slug)} is registered</h1>
<p>Its settings are in <code>${escapeHtml(file)}</code>, readable by you alone.</p>
<ol><li><a class="button" href="${escapeHtml(installUrl)}" rel="noreferrer">Install it</a> in the repositories that it shall review.</li>
<li>Start it: <code>npm start</code></li></ol>
<p>This page has done its work and can be closed.</p>`,
  );
}

export function renderSetupFailed(reason: string, nonce: string): string {
  return page(
    "The App is not set up",
    nonce,
    `<h1>The App is not set up</h1>
<p>${escapeHtml(reason)}</p>
<p>If GitHub shows the App in its settings already, delete it there; then run <code>reflexgen setup</code> again.</p>`,
  );
}

function reasonOf({ name, access }: AppRights[number]): string {
  return REASONS[`${name}:${access}`] ?? "";
}

function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --accent: #1f6feb; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
table { border-collapse: collapse; width: 100%; margin: 1.5rem 0; }
caption { text-align: left; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-top: 1px solid var(--line); font-weight: normal; }
th { white-space: nowrap; font-weight: 600; }
code { background: #8882; border-radius: .25rem; padding: .1rem .3rem; overflow-wrap: anywhere; }
button, .button { font: inherit; font-weight: 600; color: #fff; background: var(--accent); border: 0; border-radius: .4rem; padding: .6rem 1.1rem; cursor: pointer; text-decoration: none; }
button:focus-visible, .button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.button { display: inline-block; padding: .15rem .7rem; }
li { margin: .5rem 0; }
`;

function page(title: string, nonce: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style nonce="${escapeHtml(nonce)}">${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
