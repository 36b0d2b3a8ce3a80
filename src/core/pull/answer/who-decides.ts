import type { Account, Authors, Permission } from "../../pull-request.ts";

export const WRITERS: ReadonlySet<Permission> = new Set(["admin", "maintain", "write"]);

type Refusal = "no-write-access" | "only-author" | "author-unknown";

/**
 * May this person say "no" to a finding? Only who may write, and is not the only author: somebody who wrote the code needs another person
 * who provably wrote some of it, too. A bot is no other person: it writes for whoever asked it, and our own commits are made on anybody's
 * word. Undefined when they may.
 */
export function whyNotDecide(person: Account, permission: Permission, authors: Authors): Refusal | undefined {
  if (!WRITERS.has(permission)) return "no-write-access";
  const isOther = (author: Account) => author.id !== person.id && !author.bot;
  if (authors.proven.some(isOther)) return undefined;
  if ([...authors.proven, ...authors.claimed].some(({ id }) => id === person.id)) return "only-author";
  return authors.unknown ? "author-unknown" : undefined;
}
