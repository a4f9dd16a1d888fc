import { STATE_DAMAGED } from "../errors.ts";

/** What WebAssembly and arrays throw at the bounds of a memory. */
const boundFaults: ReadonlySet<string> = new Set(["RuntimeError", "RangeError"]);

/**
 * Tell what stops code that goes on from a saved state: a memory that holds what no run has left.
 *
 * Its checksum fits whatever someone has put in. Counts, places and steps are checked when it is restored,
 * so that this is the last resort; code then stops at the bounds of its own memory.
 */
export function ledAstray(fault: unknown): unknown {
  if (!(fault instanceof Error) || !boundFaults.has(fault.name)) return fault;
  const [got = ""] = fault.message.split("\n");
  return STATE_DAMAGED({ place: "memory", expected: "what a run has left", got });
}
