import { z } from "zod";
import { StoreError } from "../../core/errors.ts";
import { Entry } from "../../core/knowledge.ts";
import type { Facets } from "../../core/knowledge/filter.ts";
import type { SparseVector } from "../../core/knowledge/sparse-vector.ts";

const Values = z.array(z.string());
const StoredFacets: z.ZodType<Facets> = z.object({
  id: Values,
  scope: Values,
  status: Values,
  kind: Values,
  languages: Values,
  weaknesses: Values,
});

/** @throws StoreError when the text is not what was written. */
export function readEntry(body: unknown, folder: string): Entry {
  return readJson(Entry, body, folder);
}

/** @throws StoreError when the text is not what was written. */
export function readFacets(text: unknown, folder: string): Facets {
  return readJson(StoredFacets, text, folder);
}

function readJson<T>(schema: z.ZodType<T>, text: unknown, folder: string): T {
  try {
    return schema.parse(JSON.parse(String(text)));
  } catch (error) {
    throw damaged(folder, error);
  }
}

/** Indices as u32, then values as f32, in this machine's order: a store is not moved between machines by copying files. */
export function packVector({ indices, values }: SparseVector): Uint8Array {
  const bytes = new Uint8Array(indices.length * 8);
  bytes.set(new Uint8Array(Uint32Array.from(indices).buffer), 0);
  bytes.set(new Uint8Array(Float32Array.from(values).buffer), indices.length * 4);
  return bytes;
}

/** @throws StoreError when these are not the bytes of a vector. */
export function unpackVector(bytes: unknown, folder: string): SparseVector {
  if (!(bytes instanceof Uint8Array) || bytes.length % 8 !== 0) throw damaged(folder, undefined);
  // A copy: typed arrays want their bytes aligned, and SQLite promises nothing.
  const { buffer } = Uint8Array.from(bytes);
  const half = buffer.byteLength / 2;
  return { indices: [...new Uint32Array(buffer, 0, half / 4)], values: [...new Float32Array(buffer, half)] };
}

function damaged(folder: string, cause: unknown): StoreError {
  return new StoreError(`an entry in ${folder} is damaged; nothing was changed: seed it again`, { cause });
}
