import type { SgNode } from "../../parse.ts";

/** How a driver marks a parameter in SQL. */
export type PlaceholderStyle = "?" | "%s";

/** By the module that a file imports: what its DB-API `paramstyle` says, or its documentation. */
const BY_MODULE: Readonly<Record<string, PlaceholderStyle>> = {
  sqlite3: "?",
  aiosqlite: "?",
  apsw: "?",
  pysqlite2: "?",
  pyodbc: "?",
  duckdb: "?",
  psycopg: "%s",
  psycopg2: "%s",
  psycopg2cffi: "%s",
  aiopg: "%s",
  MySQLdb: "%s",
  pymysql: "%s",
  aiomysql: "%s",
  mysql: "%s",
  flask_mysqldb: "%s",
  flaskext: "%s",
  pymssql: "%s",
  django: "%s",
};
/** Layers whose `execute` takes something else. */
const OTHERS = new Set([
  "sqlalchemy",
  "flask_sqlalchemy",
  "asyncpg",
  "peewee",
  "databases",
  "cx_Oracle",
  "oracledb",
  "cassandra",
]);

/** The style of the one driver that a file imports or connects with; undefined when none is known, or several that differ. */
export function placeholderStyle(root: SgNode): PlaceholderStyle | undefined {
  const styles = new Set<PlaceholderStyle>();
  for (const name of modulesOf(root)) {
    if (OTHERS.has(name)) return undefined;
    const style = BY_MODULE[name];
    if (style) styles.add(style);
  }
  return styles.size === 1 ? [...styles][0] : undefined;
}

function modulesOf(root: SgNode): string[] {
  const statements = root.findAll({ rule: { any: [{ kind: "import_statement" }, { kind: "import_from_statement" }] } });
  const imported = statements.flatMap((node) =>
    node.is("import_from_statement") ? [node.field("module_name")] : node.namedChildren(),
  );
  const connecting = root
    .findAll({ rule: { pattern: "$MODULE.connect($$$_)" } })
    .map((node) => node.getMatch("MODULE"));
  return [...imported, ...connecting].map((module) => /^\w+/.exec(module?.text() ?? "")?.[0] ?? "");
}
