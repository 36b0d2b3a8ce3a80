import type { JsonSchema } from "./contract.ts";

/**
 * Paths of fields that no schema of a value speaks of. JSON Schema lets them pass, and with them every misspelling.
 * Where a schema lists no fields or allows others, anything goes.
 */
export function undocumentedFields(value: unknown, schema: JsonSchema, schemas: Record<string, JsonSchema>): string[] {
  return walk(value, [schema], "", schemas);
}

function walk(value: unknown, from: JsonSchema[], path: string, schemas: Record<string, JsonSchema>): string[] {
  const alternatives = from.flatMap((schema) => flatten(schema, schemas));
  if (Array.isArray(value)) {
    const items = alternatives.map(({ items }) => items).filter(isSchema);
    return value.flatMap((item, index) => walk(item, items, `${path}/${index}`, schemas));
  }
  if (typeof value !== "object" || value === null) return [];
  const documented = alternatives.map(({ properties }) => properties).filter(isSchema);
  if (documented.length === 0 || alternatives.some(isOpen)) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const next = documented.map((properties) => properties[name]).filter(isSchema);
    const known = documented.some((properties) => name in properties);
    return known ? walk(field, next, `${path}/${name}`, schemas) : [`${path}/${name}`];
  });
}

/** Schemas never change, and every answer asks for the same ones. */
const flattened = new WeakMap<JsonSchema, JsonSchema[]>();

/** A schema and all its alternatives, references followed. */
function flatten(schema: JsonSchema, schemas: Record<string, JsonSchema>): JsonSchema[] {
  const known = flattened.get(schema) ?? flattenAnew(schema, schemas);
  flattened.set(schema, known);
  return known;
}

function flattenAnew(schema: JsonSchema, schemas: Record<string, JsonSchema>): JsonSchema[] {
  const { $ref: reference } = schema;
  if (typeof reference === "string") return flatten(schemas[reference.replace("#/schemas/", "")] ?? {}, schemas);
  const parts = [schema["allOf"], schema["anyOf"]].filter(Array.isArray).flat();
  return [schema, ...parts.filter(isSchema).flatMap((part) => flatten(part, schemas))];
}

const isOpen = ({ additionalProperties }: JsonSchema): boolean =>
  additionalProperties === true || isSchema(additionalProperties);

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
