import type { Found } from "../finder.ts";
import { openToAll, pipedScripts, unverified } from "./command-finders.ts";
import { movingImages, remoteAdds, rootUser } from "./image-finders.ts";
import { readDockerfile, type Dockerfile } from "./read-dockerfile.ts";
import { secretArguments, secretValues } from "./secret-finders.ts";

const FINDERS: Readonly<Record<string, (dockerfile: Dockerfile) => Found[]>> = {
  "root-user": rootUser,
  "moving-images": movingImages,
  "remote-adds": remoteAdds,
  "piped-scripts": (dockerfile) => pipedScripts(dockerfile, false),
  "piped-plain-scripts": (dockerfile) => pipedScripts(dockerfile, true),
  "open-to-all": openToAll,
  unverified,
  "secret-values": secretValues,
  "secret-arguments": secretArguments,
};

export function openDockerfile(text: string): (finder: string) => Found[] {
  const dockerfile = readDockerfile(text);
  return (finder) => FINDERS[finder]?.(dockerfile) ?? [];
}
