import { allocationCheck } from "./c/allocation-check.ts";
import { boundedCopy } from "./c/bounded-copy.ts";
import { callocForProduct } from "./c/calloc-for-product.ts";
import { fgetsForArray } from "./c/fgets-for-array.ts";
import { protocolVersion } from "./c/protocol-version.ts";
import { roomForTerminator } from "./c/room-for-terminator.ts";
import { scanfWidth } from "./c/scanf-width.ts";
import { sizeOfArray } from "./c/size-of-array.ts";
import { sizedCopy } from "./c/sized-copy.ts";
import { verificationValue } from "./c/verification-value.ts";
import type { MakeFixer } from "./fixer.ts";

/** Repairs of C and C++. Loaded by name from fixers.ts. */
export const C_FIXERS: Readonly<Record<string, MakeFixer>> = {
  "allocation-check": allocationCheck,
  "bounded-copy": boundedCopy,
  "calloc-for-product": callocForProduct,
  "fgets-for-array": fgetsForArray,
  "protocol-version": protocolVersion,
  "room-for-terminator": roomForTerminator,
  "scanf-width": scanfWidth,
  "size-of-array": sizeOfArray,
  "sized-copy": sizedCopy,
  "verification-value": verificationValue,
};
