/** What an App may do, as its manifest asks for it. */
export type AppRights = readonly { name: string; access: "read" | "write" }[];

/** What GitHub hands out once for a registered App. The key and the secret are written to a file and nowhere else. */
export type RegisteredApp = {
  id: number;
  /** The App's name in addresses; its comments are by `slug[bot]`. */
  slug: string;
  /** The App's public page. */
  url: string;
  /** PEM. */
  privateKey: string;
  /** Undefined where GitHub made none: then a person sets one. */
  webhookSecret: string | undefined;
};

/** Where a GitHub is: its pages and its REST API. */
export type GitHubAddresses = { webUrl: string; apiUrl: string };
