import { COMMAND_NAMES, type Command, type CommandName } from "../core/pull/answer/command.ts";

/** How each command is written, and what it does. */
const COMMANDS: Record<CommandName, { form: string; does: string }> = {
  review: { form: "review", does: "reviews the newest commit now" },
  full: {
    form: "full",
    does: "reviews the whole pull request again, also what was examined before (write access needed)",
  },
  apply: { form: "apply ID … or all", does: "commits checked fixes (write access needed)" },
  explain: { form: "explain ID", does: "says what a finding rests on, level by level" },
  dismiss: {
    form: "dismiss ID reason",
    does: "this is no defect here (write access needed, and not by the only author)",
  },
  "accept-risk": {
    form: "accept-risk ID until YYYY-MM-DD reason",
    does: "known, and accepted until then (write access needed, and not by the only author)",
  },
  pause: { form: "pause", does: "new commits are not reviewed by themselves (write access needed)" },
  resume: { form: "resume", does: "reviews go on" },
  help: { form: "help", does: "this list" },
};

/** One command as it is written: "`/reflexgen dismiss ID reason`". */
export function commandLine(name: CommandName): string {
  return `\`/reflexgen ${COMMANDS[name].form}\``;
}

/** The commands that do something, as items of a list. */
export function commandItems(commands: ReadonlySet<Command["name"]>): string[] {
  const items = COMMAND_NAMES.filter((name) => commands.has(name)).map(
    (name) => `- ${commandLine(name)}: ${COMMANDS[name].does}`,
  );
  const takesId = (["explain", "dismiss", "accept-risk"] as const).some((name) => commands.has(name));
  return takesId ? [...items, "- In a finding's own thread its ID may be left out."] : items;
}
