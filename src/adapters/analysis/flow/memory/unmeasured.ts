import type { SgNode } from "../../parse.ts";
import { C } from "../syntax/c.ts";
import { pathText, rangeOf, type FunctionPlaces } from "./function-places.ts";
import { mentions } from "./mentions-bare.ts";
import { testsBefore } from "./unbounded.ts";

const LENGTH = /^(?:\w*_)?(?:n|sz|len|length|size|count|bytes|nbytes|\w*(?:len|length|size|Len|Length|Size|bytes))$/;
const BYTES =
  /\b(?:u?int8_t|u8|ut8|uint8|byte|BYTE|Byte|uchar|u_char|guint8|uint8|void|unsigned char|char|JOCTET|Bytef?)\b.*\*/;

/**
 * Whether a buffer that the function was given together with its length is used although nothing has looked at the length: no
 * test names it before, and no end was computed from it.
 */
export function isUnmeasured(places: FunctionPlaces, owner: SgNode, use: SgNode): boolean {
  const buffer = pathText(use);
  const at = rangeOf(use).start;
  const parameters = C.parametersOf(owner);
  const given = parameters.find((each) => each.name === buffer);
  if (!given || !BYTES.test(given.type ?? "")) return false;
  const lengths = parameters.filter((each) => LENGTH.test(each.name) && !/[*&]/.test(each.type ?? ""));
  if (lengths.length === 0) return false;
  const isLooked = (name: string): boolean =>
    testsBefore(places, at).some((text) => mentions(text, name)) ||
    places.assignments.some(({ end, value }) => end <= at && value !== undefined && mentions(value.text(), name)) ||
    places.calls.some((call) => call.end <= at && call.arguments.some((each) => mentions(each.text(), name)));
  const isReplaced = places.assignments.some((each) => each.path === buffer && each.end <= at);
  return !isReplaced && !lengths.some((each) => isLooked(each.name));
}
