import { openModelWindow, type ModelWindow, type Said } from "../../../demo/model/model-window.ts";
import { blankOf } from "../../../demo/model/question.ts";

/** What the model claims of one piece of code. */
export type Claim = { weakness: string; severity: string; quote: string; sink: string; title?: string };

export type ScriptedModel = ModelWindow & {
  /** From now on: what it finds in a piece of code. It repairs nothing. */
  finds: (claims: (code: string) => Claim[]) => void;
  /** From now on every question gets this instead. */
  says: (said: Said | undefined) => void;
  /** The code that it was asked to examine since the last time, by the names of the functions in it. */
  examined: () => string[];
};

const NO_REPAIR = { explanation: "", obstacle: "It is for the people here.", code: "", imports: [], title: "" };
const NO_VIEW = {
  reason: "They are alike.",
  first: { hasWeakness: true },
  second: { hasWeakness: true },
  sameBehaviour: true,
  newDanger: "none",
};

/** A model on loopback that says what a story wants it to. */
export async function openScriptedModel(): Promise<ScriptedModel> {
  let claims: (code: string) => Claim[] = () => [];
  let instead: Said | undefined;
  let heard = 0;
  const window = await openModelWindow("scripted", async (question) => {
    if (instead) return instead;
    if (question.purpose === "compare") return { answer: NO_VIEW };
    if (question.purpose !== "introspect") return { answer: NO_REPAIR };
    const defects = claims(blankOf(question, "code") ?? "").map(({ title = "Something is missing", ...claim }) => ({
      ...claim,
      confidence: 0.9,
      title,
      reason: "An attacker reaches it.",
    }));
    return { answer: { considered: "The parameters.", defects } };
  });
  return {
    ...window,
    finds(next) {
      claims = next;
    },
    says(next) {
      instead = next;
    },
    examined() {
      const asked = window.exchanges.slice(heard).filter(({ question }) => question.purpose === "introspect");
      heard = window.exchanges.length;
      return asked.flatMap(({ question }) => blankOf(question, "code")?.match(/(?<=^def )\w+/gm) ?? []).toSorted();
    },
  };
}
