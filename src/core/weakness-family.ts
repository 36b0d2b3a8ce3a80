import type { Cwe } from "./weakness.ts";

/**
 * Weaknesses that reviewers name interchangeably for one defect; a model that says CWE-77 today and CWE-78 tomorrow means one thing.
 * The first of each row stands for the row. Facts from MITRE's research view (parent and child) and from use.
 */
const FAMILIES: readonly (readonly number[])[] = [
  [78, 77, 88],
  [89, 564, 943],
  [79, 80, 83, 87, 116],
  [22, 23, 35, 36, 73],
  [94, 95, 96, 913, 1336],
  [798, 259, 321, 522, 312],
  [327, 328, 326, 916, 759, 760],
  [338, 330, 331, 335, 340],
  [295, 297, 296, 599],
  [787, 119, 120, 121, 122, 124, 131, 242, 676, 805],
  [125, 126, 127, 129, 193],
  [190, 191, 680, 681],
  [416, 415, 825],
  [476, 690, 252],
  [732, 276, 277, 279, 280],
  [377, 378, 379],
  [862, 863, 639, 284, 285, 566],
  [306, 287],
  [400, 770, 1333, 730],
  [1004, 614, 1275],
  [20, 1286, 1287],
  [200, 209, 532],
];

const FAMILY = new Map(FAMILIES.flatMap((row) => row.map((number) => [number, row[0] ?? number] as const)));

/** The weakness that stands for all its near relatives; itself when it has none here. */
export function familyOfWeakness(cwe: Cwe): Cwe {
  const number = Number(cwe.slice(4));
  return `CWE-${FAMILY.get(number) ?? number}`;
}

export function sameFamily(a: Cwe, b: Cwe): boolean {
  return familyOfWeakness(a) === familyOfWeakness(b);
}
