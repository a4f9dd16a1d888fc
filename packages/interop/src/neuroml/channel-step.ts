import type { NetworkRecord } from "@spikeloom/kernel";
import { membraneCells } from "./read-membrane-cell.ts";

/**
 * Return the default step of a network with cells of these types; undefined if any will do, because NeuroML states
 * none.
 *
 * With ion channels it is 0.01 ms, as in most LEMS files with such cells: the sodium activation time constant is about
 * 0.02 ms in a depolarised cell, so explicit methods diverge with the usual 0.1 ms.
 */
export function stepOf(types: readonly string[]): Pick<NetworkRecord, "dt"> {
  const hasChannels = types.some((type) => membraneCells.has(type) || type === "HH_cond_exp");
  return hasChannels ? { dt: "0.01 ms" } : {};
}
