import { spawn } from "node:child_process";
import { platform } from "node:os";

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  linux: ["xdg-open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Asks the desktop to show one of our own addresses. Whether it does is seen by the person, who was told the address too. */
export function openBrowser(url: string): void {
  const [command, ...words] = OPENERS[platform()] ?? [];
  if (command === undefined) return;
  spawn(command, [...words, url], { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
