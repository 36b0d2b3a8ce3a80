import type { Contract, JsonSchema, OperationContract } from "../demo/github/contract/contract.ts";

type Json = Record<string, unknown>;

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Prose and samples: two thirds of the description, and nothing that could be checked. */
const PROSE = new Set(["description", "example", "examples", "externalDocs", "title", "deprecated"]);

/** Answers that the description has wrong: there an account is a person and an enterprise at once. */
const CORRECTED: Readonly<Record<string, JsonSchema>> = {
  "apps/list-installations": { type: "array", items: { $ref: "#/schemas/installation" } },
};

/**
 * The named operations and webhooks with all schemas that they lead to, as JSON Schema draft 7.
 *
 * @throws when the description lacks one of them
 */
export function sliceDescription(
  description: unknown,
  operationIds: readonly string[],
  webhookNames: readonly string[],
): Contract {
  const root = object(description);
  const components = object(root["components"]);
  const resolve = (value: unknown): Json => {
    const reference = object(value)["$ref"];
    if (typeof reference !== "string") return object(value);
    return resolve(
      reference
        .split("/")
        .slice(1)
        .reduce<unknown>((node, key) => object(node)[key], root),
    );
  };

  const operations: Contract["operations"] = {};
  for (const [path, item] of Object.entries(object(root["paths"]))) {
    for (const method of METHODS) {
      const operation = object(object(item)[method]);
      const id = String(operation["operationId"]);
      if (!operationIds.includes(id)) continue;
      operations[id] = { method: method.toUpperCase(), path, ...operationContract(operation, resolve) };
      const corrected = CORRECTED[id];
      if (corrected !== undefined) operations[id].responses["200"] = corrected;
    }
  }
  const webhooks: Contract["webhooks"] = {};
  for (const name of webhookNames) {
    const body = object(object(object(object(root["x-webhooks"])[name])["post"])["requestBody"]);
    const schema = jsonSchemaOf(body);
    if (schema !== undefined) webhooks[name] = schema;
  }

  const missing = [
    ...operationIds.filter((id) => !(id in operations)),
    ...webhookNames.filter((name) => !(name in webhooks)),
  ];
  if (missing.length > 0) throw new Error(`GitHub's description has no ${missing.join(", ")}`);

  const schemas: Contract["schemas"] = {};
  const wanted = referencesIn({ operations, webhooks });
  for (const name of wanted) {
    schemas[name] = jsonSchema(object(components["schemas"])[name]);
    for (const next of referencesIn(schemas[name])) wanted.add(next);
  }
  return { version: String(object(root["info"])["version"]), operations, webhooks, schemas };
}

function operationContract(
  operation: Json,
  resolve: (value: unknown) => Json,
): Omit<OperationContract, "method" | "path"> {
  const parameters = array(operation["parameters"]).map(resolve);
  const requestBody = resolve(operation["requestBody"]);
  const body = jsonSchemaOf(requestBody);
  const responses = Object.entries(object(operation["responses"])).map(([status, response]) => [
    status,
    jsonSchemaOf(resolve(response)) ?? null,
  ]);
  return {
    parameters: parameters.map((parameter) => ({
      name: String(parameter["name"]),
      in: String(parameter["in"]),
      required: parameter["required"] === true,
      schema: jsonSchema(parameter["schema"]),
    })),
    ...(body !== undefined && { body, bodyRequired: requestBody["required"] === true }),
    responses: Object.fromEntries(responses),
  };
}

/** The schema of a JSON body; undefined where there is none, or none in JSON. */
function jsonSchemaOf(body: Json): JsonSchema | undefined {
  const content = object(body["content"]);
  const media = Object.entries(content).find(([type]) => /^application\/(?:[\w.+-]+\+)?json$/.test(type));
  const schema = media && object(media[1])["schema"];
  return schema === undefined ? undefined : jsonSchema(schema);
}

/** OpenAPI 3.0's dialect as JSON Schema: `nullable` becomes a type, prose goes, references point at our own table. */
function jsonSchema(value: unknown): JsonSchema {
  const { nullable, ...rest } = object(value);
  const schema: JsonSchema = {};
  for (const [key, part] of Object.entries(rest)) {
    if (PROSE.has(key) || key.startsWith("x-")) continue;
    // GitHub's alternatives overlap (a symlink is also a file): one or more of them, not exactly one.
    schema[key === "oneOf" ? "anyOf" : key] = convert(key, part);
  }
  return nullable === true ? orNull(schema) : schema;
}

function convert(key: string, part: unknown): unknown {
  if (key === "$ref") return String(part).replace("#/components/schemas/", "#/schemas/");
  if (key === "properties" || key === "patternProperties") {
    return Object.fromEntries(Object.entries(object(part)).map(([name, schema]) => [name, jsonSchema(schema)]));
  }
  if (["oneOf", "anyOf", "allOf"].includes(key)) return array(part).map(jsonSchema);
  if (["items", "not", "additionalProperties"].includes(key) && typeof part === "object") return jsonSchema(part);
  return part;
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values, ...rest } = schema;
  if (typeof type !== "string") return { anyOf: [schema, { type: "null" }] };
  return { ...rest, type: [type, "null"], ...(Array.isArray(values) && { enum: [...new Set([...values, null])] }) };
}

function referencesIn(value: unknown): Set<string> {
  return new Set([...JSON.stringify(value).matchAll(/"\$ref":"#\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? ""));
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function array(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
