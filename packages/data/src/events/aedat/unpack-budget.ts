import { PackedDamage } from "./packed-damage.ts";

/** Maximum decompressed size of a packet: some 16 million events, far beyond those of any camera. */
const packetBytes = 2 ** 28;
/** Decompressed size allowed for every file; beyond it a file may grow by this factor, which events hardly do. */
const freeBytes = 2 ** 26;
const mostGrowth = 200;

/** Remaining limit of decompressed packets, in bytes. */
export interface UnpackBudget {
  left: number;
}

/** Create the budget of a file of the given size. */
export function unpackBudget(fileBytes: number): UnpackBudget {
  return { left: Math.max(freeBytes, mostGrowth * fileBytes) };
}

/** Return the number of bytes that the next packet may decompress to. */
export function packetLimit({ left }: UnpackBudget): number {
  return Math.min(packetBytes, left);
}

/** Subtract bytes from a budget; throws `PackedDamage` if it is exhausted. */
export function spend(budget: UnpackBudget, bytes: number): void {
  budget.left -= bytes;
  if (budget.left >= 0) return;
  budget.left = 0;
  throw new PackedDamage("the total decompressed size is too large");
}
