import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { EVENT_NAMES, isHandled, readEvent } from "../../src/app/read-event.ts";
import type { Job } from "../../src/core/job.ts";
import { APP_ID, EXAMPLES, opened } from "./deliver.ts";

const APP = { id: APP_ID };
const HERE = { installation: 5, repository: 77 };
const SHA = "b".repeat(40);
const BOT = { login: "somebody[bot]", type: "Bot" };
const ADA = { login: "ada", type: "User" };

/** What follows from an event in repository 77 of installation 5. */
function after(name: string, payload: Record<string, unknown>): Job[] | "mismatch" {
  return readEvent(name, { repository: { id: 77 }, installation: { id: 5 }, sender: ADA, ...payload }, APP);
}

describe("pull_request", () => {
  it.each(["opened", "synchronize", "reopened", "ready_for_review", "labeled", "converted_to_draft"])(
    "asks for a review when %s, also of a bot's",
    (action) => {
      const label = action === "labeled" ? { label: { name: "security" } } : {};

      expect(after("pull_request", opened(7, { action, sender: BOT, ...label }))).toEqual([
        { kind: "review", ...HERE, number: 7, again: false },
      ]);
    },
  );

  it("has the check of the head before a push closed, whatever became of its review", () => {
    expect(after("pull_request", opened(7, { action: "synchronize", before: SHA }))).toEqual([
      { kind: "review", ...HERE, number: 7, again: false },
      { kind: "act", ...HERE, does: { act: "unfinished", number: 7, headSha: SHA, why: "superseded" } },
    ]);
  });

  it("asks for a review when the base changed, and not for another title", () => {
    const edited = (changes: object) => after("pull_request", opened(7, { action: "edited", changes }));

    expect(edited({ base: { ref: { from: "main" }, sha: { from: SHA } } })).toHaveLength(1);
    expect(edited({ title: { from: "/reflexgen apply" } })).toEqual([]);
  });

  it("tells of a pull request that was closed", () => {
    expect(after("pull_request", opened(7, { action: "closed" }))).toEqual([
      { kind: "act", ...HERE, does: { act: "closed", number: 7 } },
    ]);
  });

  it.each(["assigned", "locked", "auto_merge_enabled", "review_requested"])("does nothing when %s", (action) => {
    expect(after("pull_request", opened(7, { action }))).toEqual([]);
  });
});

describe("comments", () => {
  const inConversation = (over: object, comment: object = {}, action = "created") =>
    after("issue_comment", {
      action,
      issue: { number: 7, pull_request: {} },
      comment: { id: 31, body: "/reflexgen apply", user: ADA, ...comment },
      ...over,
    });
  const inDiff = (comment: object, over: object = {}) =>
    after("pull_request_review_comment", {
      action: "created",
      pull_request: { number: 7 },
      comment: { id: 31, body: "hm", user: ADA, ...comment },
      ...over,
    });

  it("go on when they could hold a command", () => {
    const act = { kind: "act", ...HERE, does: { act: "comment", where: "conversation", number: 7, comment: 31 } };

    expect(inConversation({})).toEqual([act]);
    expect(inConversation({}, { body: "Please:\r\n/reflexgen review\r\nThanks" })).toEqual([act]);
    expect(inConversation({}, { body: "/reflexgen" })).toEqual([act]);
  });

  it.each([
    "reflexgen apply",
    " /reflexgen apply",
    "> /reflexgen apply",
    "see /reflexgen apply",
    "/reflexgenapply",
    "/Reflexgen apply",
    "/reflexgen-apply",
    "",
    null,
  ])("do nothing when they hold none: %j", (body) => {
    expect(inConversation({}, { body })).toEqual([]);
    expect(inDiff({ body })).toEqual([]);
  });

  it("go on when they are replies in a thread of the diff, which may be ours", () => {
    expect(inDiff({ in_reply_to_id: 30 })).toEqual([
      { kind: "act", ...HERE, does: { act: "comment", where: "diff", number: 7, comment: 31 } },
    ]);
    expect(inDiff({ body: "/reflexgen explain 0123456789ab" })).toHaveLength(1);
  });

  it("of bots do nothing, our own among them (W13)", () => {
    const two = Array.from({ length: 500 }, (_, index) => [
      inConversation({ sender: BOT }, { user: BOT, id: index + 1 }),
      inDiff({ in_reply_to_id: 30, user: BOT, id: index + 1 }, { sender: BOT }),
    ]);

    expect(two.flat(2)).toEqual([]);
  });

  it("on issues do nothing, and a command in a title is none (W13)", () => {
    expect(inConversation({ issue: { number: 7 } })).toEqual([]);
    expect(after("pull_request", opened(7, { action: "edited", changes: { title: { from: "x" } } }))).toEqual([]);
  });

  it("of ours that a person edited may have a box ticked, and others have none", () => {
    const ours = { user: BOT, performed_via_github_app: { id: APP_ID } };

    expect(inConversation({}, ours, "edited")).toEqual([
      { kind: "act", ...HERE, does: { act: "ticked", number: 7, comment: 31 } },
    ]);
    const when = { ...ours, updated_at: "2026-11-22T12:00:00Z" };
    expect(inConversation({}, when, "edited")).toMatchObject([
      { does: { act: "ticked", editedMs: Date.UTC(2026, 10, 22, 12) } },
    ]);
    expect(inConversation({ sender: BOT }, ours, "edited")).toEqual([]);
    expect(inConversation({}, { ...ours, performed_via_github_app: { id: 9 } }, "edited")).toEqual([]);
    expect(inConversation({}, {}, "edited")).toEqual([]);
  });

  it("resolved or opened again by people tell of their thread", () => {
    const thread = (sender: object) =>
      after("pull_request_review_thread", {
        action: "resolved",
        pull_request: { number: 7 },
        thread: { comments: [] },
        sender,
      });

    expect(thread(ADA)).toEqual([{ kind: "act", ...HERE, does: { act: "thread", number: 7 } }]);
    expect(thread(BOT)).toEqual([]);
  });
});

