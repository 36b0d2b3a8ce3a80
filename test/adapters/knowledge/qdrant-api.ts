import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { z } from "zod";

const AnyObject = z.record(z.string(), z.unknown());
type Json = z.infer<typeof AnyObject>;

const Slice = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: z.record(z.string(), z.unknown()) })),
        requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) })) }).optional(),
      }),
    ),
  ),
  components: z.unknown(),
});

/**
 * What Qdrant's own description says of a request: undefined when it is documented to the last field, else what is wrong.
 * The slice is cut by tools/qdrant-slice.js.
 */
export function qdrantApi(): (method: string, url: URL, body: unknown) => string | undefined {
  const slice = Slice.parse(JSON.parse(readFileSync(join(import.meta.dirname, "../../fixtures/qdrant-openapi.slice.json"), "utf8")));
  const ajv = new Ajv({ strict: false, allErrors: false, schemas: [{ $id: "slice", components: closed(slice.components) }] });
  formats.default(ajv);
  for (const format of ["uint", "uint8", "uint16", "uint32", "uint64"]) ajv.addFormat(format, { type: "number", validate: (n) => n >= 0 });
  const compiled = new Map<string, ValidateFunction>();
  const validate = (name: string, schema: Json, value: unknown): string | undefined => {
    let check = compiled.get(name);
    if (!check) compiled.set(name, (check = ajv.compile(rerooted(closed(schema)))));
    return check(value) ? undefined : `${name}: ${ajv.errorsText(check.errors)}`;
  };

  return (method, url, body) => {
    const found = Object.entries(slice.paths).find(([path]) => matches(path, url.pathname) && slice.paths[path]?.[method.toLowerCase()]);
    const [path, operation] = [found?.[0], found?.[1][method.toLowerCase()]];
    if (path === undefined || !operation) return `${method} ${url.pathname} is not among the operations of the slice`;
    const name = `${method} ${path}`;
    for (const [key, text] of url.searchParams) {
      const parameter = operation.parameters.find((one) => one.in === "query" && one.name === key);
      if (!parameter) return `${name}: query parameter ${key} is not documented`;
      const value: unknown = text === "true" || text === "false" || /^\d+$/.test(text) ? JSON.parse(text) : text;
      const wrong = validate(`${name}?${key}`, parameter.schema, value);
      if (wrong) return wrong;
    }
    const schema = operation.requestBody?.content["application/json"]?.schema;
    return schema ? validate(name, schema, body) : undefined;
  };
}

function matches(path: string, pathname: string): boolean {
  return new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname);
}

/** Fields that are not documented are refused, and OpenAPI's `nullable` is said in JSON schema's words. */
function closed(schema: unknown): Json {
  return AnyObject.parse(JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const { nullable, ...rest } = AnyObject.parse(value);
    const open = rest["type"] === "object" && "properties" in rest && !("additionalProperties" in rest);
    const strict = open ? { ...rest, additionalProperties: false } : rest;
    if (nullable !== true) return strict;
    return Object.keys(rest).length === 0 ? { type: "null" } : { anyOf: [strict, { type: "null" }] };
  }));
}

function rerooted(schema: Json): Json {
  return AnyObject.parse(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"slice#/components/')));
}
