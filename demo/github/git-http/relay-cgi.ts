import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";

/**
 * Sends what a CGI program prints: header lines, an empty line, the body. `Status` is the answer's status, 200 without one.
 * A program that ends before its headers do is a 500.
 */
export async function relayCgi(output: Readable, response: ServerResponse): Promise<void> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of output) {
    const bytes: Buffer = Buffer.from(chunk);
    if (head === undefined) {
      await write(response, bytes);
      continue;
    }
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) continue;
    writeHead(response, head.toString("latin1", 0, end));
    const rest = head.subarray(end + 4);
    head = undefined;
    if (rest.length > 0) await write(response, rest);
  }
  if (head !== undefined) response.writeHead(500);
  response.end();
}

function writeHead(response: ServerResponse, text: string): void {
  const headers = text.split("\r\n").map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const status = headers.find(([name]) => name === "status");
  response.writeHead(
    status === undefined ? 200 : Number.parseInt(status[1], 10),
    headers.filter(([name]) => name !== "status").flat(),
  );
}

async function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  if (response.destroyed || response.write(bytes)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}
