import { EVERY_PURPOSE, type Purposes } from "./purposes.ts";

/**
 * Where a value may come from, and for which purposes it is still dangerous. An origin is a kind of source (`remote`), or a
 * parameter of a function of the file (`parameterOrigin`), which stands for whatever its callers pass.
 */
export type Taint = ReadonlyMap<string, Purposes>;

export const CLEAN: Taint = new Map();

/** A value has few origins; more are an attack on the reader. */
const MAX_ORIGINS = 24;

export function taintOf(origin: string, purposes: Purposes = EVERY_PURPOSE): Taint {
  return new Map([[origin, purposes]]);
}

export function union(taints: readonly Taint[]): Taint {
  const dirty = taints.filter((taint) => taint.size > 0);
  if (dirty.length < 2) return dirty[0] ?? CLEAN;
  const all = new Map<string, Purposes>();
  for (const taint of dirty) {
    for (const [origin, purposes] of taint) {
      if (all.size < MAX_ORIGINS || all.has(origin)) all.set(origin, (all.get(origin) ?? 0) | purposes);
    }
  }
  return all;
}

/** The taint with these purposes made safe. */
export function without(taint: Taint, safe: Purposes): Taint {
  if (safe === 0 || taint.size === 0) return taint;
  const left = [...taint].map(([origin, purposes]): [string, Purposes] => [origin, purposes & ~safe]);
  return new Map(left.filter(([, purposes]) => purposes !== 0));
}

export function parameterOrigin(functionId: number, index: number, select?: string): string {
  return `${functionId}:${index}:${select ?? ""}`;
}

/** Undefined for a kind of source. */
export function readParameterOrigin(
  origin: string,
): { functionId: number; index: number; select: string | undefined } | undefined {
  const parts = /^(\d+):(-?\d+):(.*)$/s.exec(origin);
  if (!parts) return undefined;
  return { functionId: Number(parts[1]), index: Number(parts[2]), select: parts[3] === "" ? undefined : parts[3] };
}

/** The taint with the parameters of one function replaced by what a call passes for them. */
export function substitute(taint: Taint, functionId: number, passed: (index: number, select?: string) => Taint): Taint {
  if (taint.size === 0) return CLEAN;
  return union(
    [...taint].map(([origin, purposes]) => {
      const parameter = readParameterOrigin(origin);
      if (parameter?.functionId !== functionId) return taintOf(origin, purposes);
      return without(passed(parameter.index, parameter.select), EVERY_PURPOSE & ~purposes);
    }),
  );
}
