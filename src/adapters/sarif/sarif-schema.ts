import { z } from "zod";

// Only what is read, and leniently: tools differ in what they leave out, and one odd result must not cost the others.
// SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

const Text = z.string().nullish().catch(undefined);
const Whole = z.number().int().min(0).max(1e9).nullish().catch(undefined);
const Message = z
  .object({ text: Text, markdown: Text, id: Text, arguments: z.array(z.string()).nullish().catch(undefined) })
  .nullish()
  .catch(undefined);
const Bag = z.record(z.string(), z.unknown()).nullish().catch(undefined);

const Reference = z.object({ id: Text, toolComponent: z.object({ name: Text }).nullish().catch(undefined) });

export const SarifRule = z.object({
  id: Text,
  shortDescription: Message,
  messageStrings: z
    .record(z.string(), z.object({ text: Text }))
    .nullish()
    .catch(undefined),
  defaultConfiguration: z.object({ level: Text }).nullish().catch(undefined),
  properties: Bag,
  relationships: z
    .array(z.object({ target: Reference.nullish().catch(undefined) }))
    .nullish()
    .catch(undefined),
});
export type SarifRule = z.infer<typeof SarifRule>;

const Component = z.object({ name: Text, rules: z.array(z.unknown()).nullish().catch(undefined) });

const Region = z.object({
  startLine: Whole,
  endLine: Whole,
  startColumn: Whole,
  endColumn: Whole,
  snippet: z.object({ text: Text }).nullish().catch(undefined),
});
const PhysicalLocation = z.object({
  artifactLocation: z.object({ uri: Text, uriBaseId: Text, index: Whole }).nullish().catch(undefined),
  region: Region.nullish().catch(undefined),
});

export const SarifResult = z.object({
  ruleId: Text,
  ruleIndex: Whole,
  rule: z.object({ id: Text, index: Whole }).nullish().catch(undefined),
  kind: Text,
  level: Text,
  message: Message,
  locations: z
    .array(z.object({ physicalLocation: PhysicalLocation.nullish().catch(undefined) }))
    .nullish()
    .catch(undefined),
  baselineState: Text,
  suppressions: z
    .array(z.object({ status: Text }))
    .nullish()
    .catch(undefined),
  taxa: z.array(Reference).nullish().catch(undefined),
  properties: Bag,
});
export type SarifResult = z.infer<typeof SarifResult>;

export const SarifRun = z.object({
  tool: z.object({ driver: Component, extensions: z.array(Component).nullish().catch(undefined) }),
  originalUriBaseIds: z
    .record(z.string(), z.object({ uri: Text }))
    .nullish()
    .catch(undefined),
  artifacts: z
    .array(z.object({ location: z.object({ uri: Text, uriBaseId: Text }).nullish().catch(undefined) }))
    .nullish()
    .catch(undefined),
  results: z.array(z.unknown()).nullish().catch(undefined),
});
export type SarifRun = z.infer<typeof SarifRun>;

export const SarifLog = z.object({ version: z.string().startsWith("2."), runs: z.array(z.unknown()) });
