import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { surplus } from "./multiset.ts";

/** No rule of any tier reports more of a weakness at a sink than it did before, anywhere in the file. */
export function noNewAlerts({ before, after }: Look): Verdict {
  if (!before.reading?.alerts || !after.reading?.alerts) return notRun(before.unread || after.unread || "no rules ran");
  const alert = surplus(after.reading.alerts, before.reading.alerts, (each) => `${each.weakness} ${each.sink}`)[0];
  if (alert)
    return failed(`${alert.ruleId} now reports ${alert.weakness} at ${alert.sink} in line ${alert.span.startLine}`);
  return passed("no rule reports anything new");
}