describe("checks", () => {
  const check = (action: string, identifier?: string, over: object = {}, app = APP_ID) =>
    after("check_run", {
      action,
      check_run: { id: 3, head_sha: SHA, app: { id: app } },
      ...(identifier === undefined ? {} : { requested_action: { identifier } }),
      ...over,
    });

  it("are run again when asked, one or all", () => {
    const rerun = [{ kind: "act", ...HERE, does: { act: "rerun", headSha: SHA } }];

    expect(check("rerequested")).toEqual(rerun);
    expect(
      after("check_suite", { action: "rerequested", check_suite: { head_sha: SHA, app: { id: APP_ID } } }),
    ).toEqual(rerun);
  });

  it("have the buttons that we know, for people only", () => {
    expect(check("requested_action", "apply")).toEqual([
      { kind: "act", ...HERE, does: { act: "button", check: 3, button: "apply" } },
    ]);
    expect(check("requested_action", "merge")).toEqual([]);
    expect(check("requested_action", "constructor")).toEqual([]);
    expect(check("requested_action", "apply", { sender: BOT })).toEqual([]);
  });

  it("of other Apps do nothing", () => {
    expect(check("rerequested", undefined, {}, 12)).toEqual([]);
    expect(check("requested_action", "apply", {}, 12)).toEqual([]);
    expect(after("check_suite", { action: "rerequested", check_suite: { head_sha: SHA, app: { id: 12 } } })).toEqual(
      [],
    );
  });

  it("of a merge queue are asked for", () => {
    const group = { head_sha: SHA, head_ref: "refs/heads/gh-readonly-queue/main/pr-7", base_sha: "c".repeat(40) };

    expect(after("merge_group", { action: "checks_requested", merge_group: group })).toEqual([
      {
        kind: "act",
        ...HERE,
        does: { act: "merge-group", headSha: SHA, headRef: group.head_ref, baseSha: group.base_sha },
      },
    ]);
  });
});

