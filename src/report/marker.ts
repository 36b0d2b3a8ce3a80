import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { Mark } from "../core/mark.ts";
import type { PullRequestRef } from "../core/pull-request.ts";

export type MarkerOptions = {
  /** The pull request that marks are bound to. */
  ref: PullRequestRef;
  /** The operator's secrets: the first signs, all of them verify, so that one can be exchanged without forgetting what was said. */
  secrets: readonly [string, ...string[]];
};

/** Writes marks under what we say, and reads them back. */
export type Marker = {
  /** The mark as one line, for the end of this text. */
  line(text: string, mark: Mark): string;
  /** The mark and the text above it; undefined where there is none that was signed for this pull request and this very text. */
  read(body: string): { mark: Mark; text: string } | undefined;
};

/** Raised when a mark of today would be misread by yesterday's code or the other way round; other versions are absent. */
const VERSION = 1;
const BEGINNING = "<!-- reflexgen:";
const LINE = /^<!-- reflexgen:(\d{1,4}) ([A-Za-z0-9+/]{1,70000}={0,2}) ([A-Za-z0-9+/]{43}=) -->$/;
/** Of the JSON: more would be a bomb, or a mistake of ours. */
const MOST_BYTES = 1_000_000;

/**
 * Marks are invisible comments of HTML, and anyone with write access can edit a comment of ours. So each carries an HMAC-SHA256 over its
 * data, the pull request and the text above it. The data are compressed JSON in base64, which holds nothing that could end the comment,
 * be taken for a mention, or be changed on the way; nothing is unpacked before it verifies.
 */
export function openMarker({ ref, secrets }: MarkerOptions): Marker {
  const keys = secrets.map((secret) => Buffer.from(hkdfSync("sha256", secret, "", "reflexgen/marker", 32)));
  const sign = (key: Buffer, data: string, text: string) => {
    const { installation, repository, number } = ref;
    const bound = JSON.stringify([VERSION, installation, repository, number, data, signedText(text)]);
    return createHmac("sha256", key).update(bound).digest("base64");
  };

  return {
    line(text, mark) {
      const [key] = keys;
      if (!key) throw new TypeError("a marker needs a secret");
      const json = JSON.stringify(Mark.parse(mark));
      if (json.length * 3 > MOST_BYTES) throw new RangeError("a mark is too long to be read again");
      const data = deflateRawSync(json, { level: 9 }).toString("base64");
      return `${BEGINNING}${VERSION} ${data} ${sign(key, data, text)} -->`;
    },
    read(body) {
      const lines = body.replaceAll("\r\n", "\n").trimEnd().split("\n");
      const [, version, data, code] = LINE.exec(lines.pop() ?? "") ?? [];
      if (version !== String(VERSION) || !data || !code) return undefined;
      const text = lines.join("\n").trimEnd();
      if (!keys.some((key) => isSame(sign(key, data, text), code))) return undefined;
      const mark = Mark.safeParse(unpacked(data));
      return mark.success ? { mark: mark.data, text } : undefined;
    },
  };
}

/** What GitHub, a mail program or a tick in a box may change without changing what was said. */
function signedText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => line.trimEnd().replace(/^(\s{0,8}[-*+] )\[[xX]\]/, "$1[ ]"))
    .join("\n")
    .trim();
}

/** What verified was written by us; a version of ours that went wrong must not stop every later one. */
function unpacked(data: string): unknown {
  try {
    return JSON.parse(inflateRawSync(Buffer.from(data, "base64"), { maxOutputLength: MOST_BYTES }).toString());
  } catch {
    return undefined;
  }
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
