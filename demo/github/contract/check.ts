import type { ValidateFunction } from "ajv";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { readContract } from "./contract.ts";
import type { Contract, JsonSchema, OperationContract } from "./contract.ts";
import { isErratum } from "./errata.ts";
import { undocumentedFields } from "./undocumented-fields.ts";

/** Says how a request, an answer or a webhook departs from GitHub's published description; nothing when it does not. */
export type ContractCheck = {
  /** The operation of a method and a path with its `{parameters}`. */
  operation(method: string, path: string): { id: string; operation: OperationContract } | undefined;
  request(id: string, request: { query: URLSearchParams; body: unknown }): string[];
  answer(id: string, answer: { status: number; body: unknown }): string[];
  /** @param name the description's: `pull-request-opened` */
  webhook(name: string, payload: unknown): string[];
};

/** Breaches named for one message; a wrong shape often has dozens. */
const MOST_BREACHES = 5;

let shared: ContractCheck | undefined;

/** The check of all GitHubs of this process: compiling the schemas takes longer than most stories. */
export function githubContract(): ContractCheck {
  shared ??= openContractCheck(readContract());
  return shared;
}

export function openContractCheck(contract: Contract): ContractCheck {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  ajv.addFormat("repo.nwo", /^[^/]+\/[^/]+$/);
  ajv.addSchema({ $id: "github", schemas: contract.schemas });
  const compiled = new Map<JsonSchema, ValidateFunction>();
  const byPath = new Map(
    Object.entries(contract.operations).map(([id, operation]) => [
      `${operation.method} ${operation.path}`,
      { id, operation },
    ]),
  );

  const validatorOf = (schema: JsonSchema): ValidateFunction => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const anchored: JsonSchema = JSON.parse(JSON.stringify(schema).replaceAll('"#/schemas/', '"github#/schemas/'));
    const validate = ajv.compile(anchored);
    compiled.set(schema, validate);
    return validate;
  };

  /** `where` is an operation id or a webhook's name: errata are looked up by it. */
  const breaches = (where: string, schema: JsonSchema, value: unknown): string[] => {
    const validate = validatorOf(schema);
    const wrong = validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => ({ path: instancePath, message: message ?? "" }));
    const unknown = undocumentedFields(value, schema, contract.schemas).map((path) => ({
      path,
      message: "is not a permitted key",
    }));
    return [...wrong, ...unknown]
      .filter(({ path, message }) => !isErratum(where, path, message))
      .slice(0, MOST_BREACHES)
      .map(({ path, message }) => `${path || "the body"} ${message}`);
  };

  return {
    operation: (method, path) => byPath.get(`${method} ${path}`),
    request: (id, { query, body }) => {
      const operation = contract.operations[id];
      if (operation === undefined) return ["is no operation of the contract"];
      return [...queryBreaches(operation, query), ...bodyBreaches(operation, body)];
    },
    answer: (id, { status, body }) => {
      const schema = contract.operations[id]?.responses[String(status)];
      if (schema === undefined)
        return isErratum(id, `status ${status}`, "") ? [] : [`status ${status} is not documented`];
      // Described without a body in JSON: whatever there is can't be checked.
      if (schema === null) return [];
      return body === undefined ? ["the body is missing"] : breaches(id, schema, body);
    },
    webhook: (name, payload) => {
      const schema = contract.webhooks[name];
      return schema === undefined ? ["is no webhook of the contract"] : breaches(name, schema, payload);
    },
  };

  function queryBreaches({ parameters }: OperationContract, query: URLSearchParams): string[] {
    const known = new Map(parameters.filter((parameter) => parameter.in === "query").map((one) => [one.name, one]));
    return [...query].flatMap(([name, value]) => {
      const parameter = known.get(name);
      if (parameter === undefined) return [`?${name} is not a permitted parameter`];
      return breaches("query", parameter.schema, readQueryValue(parameter.schema, value)).map(
        (breach) => `?${name}: ${breach}`,
      );
    });
  }

  function bodyBreaches({ body: schema, bodyRequired }: OperationContract, body: unknown): string[] {
    if (body === undefined) return bodyRequired === true ? ["the body is missing"] : [];
    if (schema === undefined) return Object.keys(body ?? {}).length > 0 ? ["takes no body"] : [];
    return breaches("request", schema, body);
  }
}

function readQueryValue({ type }: JsonSchema, value: string): unknown {
  if (type === "integer" || type === "number") return Number(value);
  if (type === "boolean") return value === "true" ? true : value === "false" ? false : value;
  return value;
}
