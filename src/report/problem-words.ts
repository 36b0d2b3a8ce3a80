import type { CommandName, CommandProblem } from "../core/pull/answer/command.ts";
import { commandLine } from "./command-words.ts";
import type { Speech } from "./speech.ts";
import { joined } from "./wording.ts";

/** One line: what is wrong with a command, and what would be right. */
export function problemWords(problem: CommandProblem, { say, code }: Speech): string {
  const write = (command: CommandName) => `Write ${commandLine(command)}.`;
  const ids = (names: readonly string[]) => joined(names.map((id) => code(id)));
  switch (problem.what) {
    case "no-such-command":
      return problem.nearest
        ? `There is no command ${code(problem.word)}. Did you mean ${commandLine(problem.nearest)}?`
        : `There is no command ${code(problem.word)}. ${commandLine("help")} lists what there is.`;
    case "takes-nothing":
      return `${commandLine(problem.command)} stands alone in its line: nothing was done.`;
    case "not-an-id":
      return `That is no finding's id: an id is twelve characters such as \`0a1b2c3d4e5f\`. ${write(problem.command)}`;
    case "too-many-ids":
      return `These are too many ids for one line: \`/reflexgen ${problem.command} all\` takes all.`;
    case "missing-reason":
      return `A reason is missing: it is what others read later. ${write(problem.command)}`;
    case "missing-date":
      return `A date is missing: a risk is accepted for a time. ${write(problem.command)}`;
    case "not-a-date":
      return `That is no day of the calendar. ${write(problem.command)}`;
    case "which-finding":
      return problem.ids.length > 0
        ? `Which finding? Here they are ${ids(problem.ids)}. ${write(problem.command)}`
        : `Which finding? None is open here. ${write(problem.command)}`;
    case "no-such-finding":
      return problem.ids.length > 0
        ? `No finding here has the id ${code(problem.id)}. There are ${ids(problem.ids)}.`
        : `No finding here has the id ${code(problem.id)}.`;
    case "fixed-already":
      return `The finding ${code(problem.id)} is not found at the newest commit any more: nothing is left to decline.`;
    case "past-date":
      return `That day is over. The last that can be named is ${say(problem.latest, 10)}.`;
    case "date-too-far":
      break;
  }
  return `That is too far away: a risk is accepted for a year at most, until ${say(problem.latest, 10)}.`;
}
