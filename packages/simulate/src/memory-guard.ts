import { RUN_MEMORY } from "./errors.ts";
import { stopwatch } from "./stopwatch.ts";

/** Checks whether a run stays within its memory limit; a prepared backend reports the memory it holds. */
export type MemoryGuard = (held?: number) => void;

/** Tolerated error of an estimate; a run that exceeds it is stopped. */
const tolerance = 1.2;
/** Memory of a process before any network; it counts towards the limit of a run. */
const processBytes = 80e6;

/**
 * Watch the memory of the process; the guard throws `SL_RUN_MEMORY` if a run exceeds its limit.
 *
 * Memory that a script holds when the run begins does not count while the script holds it. As the system does not attribute
 * memory, the run's usage is the larger of two lower bounds: the growth of the process since the start, and the growth of backend
 * and array memory above its minimum. Browsers do not report memory, so nothing is watched there.
 */
export function memoryGuard(limit: number | undefined): MemoryGuard {
  if (limit === undefined || typeof process === "undefined") return () => undefined;
  const others = Math.max(0, process.memoryUsage.rss() - processBytes);
  const peak = peakBytes();
  const first = heldBytes();
  let fewest: Pick<typeof first, "arrays" | "all"> = first;
  return (held = 0) => {
    const now = heldBytes();
    fewest = { arrays: Math.min(fewest.arrays, now.arrays), all: Math.min(fewest.all, now.all) };
    const got = now.rss - Math.max(0, others - (first.arrays - fewest.arrays));
    // A new peak may occur between two measurements.
    const highest = peakBytes();
    const had = highest > peak ? highest - others : 0;
    const taken = Math.max(got, had, processBytes + held + now.all - fewest.all);
    if (taken > tolerance * limit) throw RUN_MEMORY({ limit, taken });
  };
}

/** Minimum wall time in ms between two memory measurements of a simulation advanced by code. */
const lookTime = 50;

/** Like `memoryGuard`, for calls after every step: measures at most twenty times a second. */
export function steppingGuard(limit: number | undefined): MemoryGuard {
  const guard = memoryGuard(limit);
  if (limit === undefined) return guard;
  const elapsed = stopwatch();
  let next = 0;
  return (held) => {
    if (elapsed() < next) return;
    guard(held);
    next = elapsed() + lookTime;
  };
}

/** Bytes of array buffers in use, and bytes of array buffers plus JavaScript heap. */
function heldBytes(): { readonly arrays: number; readonly all: number; readonly rss: number } {
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  const arrays = Math.max(external, arrayBuffers);
  return { arrays, all: heapUsed + arrays, rss };
}

/** Peak memory of the process, in bytes. */
function peakBytes(): number {
  return 1024 * process.resourceUsage().maxRSS;
}
