import type { Command } from "../core/pull/command.ts";

type CommandName = Exclude<Command["name"], "unknown">;

/** How each command is written, and what it does. */
const COMMANDS: Record<CommandName, { form: string; does: string }> = {
  review: { form: "review", does: "reviews the newest commit now" },
  full: { form: "full", does: "reviews the whole pull request again" },
  apply: { form: "apply ID … or all", does: "commits checked fixes (write access needed)" },
  explain: { form: "explain ID", does: "says what a finding rests on, step by step" },
  dismiss: { form: "dismiss ID reason", does: "this is no defect here (write access needed)" },
  "accept-risk": {
    form: "accept-risk ID until YYYY-MM-DD reason",
    does: "known, and accepted until then (write access needed)",
  },
  pause: { form: "pause", does: "no reviews of this pull request until resumed" },
  resume: { form: "resume", does: "reviews again" },
  help: { form: "help", does: "this list" },
};

const NAMES: readonly CommandName[] = [
  "review",
  "full",
  "apply",
  "explain",
  "dismiss",
  "accept-risk",
  "pause",
  "resume",
  "help",
];

/** The commands that do something, as items of a list. */
export function commandItems(commands: ReadonlySet<Command["name"]>): string[] {
  return NAMES.filter((name) => commands.has(name)).map((name) => {
    return `- \`/reflexgen ${COMMANDS[name].form}\`: ${COMMANDS[name].does}`;
  });
}
