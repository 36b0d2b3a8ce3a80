import type { Found } from "../finder.ts";
export function openWorkflow(_text: string): ((finder: string) => Found[]) | undefined {
  return undefined;
}
