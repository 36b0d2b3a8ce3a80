import type { UnitAccount } from "../core/finding.ts";
import { facts, paragraph, type Page } from "./page.ts";
import { count, placeWords } from "./wording.ts";

/** What was looked at in each unit, and every step of its loop: one block a unit. */
export function renderAccounts(page: Page, accounts: readonly UnitAccount[]): string[][] {
  return accounts.map((account) => [
    ...facts(
      page,
      [placeWords(page.say(account.path), account.lines), page.say(account.name), count(account.rounds, "round")],
      {
        lead: "UNIT  ",
        role: "place",
      },
    ),
    ...account.context.flatMap(({ role, path, lines, reason }) => {
      return paragraph(page, `${role} ${placeWords(page.say(path), lines)}: ${page.sayProse(reason)}`, {
        lead: "  read beside it: ",
        role: "quiet",
      });
    }),
    ...account.trace.flatMap(({ step, detail }) =>
      paragraph(page, `${page.sayProse(step)}: ${page.sayProse(detail)}`, { lead: "  - " }),
    ),
  ]);
}
