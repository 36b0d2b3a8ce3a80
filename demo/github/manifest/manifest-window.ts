import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FrameParts, Window } from "../frame/frame.ts";
import { readBody } from "../frame/read-body.ts";
import type { Answer } from "../route.ts";
import type { Account } from "../world/account.ts";
import { createAccount } from "../world/create.ts";
import { accountByLogin } from "../world/find.ts";
import type { World } from "../world.ts";
import { confirmPage, refusedPage } from "./pages.ts";
import { readManifest } from "./read-manifest.ts";

const PATH = /^(?:\/organizations\/([\w-]+))?\/settings\/apps\/(new|manifest)$/;

/** Whoever is at the browser: pages have no sign-in here, and a personal App belongs to this person. */
const AT_THE_BROWSER = "operator";

/**
 * GitHub's pages for an App from a manifest: a form of the product's leads here, a person confirms the name, and the browser goes
 * back to the product with a code.
 */
export function manifestWindow({ world }: FrameParts): Window {
  return {
    fits: (pathname) => PATH.test(pathname),
    serve: async (request, _response, record) => {
      record.operation = "page";
      const url = new URL(request.url ?? "/", world.url);
      const [, organization, step] = PATH.exec(url.pathname) ?? [];
      if (request.method !== "POST") return { answer: html(200, confirmPage(undefined, url)) };
      const form = await readForm(request);
      const read = readManifest(form.get("manifest") ?? "");
      if ("errors" in read) return { answer: html(422, refusedPage(read.errors)) };
      if (step === "new") return { answer: html(200, confirmPage(read.manifest, url)) };
      const manifest = { ...read.manifest, name: form.get("name") ?? read.manifest.name };
      const owner = ownerOf(world, organization);
      if (owner === undefined) return { answer: html(404, refusedPage(["There is no such organization"])) };
      return { answer: leadBack(world, manifest, owner, url.searchParams.get("state")) };
    },
  };
}

function leadBack(
  world: World,
  manifest: { redirect_url?: string | undefined },
  owner: Account,
  state: string | null,
): Answer {
  const code = randomBytes(20).toString("hex");
  world.manifestCodes.set(code, { code, manifest, ownerId: owner.id, createdAt: world.clock.now() });
  const back = new URL(manifest.redirect_url ?? `${world.url}/settings/apps`);
  back.searchParams.set("code", code);
  if (state !== null) back.searchParams.set("state", state);
  return { status: 302, headers: { location: back.href } };
}

function ownerOf(world: World, organization: string | undefined): Account | undefined {
  if (organization !== undefined) return accountByLogin(world, organization);
  return accountByLogin(world, AT_THE_BROWSER) ?? createAccount(world, AT_THE_BROWSER);
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(request)).toString());
}

function html(status: number, body: string): Answer {
  return { status, body, headers: { "content-type": "text/html; charset=utf-8" } };
}
