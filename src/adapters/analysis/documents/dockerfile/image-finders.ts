import type { Found } from "../finder.ts";
import type { Dockerfile, Instruction, Stage } from "./read-dockerfile.ts";

const ROOT = /^(?:root|0)(?::\S*)?$/i;
/** Images that say in their name that they don't run as root. */
const NOT_ROOT = /nonroot|rootless|unprivileged|chainguard|distroless.*:.*nonroot/i;

/** The last stage runs as root: it says so, or nothing in it and in the stages that it is made from says who runs it. */
export function rootUser({ stages }: Dockerfile): Found[] {
  const last = stages.at(-1);
  if (!last) return [];
  const chain = chainOf(last, stages);
  const user = chain.flatMap((stage) => stage.instructions.filter(({ keyword }) => keyword === "USER").slice(-1))[0];
  if (user) return ROOT.test(user.arguments.trim()) ? [{ start: user.start, end: user.end, sink: "USER" }] : [];
  if (chain.some(({ image }) => NOT_ROOT.test(image) || image.includes("$") || image === "scratch")) return [];
  return [{ start: last.from.start, end: last.from.end, sink: "FROM" }];
}

/** A stage, the one that it is made from, and so on. */
function chainOf(last: Stage, stages: readonly Stage[]): Stage[] {
  const chain = [last];
  for (let index = stages.indexOf(last); index >= 0 && chain.length < 20;) {
    const image = stages[index]?.image;
    index = stages.slice(0, index).findLastIndex(({ name }) => name !== undefined && name === image);
    const stage = stages[index];
    if (stage) chain.push(stage);
  }
  return chain;
}

/** Images without a tag or with `latest`, which are another one tomorrow. Other stages, `scratch` and names from an argument are not looked at. */
export function movingImages({ stages }: Dockerfile): Found[] {
  const names = new Set(stages.flatMap(({ name }) => name ?? []));
  return stages.flatMap(({ from, image }) => {
    if (image === "scratch" || names.has(image) || image.includes("$") || image.includes("@")) return [];
    const tag = /:([^/:]+)$/.exec(image)?.[1];
    return tag === undefined || tag === "latest" ? [{ start: from.start, end: from.end, sink: "FROM" }] : [];
  });
}

/** `ADD` of an address without a checksum: what comes is not compared with anything. A Git address names its commit by itself. */
export function remoteAdds({ instructions }: Dockerfile): Found[] {
  return instructions
    .filter(
      ({ arguments: given, keyword }) =>
        keyword === "ADD" && /(?:^|[\s"])https?:\/\/(?!\S+\.git\b)/i.test(given) && !/--checksum=/.test(given),
    )
    .map(wholeOf("ADD"));
}

function wholeOf(sink: string): (instruction: Instruction) => Found {
  return ({ end, start }) => ({ start, end, sink });
}
