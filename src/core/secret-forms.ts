/** A piece of a secret shorter than this says too little to be worth hiding, and would hide ordinary text. */
const WINDOW = 12;
/** Values from here on are also found by their pieces. */
const LONG = 16;
/** No key is longer; what follows in a value that is costs memory only. */
const MOST_CHARACTERS = 8192;

/** Clear enough to be replaced wherever it stands: not a plain word, a name, or a handful of characters. */
export function isDistinctive(value: string): boolean {
  if (value.length < 8 || new Set(value).size < 5) return false;
  if (!/^[A-Za-z_. -]+$/.test(value)) return true;
  return value.length >= LONG || (value.match(/[a-z][A-Z]/g) ?? []).length >= 3;
}

export type Scrubber = {
  add(value: string, placeholder: string): void;
  /** The text with replacements for the values, their encodings, and twelve characters or more of any long one of these. */
  scrub(text: string, replace: (found: string, placeholder: string) => string): string;
};

export function openScrubber(): Scrubber {
  const shortForms = new Map<string, string>();
  const windows = new Map<string, string>();
  return {
    add(value, placeholder) {
      for (const form of formsOf(value)) {
        if (form.length < LONG) shortForms.set(form, placeholder);
        else for (const window of windowsOf(form)) windows.set(window, placeholder);
      }
    },
    scrub(text, replace) {
      const ranges: Range[] = [];
      for (const [form, placeholder] of shortForms) {
        for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
          ranges.push({ start: at, end: at + form.length, placeholder });
        }
      }
      for (let at = 0; windows.size > 0 && at + WINDOW <= text.length; at++) {
        const placeholder = windows.get(text.slice(at, at + WINDOW));
        if (placeholder !== undefined) ranges.push({ start: at, end: at + WINDOW, placeholder });
      }
      return joinedRanges(ranges)
        .toReversed()
        .reduce((result, { start, end, placeholder }) => {
          return result.slice(0, start) + replace(text.slice(start, end), placeholder) + result.slice(end);
        }, text);
    },
  };
}

type Range = { start: number; end: number; placeholder: string };

function windowsOf(form: string): string[] {
  const windows = Array.from({ length: form.length - WINDOW + 1 }, (_, at) => form.slice(at, at + WINDOW));
  // "------------" and the like stand in every text.
  return windows.filter((window) => new Set(window).size >= 5);
}

/** How a value may be written: as it is, and as attackers smuggle it out. */
function formsOf(value: string): Set<string> {
  const forms = new Set<string>();
  for (const core of coresOf(value.slice(0, MOST_CHARACTERS))) {
    const bytes = Buffer.from(core);
    const url = encodeURIComponent(core.toWellFormed());
    const hex = bytes.toString("hex");
    const reversed = Array.from(core).toReversed().join("");
    const forwards = [
      core,
      reversed,
      url,
      url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
      hex,
      hex.toUpperCase(),
    ];
    for (const form of [...forwards, JSON.stringify(core).slice(1, -1), ...base64Forms(bytes)])
      if (form.length >= 8) forms.add(form);
  }
  return forms;
}

/**
 * What base64 of anything that holds these bytes has in it, by how they lie in its groups of three. The characters at both ends mix
 * with the neighbours' bits and are left out.
 */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const complete = Math.floor(((shift + bytes.length) * 8) / 6);
    const form = encoded.slice(shift === 0 ? 0 : shift + 1, complete);
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** The secret parts of a value: a key without its armour and line ends, an address's password; else all of it. */
function coresOf(value: string): string[] {
  const password = /^[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{0,200}:([^\s@]{1,500})@/i.exec(value)?.[1];
  if (password !== undefined) return password.length >= 8 ? [password] : [value];
  const bare = value.replace(/-----(?:BEGIN|END)[A-Z0-9 ]{1,60}-----/g, " ");
  return bare === value ? [value] : bare.split(/(?:\\[nr]|\s)+/).filter((part) => part.length >= 8);
}

/** Windows over one stretch of a value become one range, under the first one's placeholder. */
function joinedRanges(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}
