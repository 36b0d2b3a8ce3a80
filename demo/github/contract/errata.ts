/** A departure from the published description that real answers make too. */
type Erratum = {
  /** An operation id or a webhook's name, `*` for all. */
  where: RegExp;
  /** JSON pointer, or `status NNN`. */
  path: RegExp;
  message?: RegExp;
  reason: string;
};

/** Only answers and webhooks are forgiven anything; requests are held to the letter. */
const ERRATA: readonly Erratum[] = [
  {
    where: /^pulls\/.*comment/,
    path: /\/(?:line|position)$/,
    message: /must be integer/,
    reason: "an outdated comment has neither line nor position",
  },
  {
    where: /^pull/,
    path: /\/head\/repo$/,
    message: /must be object/,
    reason: "a fork that was deleted leaves its pull requests behind without it",
  },
  {
    where: /^pulls\/get$/,
    path: /^\/errors/,
    reason: "a diff that is too large is refused with the field that is (406)",
  },
  {
    where: /^(?!query|request)/,
    path: /^\/status$/,
    message: /not a permitted key/,
    reason: "refusals repeat their status as text; some of the schemas for refusals don't know it",
  },
  {
    where: /^(?!query|request)/,
    path: /^status (?:301|307|400|401|403|404|413|422|429|5\d\d)$/,
    reason: "GitHub refuses on every operation; the description lists refusals for some",
  },
  {
    where: /^(?!query|request)/,
    path: /\/email$/,
    message: /format "email"/,
    reason: "the address of a bot has brackets, as in 49699333+dependabot[bot]@users.noreply.github.com",
  },
  {
    where: /^check-suite|^check-run/,
    path: /\/app\/permissions\/[a-z_]+$/,
    message: /not a permitted key/,
    reason: "newer permissions are in no webhook's list",
  },
  {
    where: /^check-suite|^check-run/,
    path: /\/app\/events\/\d+$/,
    message: /allowed values/,
    reason: "nor are newer events, such as merge_group",
  },
];

export function isErratum(where: string, path: string, message: string): boolean {
  return ERRATA.some(
    (erratum) => erratum.where.test(where) && erratum.path.test(path) && (erratum.message?.test(message) ?? true),
  );
}
