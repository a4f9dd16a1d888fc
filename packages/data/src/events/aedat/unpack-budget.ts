import { PackedDamage } from "./packed-damage.ts";

/** Bytes that a packet may unpack to: some 16 million events, far beyond those of any camera. */
const packetBytes = 2 ** 28;
/** Bytes that any file may unpack to; beyond them a file may grow so many times, which events hardly do. */
const freeBytes = 2 ** 26;
const mostGrowth = 200;

/** Remaining limit of decompressed packets, in bytes. */
export interface UnpackBudget {
  left: number;
}

/** Start the budget of a file of so many bytes. */
export function unpackBudget(fileBytes: number): UnpackBudget {
  return { left: Math.max(freeBytes, mostGrowth * fileBytes) };
}

/** Tell how many bytes the next packet may unpack to. */
export function packetLimit({ left }: UnpackBudget): number {
  return Math.min(packetBytes, left);
}

/** Take bytes from a budget; throws `PackedDamage` once nothing is left. */
export function spend(budget: UnpackBudget, bytes: number): void {
  budget.left -= bytes;
  if (budget.left >= 0) return;
  budget.left = 0;
  throw new PackedDamage("the packets unpack to absurd lengths together");
}
