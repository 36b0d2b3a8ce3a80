/** The words of a piece of code: names, but also what stands in its strings and comments. */
export function wordsOf(code: string): Set<string> {
  return new Set(code.match(/[A-Za-z_$][\w$]*/g) ?? []);
}

/** The name at the end of a callee: `load` of `this.users?.load`, `make_unique` of `std::make_unique<Foo>`. */
export function lastName(callee: string): string {
  return /([A-Za-z_$][\w$]*)(?:<[^()]*>)?(?:\(\))?$/.exec(callee.slice(-200))?.[1] ?? "";
}

/** The name at its start, when there is more than one: `users` of `users.load`. */
export function firstName(callee: string): string | undefined {
  return /^([A-Za-z_$][\w$]*)(?:\?\.|\.|->|::)/.exec(callee)?.[1];
}

/** Names so common that finding them elsewhere means nothing. */
const COMMON = new Set(
  "get set add run main init next call apply load save open close read write send test setup start stop push pop map filter find key value data name update create delete remove index list item handle handler".split(
    " ",
  ),
);

export function isTelling(name: string): boolean {
  return name.length >= 4 && !COMMON.has(name.toLowerCase());
}
