import type { Explanation } from "../../words.ts";
import { askAbout } from "./ask-about.ts";
import type { Asked } from "./asked.ts";
import type { PullDeps } from "../deps.ts";
import type { LedgerEntry } from "../ledger/ledger.ts";
import { lookAgain } from "./look-again.ts";

const QUESTION =
  "Explain this finding to the author of the change: how a hostile value could get there and what would happen, and what in this code speaks for or against it.";

/** What a finding rests on: what is remembered of it, what an analysis of the head says just now, and what a model has to say, if there is one. */
export async function explain(entry: LedgerEntry, asked: Asked, deps: PullDeps): Promise<Explanation> {
  const { finding, state, decision } = entry;
  return lookAgain(entry, asked, deps, async (look) => {
    const about = {
      finding,
      state,
      headSha: asked.pull.head.sha,
      ...(decision ? { decision } : {}),
      now: "now" in look ? look.now : look,
    };
    if (!deps.review.thinking || !("file" in look)) return about;
    const answer = await askAbout({ question: QUESTION, thread: [] }, look, entry, asked, deps);
    return { ...about, ...("text" in answer ? { answer } : answer) };
  });
}
