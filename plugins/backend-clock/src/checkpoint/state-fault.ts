import { STATE_DAMAGED } from "../errors.ts";

/** Recognise the errors that WebAssembly and arrays throw at the bounds of a memory. */
const boundFaults: ReadonlySet<string> = new Set(["RuntimeError", "RangeError"]);

/**
 * Report that code failed after continuing from a saved state, whose memory no run could have produced.
 *
 * Anyone can compute a matching checksum. Counts, indices and steps are checked when a state is restored, so this is
 * the last line of defence; code cannot leave its own memory.
 */
export function stateFault(fault: unknown): unknown {
  if (!(fault instanceof Error) || !boundFaults.has(fault.name)) return fault;
  const [got = ""] = fault.message.split("\n");
  return STATE_DAMAGED({ place: "memory", expected: "a state saved by a run", got });
}
