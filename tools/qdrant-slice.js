/**
 * Cuts out of Qdrant's OpenAPI description the operations that our adapter uses, with all schemas they need:
 *
 *   node tools/qdrant-slice.js FULL.json > test/fixtures/qdrant-openapi.slice.json
 */
import { readFileSync } from "node:fs";

const OPERATIONS = {
  "/aliases": ["get"],
  "/collections/aliases": ["post"],
  "/collections/{collection_name}": ["put"],
  "/collections/{collection_name}/exists": ["get"],
  "/collections/{collection_name}/index": ["put"],
  "/collections/{collection_name}/points": ["post", "put"],
  "/collections/{collection_name}/points/count": ["post"],
  "/collections/{collection_name}/points/delete": ["post"],
  "/collections/{collection_name}/points/query": ["post"],
  "/collections/{collection_name}/points/scroll": ["post"],
};

const full = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const paths = {};
for (const [path, methods] of Object.entries(OPERATIONS)) {
  paths[path] = {};
  for (const method of methods) {
    const { parameters = [], requestBody } = full.paths[path][method];
    paths[path][method] = { parameters, ...(requestBody && { requestBody }) };
  }
}

const schemas = {};
const wanted = [paths];
while (wanted.length > 0) {
  for (const [, name] of JSON.stringify(wanted.pop()).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (name in schemas) continue;
    schemas[name] = full.components.schemas[name];
    wanted.push(schemas[name]);
  }
}

const ordered = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
const plain = (key, value) => (key === "description" || key === "example" || key === "examples" ? undefined : value);
process.stdout.write(
  `${JSON.stringify({ openapi: full.openapi, version: full.info.version, paths, components: { schemas: ordered } }, plain, 1)}\n`,
);
