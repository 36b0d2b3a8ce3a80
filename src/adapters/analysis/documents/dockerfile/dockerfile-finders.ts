import type { Found } from "../finder.ts";
export function openDockerfile(_text: string): (finder: string) => Found[] {
  return () => [];
}
