import { RUN_MEMORY } from "./errors.ts";

/** Looks whether a run keeps to the memory that it was given. */
export type MemoryGuard = () => void;

/** What an estimate may be wrong by; a run that takes more than that ends. */
const tolerance = 1.2;
/** What a process takes before there is a network; it counts as part of what a run may take. */
const processBytes = 80e6;

/**
 * Watch the memory of the process; the guard throws `SL_RUN_MEMORY` where a run passes its limit.
 *
 * What a script holds of its own when the run begins is not counted. Browsers do not tell, so nothing is watched there.
 */
export function memoryGuard(limit: number | undefined): MemoryGuard {
  if (limit === undefined || typeof process === "undefined") return () => undefined;
  const others = Math.max(0, process.memoryUsage.rss() - processBytes);
  return () => {
    const taken = process.memoryUsage.rss() - others;
    if (taken > tolerance * limit) throw RUN_MEMORY({ limit, taken });
  };
}
