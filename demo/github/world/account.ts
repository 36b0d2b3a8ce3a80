/** A person, an organisation, or the bot that an App speaks as. */
export type Account = {
  id: number;
  nodeId: string;
  /** Unique without regard to case. A bot's ends in `[bot]`. */
  login: string;
  kind: "User" | "Organization" | "Bot";
  name: string;
  /** For commits that people make on the pages. */
  email: string;
  createdAt: string;
};
