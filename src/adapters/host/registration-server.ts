import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export type RegistrationPages<T> = {
  /** The page with the form. GitHub answers it at `redirectUrl` with a code, and with `state` as it was. `nonce` is for its style. */
  form: (to: { redirectUrl: string; state: string; nonce: string }) => string;
  done: (result: T, nonce: string) => string;
  failed: (error: unknown, nonce: string) => string;
};

export type RegistrationServer<T> = {
  /** The page's address; without its random part nothing is found here. */
  url: string;
  /** What `register` made of the first right answer, once the browser has been told. */
  result: Promise<T>;
  close: () => Promise<void>;
};

const CODE = /^[\w-]{1,200}$/;

/**
 * Serves one page on this machine only, for one answer of GitHub.
 *
 * Other pages of the browser and other users of the machine can't take part: the path is random, `Host` must be the address itself
 * (a name that is rebound to 127.0.0.1 is not), `state` must come back, and nothing is ever told from one origin to another.
 */
export async function openRegistrationServer<T>(options: {
  pages: RegistrationPages<T>;
  /** Origins that the form may lead to, as CSP names them; this page's own is added, since browsers hold the way back to the list too. */
  formAction: string;
  register: (code: string) => Promise<T>;
}): Promise<RegistrationServer<T>> {
  const [key, state] = [randomBytes(16).toString("base64url"), randomBytes(32).toString("base64url")];
  const { promise: result, resolve, reject } = Promise.withResolvers<T>();
  // Whoever asks for the result hears of it; a server that is closed before must not end the process.
  result.catch(() => {});
  let answered = false;

  const server = createServer(
    { maxHeaderSize: 8 * 1024, headersTimeout: 5000, requestTimeout: 10_000 },
    (request, response) => {
      void answer(request, response).catch(() => response.destroy());
    },
  );
  server.maxConnections = 20;
  await new Promise<void>((ready, failed) => {
    server.once("error", failed).listen(0, "127.0.0.1", ready);
  });
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const redirectUrl = `http://${host}/${key}/registered`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const nonce = randomBytes(16).toString("base64url");
    const send = (status: number, html: string) =>
      sendPage(response, status, html, { nonce, formAction: options.formAction });
    if (request.headers.host !== host) return sendText(response, 421, "This address is not served here.");
    if (request.method !== "GET") return sendText(response, 405, "Only GET.");
    const url = URL.parse(request.url ?? "", `http://${host}`);
    if (url?.pathname === `/${key}`) {
      if (answered) return sendText(response, 410, "This page has been used.");
      return send(200, options.pages.form({ redirectUrl, state, nonce }));
    }
    if (url?.pathname !== `/${key}/registered`) return sendText(response, 404, "Not found.");
    const code = url.searchParams.get("code") ?? "";
    // A wrong answer changes nothing: the right one may still come.
    if (!isSame(url.searchParams.get("state") ?? "", state) || !CODE.test(code))
      return sendText(response, 400, "This is not the answer to the page that was opened here.");
    if (answered) return sendText(response, 410, "This answer has been used.");
    answered = true;
    try {
      const made = await options.register(code);
      response.once("close", () => resolve(made));
      send(200, options.pages.done(made, nonce));
    } catch (error) {
      response.once("close", () => reject(error));
      send(502, options.pages.failed(error, nonce));
    }
  }

  return {
    url: `http://${host}/${key}`,
    result,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const HEADERS = {
  "cache-control": "no-store",
  connection: "close",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  // The origin alone: GitHub may look at it, and it tells nothing of the random path.
  "referrer-policy": "strict-origin",
  "x-content-type-options": "nosniff",
};

function sendPage(
  response: ServerResponse,
  status: number,
  html: string,
  { nonce, formAction }: { nonce: string; formAction: string },
): void {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self' ${formAction}; frame-ancestors 'none'; base-uri 'none'`;
  response
    .writeHead(status, { ...HEADERS, "content-type": "text/html; charset=utf-8", "content-security-policy": policy })
    .end(html);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, {
      ...HEADERS,
      "content-type": "text/plain; charset=utf-8",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    })
    .end(`${text}\n`);
}

/** Compares in a time that tells nothing of where two texts differ. */
function isSame(given: string, wanted: string): boolean {
  const [left, right] = [given, wanted].map((text) => createHash("sha256").update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
