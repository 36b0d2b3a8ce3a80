import { readFileSync } from "node:fs";

/** A JSON Schema of draft 7; references read `#/schemas/NAME`. */
export type JsonSchema = Record<string, unknown>;

export type OperationContract = {
  method: string;
  path: string;
  parameters: { name: string; in: string; required: boolean; schema: JsonSchema }[];
  body?: JsonSchema;
  bodyRequired?: boolean;
  /** By status; null where GitHub describes no JSON body. */
  responses: Record<string, JsonSchema | null>;
};

/** The part of GitHub's published description that this GitHub offers; made by `npm run contract:update`. */
export type Contract = {
  version: string;
  /** By operation id: `pulls/create-review`. */
  operations: Record<string, OperationContract>;
  /** By name: `pull-request-opened`. */
  webhooks: Record<string, JsonSchema>;
  schemas: Record<string, JsonSchema>;
};

export function readContract(): Contract {
  // Written by our own tool from GitHub's description; its shape is the tool's.
  const contract: Contract = JSON.parse(readFileSync(new URL("contract.json", import.meta.url), "utf8"));
  return contract;
}
