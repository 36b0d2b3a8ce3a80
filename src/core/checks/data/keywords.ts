/** Reserved words of the languages together: none of them names a value. Contextual ones (`type`, `match`) are left out. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "and as assert async await break case catch chan class const continue def default defer del do elif else enum except export " +
    "extends extern final finally for from func function global go goto if implements import in instanceof interface is lambda let " +
    "namespace new nonlocal not of or package pass private protected public raise range readonly return select sizeof static struct " +
    "super switch template this throw throws try typedef typeof union unsigned signed using var void volatile while with yield " +
    "True False None true false null nil NULL undefined nullptr " +
    "int long short char float double bool boolean byte register inline auto"
  ).split(" "),
);
