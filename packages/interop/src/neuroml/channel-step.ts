import type { NetworkRecord } from "@spikeloom/kernel";
import { membraneCells } from "./read-membrane-cell.ts";

/**
 * Give the step of a network whose cells are of these types; nothing where any will do, as NeuroML says none.
 *
 * With ion channels it is 0.01 ms, as most files of LEMS with such cells have it: activation of sodium takes some
 * 0.02 ms where a cell is depolarised, so that explicit schemes diverge with the usual 0.1 ms.
 */
export function stepOf(types: readonly string[]): Pick<NetworkRecord, "dt"> {
  const hasChannels = types.some((type) => membraneCells.has(type) || type === "HH_cond_exp");
  return hasChannels ? { dt: "0.01 ms" } : {};
}
