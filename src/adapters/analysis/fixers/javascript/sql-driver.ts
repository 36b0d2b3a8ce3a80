/** How a database driver takes values: what a placeholder looks like, and where the values are handed over. */
export type SqlDriver = {
  placeholder: (index: number) => string;
  /** A placeholder that stands in the text already: then the values' order can't be told. */
  mark: RegExp;
  passes: "array" | "replacements" | "prepared";
};

const QUESTION = { placeholder: () => "?", mark: /\?/ };
const NUMBERED = { placeholder: (index: number) => `$${index + 1}`, mark: /\$\d/ };

/** By the module that the file imports or requires. */
const DRIVERS: { module: RegExp; driver: SqlDriver }[] = [
  {
    module: /["'](?:pg|pg-promise|pg-pool|@vercel\/postgres|@neondatabase\/serverless)["']/,
    driver: { ...NUMBERED, passes: "array" },
  },
  {
    module: /["'](?:mysql|mysql2|mysql2\/promise|promise-mysql|mariadb|sqlite3|sqlite|knex)["']/,
    driver: { ...QUESTION, passes: "array" },
  },
];

/** The driver behind a call, or undefined when the file doesn't tell. */
export function sqlDriver(text: string, callee: string): SqlDriver | undefined {
  if (/(?:^|\.)sequelize\.query$/i.test(callee)) return { ...QUESTION, passes: "replacements" };
  if (callee.endsWith(".prepare")) return { ...QUESTION, passes: "prepared" };
  const found = DRIVERS.filter(({ module }) => module.test(text));
  return found.length === 1 ? found[0]?.driver : undefined;
}
