import { visible } from "../report/escape.ts";
import { redactTokens } from "../report/redact.ts";

export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Fixed messages plus fields: ids, names of kinds, counts and times. Never code, prompts, tokens, headers or bodies. */
export type Log = Record<"info" | "warn" | "error", (message: string, fields?: Fields) => void>;

const MOST_VALUE_CHARACTERS = 200;

/**
 * One line an entry: time, level, message, then `key=value` (logfmt). Of a value the first line is shown, cut, made visible and freed of tokens:
 * an error's further lines are where libraries quote what they failed on.
 */
export function openLog(write: (line: string) => void, now: () => Date = () => new Date()): Log {
  const at =
    (level: string) =>
    (message: string, fields: Fields = {}) => {
      const pairs = Object.entries(fields).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}=${shown(value)}`],
      );
      write([now().toISOString(), level, message, ...pairs].join(" "));
    };
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

function shown(value: string | number | boolean): string {
  const [firstLine = ""] = String(value)
    .slice(0, 10 * MOST_VALUE_CHARACTERS)
    .split(/[\r\n]/, 1);
  const text = visible(redactTokens(firstLine)).slice(0, MOST_VALUE_CHARACTERS);
  return /^[\w.:/@+-]+$/.test(text) ? text : JSON.stringify(text);
}
