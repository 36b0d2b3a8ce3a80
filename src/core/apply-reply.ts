/** Findings that were not in a commit, each with why. */
export type LeftOut = readonly { id: string; reason: string }[];

/** An answer to who asks for fixes to be committed. */
export type ApplyReply =
  /** One commit with the fixes of these findings. */
  | { kind: "applied"; commitSha: string; ids: readonly string[]; left: LeftOut }
  /**
   * Nothing was committed. `why` says what to do instead; `patch` is the same as text for `git am`, where no App can push. `lasting`: it
   * is so whoever asks, and whatever for.
   */
  | { kind: "not-applied"; why: string; left: LeftOut; patch?: string; lasting?: true }
  /** Somebody was faster: every fix that was asked for stands at this head. */
  | { kind: "there-already"; headSha: string }
  /** A button was pressed, and nobody can tell by whom: the words to write instead. */
  | { kind: "apply-asked"; fixes: number }
  /** The box was ticked, and nobody can tell by whom. */
  | { kind: "who-ticked" };

/** What a patch that can be mailed is made of: whole texts of files, before and after. */
export type MailPatch = {
  headline: string;
  body: string;
  from: { id: number; login: string };
  files: readonly { path: string; before: string; text: string }[];
};
