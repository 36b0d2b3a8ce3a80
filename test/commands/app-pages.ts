import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

/** What a browser sends to GitHub's page for a new App, and what came of it. */
export type Submitted = { path: string; state: string; manifest: Record<string, unknown> };

export type AppPages = {
  url: string;
  privateKey: string;
  webhookSecret: string;
  submitted: Submitted[];
  /** Codes that were asked to be exchanged. */
  exchanged: string[];
  close: () => Promise<void>;
};

/** The two places of a GitHub that registering an App touches: its form, which leads back with a code, and the exchange of that code. */
export async function startAppPages({ conversionStatus = 201 } = {}): Promise<AppPages> {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const pages: Pick<AppPages, "submitted" | "exchanged"> = { submitted: [], exchanged: [] };
  const [code, webhookSecret] = [randomBytes(20).toString("hex"), randomBytes(20).toString("hex")];
  let url = "";
  const server = createServer((request, response) => {
    void (async () => {
      const at = new URL(request.url ?? "", url);
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk as Uint8Array);
      const body = Buffer.concat(chunks).toString("utf8");
      if (request.method === "POST" && at.pathname.endsWith("/settings/apps/new")) {
        const manifest = JSON.parse(new URLSearchParams(body).get("manifest") ?? "{}") as Submitted["manifest"];
        const state = at.searchParams.get("state") ?? "";
        pages.submitted.push({ path: at.pathname, state, manifest });
        const back = new URL(String(manifest["redirect_url"]));
        back.search = new URLSearchParams({ code, state }).toString();
        return response.writeHead(302, { location: back.href }).end();
      }
      const [, given] = /^\/api\/v3\/app-manifests\/([^/]+)\/conversions$/.exec(at.pathname) ?? [];
      if (request.method !== "POST" || given === undefined) return response.writeHead(404).end();
      pages.exchanged.push(given);
      const status = given === code ? conversionStatus : 404;
      const answer = {
        id: 4711,
        slug: "reflexgen-acme",
        html_url: `${url}/apps/reflexgen-acme`,
        pem: privateKey,
        webhook_secret: webhookSecret,
      };
      return response
        .writeHead(status, { "content-type": "application/json; charset=utf-8" })
        .end(JSON.stringify(status === 201 ? answer : { message: "Not Found", secret: webhookSecret }));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return {
    ...pages,
    url,
    privateKey,
    webhookSecret,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The form of a page: where it goes, and its manifest, as a browser reads them. */
export function readForm(html: string): { action: string; manifest: string } {
  const attribute = (pattern: RegExp) =>
    (pattern.exec(html)?.[1] ?? "").replace(/&#(\d+);/g, (_, digits: string) => String.fromCharCode(Number(digits)));
  return { action: attribute(/<form[^>]* action="([^"]*)"/), manifest: attribute(/name="manifest" value="([^"]*)"/) };
}