describe("repositories and installations", () => {
  const pushed = (ref: string, deleted = false) =>
    after("push", { ref, before: SHA, after: SHA, deleted, repository: { id: 77, default_branch: "main" } });
  const installed = (action: string, over: object = {}) =>
    readEvent(
      "installation",
      { action, installation: { id: 5, app_id: APP_ID, account: ADA }, repositories: [], sender: ADA, ...over },
      APP,
    );

  it("tell of pushes to the default branch alone", () => {
    expect(pushed("refs/heads/main")).toEqual([
      { kind: "act", ...HERE, does: { act: "push", ref: "refs/heads/main" } },
    ]);
    expect(pushed("refs/heads/topic")).toEqual([]);
    expect(pushed("refs/tags/main")).toEqual([]);
    expect(pushed("refs/heads/main", true)).toEqual([]);
  });

  it("are looked through when they come, and let go when they leave", () => {
    expect(installed("created")).toEqual([{ kind: "sweep", installation: 5 }]);
    expect(installed("unsuspend")).toEqual([{ kind: "sweep", installation: 5 }]);
    expect(installed("suspend")).toEqual([{ kind: "gone", installation: 5 }]);
    expect(installed("deleted", { repositories: [{ id: 1 }, { id: 2 }] })).toEqual([
      { kind: "gone", installation: 5 },
      { kind: "gone", installation: 5, repository: 1 },
      { kind: "gone", installation: 5, repository: 2 },
    ]);
    expect(installed("suspend", { repositories: [{ id: 1 }] })).toEqual([{ kind: "gone", installation: 5 }]);
    expect(after("repository", { action: "deleted" })).toEqual([{ kind: "gone", ...HERE }]);
    expect(after("repository", { action: "renamed", changes: {} })).toEqual([{ kind: "sweep", ...HERE }]);
  });

  it("of another App's installation do nothing", () => {
    expect(installed("deleted", { installation: { id: 5, app_id: 12, account: ADA } })).toEqual([]);
  });

  it("are looked through one by one when few came, and all at once when many did", () => {
    const added = (count: number) =>
      readEvent(
        "installation_repositories",
        {
          action: "added",
          installation: { id: 5, app_id: APP_ID },
          repositories_added: Array.from({ length: count }, (_, index) => ({ id: index + 1 })),
          repositories_removed: [{ id: 99 }],
          sender: ADA,
        },
        APP,
      );

    expect(added(1)).toEqual([
      { kind: "gone", installation: 5, repository: 99 },
      { kind: "sweep", installation: 5, repository: 1 },
    ]);
    expect(added(400)).toEqual([
      { kind: "gone", installation: 5, repository: 99 },
      { kind: "sweep", installation: 5 },
    ]);
  });
});

describe("a name that is not the payload's (W7)", () => {
  /** GitHub's examples, as if they were all of our App. */
  const ours = EXAMPLES.map(({ name, payload }) => ({ name, payload: asOurs(payload) }));

  it("is dropped, whichever event's payload comes under whichever name", () => {
    const wrong = ours.flatMap(({ name, payload }) =>
      EVENT_NAMES.filter((claimed) => claimed !== name).flatMap((claimed) => {
        const jobs = readEvent(claimed, payload, APP);
        return jobs === "mismatch" || jobs.length === 0 ? [] : [`${name}.${String(payload["action"])} as ${claimed}`];
      }),
    );

    expect(wrong).toEqual([]);
  });

  it("is the only thing that is wrong with them: under their own names they fit", () => {
    const unfit = ours.filter(
      ({ name, payload }) =>
        isHandled(name, payload["action"] as string | undefined) && readEvent(name, payload, APP) === "mismatch",
    );

    expect(unfit.map(({ name, payload }) => `${name}.${String(payload["action"])}`)).toEqual([]);
  });

  it("brings nothing, and breaks nothing, with whatever else in it (W12)", () => {
    const anywhere = fc.constantFrom(...ours);
    fc.assert(
      fc.property(
        anywhere,
        fc.constantFrom(...EVENT_NAMES),
        fc.jsonValue({ maxDepth: 4 }),
        fc.nat(),
        ({ payload }, name, value, at) => {
          const keys = Object.keys(payload);
          const changed = { ...payload, [keys[at % keys.length] ?? "action"]: value };

          const jobs = readEvent(name, changed, APP);

          expect(jobs === "mismatch" || Array.isArray(jobs)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** An example with our App's id in it, and an installation where GitHub sends one today. */
function asOurs(payload: Record<string, unknown>): Record<string, unknown> {
  const copy = JSON.parse(JSON.stringify(payload), (key, value) =>
    key === "app" && typeof value === "object" && value !== null
      ? { ...value, id: APP_ID }
      : key === "app_id"
        ? APP_ID
        : value,
  ) as Record<string, unknown>;
  return copy["installation"] === undefined ? { ...copy, installation: { id: 5 } } : copy;
}
