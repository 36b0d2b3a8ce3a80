import { readFileSync, writeFileSync } from "node:fs";

// The optional peers of the package become its dependencies, so that `npm prune --omit=dev` leaves them where `npm ci` put them.
// For the image only: what is published leaves them to its users.
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
for (const name of Object.keys(manifest.peerDependencies)) {
  manifest.dependencies[name] = manifest.devDependencies[name];
  delete manifest.devDependencies[name];
}
delete manifest.peerDependencies;
delete manifest.peerDependenciesMeta;
writeFileSync("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
