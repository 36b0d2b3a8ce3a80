import type { Policy } from "../../policy.ts";
import type { Comment, PullRequest } from "../../pull-request.ts";
import type { Redactor } from "../../redaction.ts";
import type { Words } from "../../words.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** A comment, and all that is known around it at this moment. */
export type Asked = {
  comment: Comment & { inReplyTo?: number };
  pull: PullRequest;
  words: Words;
  ledger: Ledger;
  policy: Policy;
  /** Learns the secrets of what is read for the answer: the words go through it. */
  redactor: Redactor;
};
