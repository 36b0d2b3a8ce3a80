import type { CheckRun } from "../github/checks/check-run.ts";
import { readHunks } from "../github/git/hunks.ts";
import { diffTable, type DiffLine } from "./diff-table.ts";
import { markup, trusted, type Html } from "./markup.ts";
import { renderMarkdown } from "./markdown.ts";
import { asDiffLine, type Comment, type Item, type PullPicture, type ThreadPicture } from "./picture.ts";

/** One pull request as GitHub's page shows it: what was said and done, the checks, and the changed files below. */
export function pullPage(pull: PullPicture): Html {
  return markup`<article class="pull">
    <header>
      <h3>${pull.title} <span class="number">#${pull.number}</span></h3>
      <p>
        <span class="state ${pull.state}">${STATES[pull.state]}</span>
        <b>${pull.author}</b> ${pull.state === "merged" ? "wanted" : "wants"} to merge into
        <code>${pull.base}</code> from <code>${pull.head}</code> in ${pull.repository}
      </p>
    </header>
    <div class="timeline">
      ${box({ author: pull.author, body: pull.body, reactions: [], edited: false })} ${pull.items.map(itemOf)}
      ${pull.check && checkBox(pull.check)}
    </div>
    <details class="files">
      <summary>Files changed: ${pull.files.length}</summary>
      ${pull.files.map(({ path, patch }) => fileOf(path, patch ?? ""))}
    </details>
  </article>`;
}

const STATES = { open: "Open", closed: "Closed", merged: "Merged" } as const;

/** A conversation in the diff: folded once it is resolved, as on GitHub. */
export function threadOf(thread: ThreadPicture, open = thread.resolvedBy === undefined): Html {
  const about = markup`<code>${thread.path}</code>${thread.outdated && markup` <span class="tag">Outdated</span>`}${
    thread.resolvedBy !== undefined && markup` <span class="tag done">✓ resolved by ${thread.resolvedBy}</span>`
  }`;
  return markup`<details class="thread" ${open && "open"}>
    <summary>${about} <span class="gist">${gistOf(thread.comments[0])}</span></summary>
    ${diffTable(thread.lines)} ${thread.comments.map((comment) => box(comment, thread.replaced))}
  </details>`;
}

function itemOf(item: Item): Html {
  if (item.kind === "comment") return box(item.comment);
  if (item.kind === "commit") return commitOf(item);
  if (item.kind === "merged")
    return markup`<p class="event merged">
      <span class="dot">●</span> <b>${item.by}</b> merged commit <code class="sha">${item.sha.slice(0, 7)}</code>
    </p>`;
  const { author, body, threads } = item;
  return markup`<section class="review">
    <p class="event"><span class="dot">◆</span> ${nameOf(author)} reviewed</p>
    ${body !== "" && box({ author, body, reactions: [], edited: false })}
    ${threads.map((thread) => threadOf(thread, thread.resolvedBy === undefined || thread === shown(threads)))}
  </section>`;
}

/** Of resolved conversations one stays open, so that what was said is seen without a click. */
function shown(threads: readonly ThreadPicture[]): ThreadPicture | undefined {
  return threads.find(
    ({ replaced, comments: [said] }) => replaced.length === 1 && said?.body.includes("```suggestion"),
  );
}

function commitOf({ author, message, sha, check }: Extract<Item, { kind: "commit" }>): Html {
  const withAgent = /Co-authored-by: Claude/.test(message);
  return markup`<p class="event">
    <span class="dot">●</span> ${nameOf(author)} committed <span class="message">${message.split("\n")[0]}</span>
    ${withAgent && markup`<span class="tag">with Claude</span>`}
    <code class="sha">${sha.slice(0, 7)}</code> ${check && markOf(check)}
  </p>`;
}

function box({ author, body, reactions, edited }: Comment, replaced: readonly string[] = []): Html {
  return markup`<div class="box ${author.endsWith("[bot]") && "bot"}">
    <p class="who">
      ${nameOf(author)} commented ${edited && "· edited "}${reactions.map((each) => markup`<span class="tag">${REACTIONS[each]}</span>`)}
    </p>
    <div class="body">${trusted(renderMarkdown(body, replaced))}</div>
  </div>`;
}

const REACTIONS: Record<string, string> = { eyes: "eyes", confused: "confused", "+1": "+1" };

function nameOf(login: string): Html {
  return login.endsWith("[bot]")
    ? markup`<b>${login.slice(0, -5)}</b> <span class="tag">bot</span>`
    : markup`<b>${login}</b>`;
}

function markOf({ conclusion, output }: CheckRun): Html {
  return markup`<span class="check ${conclusion ?? ""}">${MARKS[conclusion ?? ""] ?? "•"} ${output.title ?? ""}</span>`;
}

const MARKS: Record<string, string> = { success: "✓", failure: "✗", neutral: "▪" };

function checkBox(check: CheckRun): Html {
  const { name, output, headSha } = check;
  return markup`<div class="checks">
    <p>
      ${markOf(check)} <span class="gist">check ${name} of <code class="sha">${headSha.slice(0, 7)}</code></span>
    </p>
    <details>
      <summary>What it says</summary>
      <div class="body">${trusted(renderMarkdown(`${output.summary ?? ""}\n\n${output.text ?? ""}`))}</div>
    </details>
  </div>`;
}

/** The first bold words of a comment. */
function gistOf(comment: Comment | undefined): string {
  return (/\*\*(.+?)\*\*/.exec(comment?.body ?? "")?.[1] ?? "").replace(/\\(.)/g, "$1");
}

function fileOf(path: string, patch: string): Html {
  const lines = readHunks(patch).flatMap((hunk): DiffLine[] => [
    { sign: "@", text: hunk.header },
    ...hunk.lines.map(asDiffLine),
  ]);
  return markup`<div class="file">
    <p><code>${path}</code></p>
    ${diffTable(lines)}
  </div>`;
}
