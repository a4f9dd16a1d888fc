import { RUN_MEMORY } from "./errors.ts";
import { stopwatch } from "./stopwatch.ts";

/** Looks whether a run keeps to the memory that it was given; a backend says what it holds once it is prepared. */
export type MemoryGuard = (held?: number) => void;

/** What an estimate may be wrong by; a run that takes more than that ends. */
const tolerance = 1.2;
/** What a process takes before there is a network; it counts as part of what a run may take. */
const processBytes = 80e6;

/**
 * Watch the memory of the process; the guard throws `SL_RUN_MEMORY` where a run passes its limit.
 *
 * What a script holds of its own when the run begins is not counted, for as long as it holds it. As the system does
 * not say whose memory it is, the run takes at least what the process has got since then, and at least what the
 * backend and arrays hold that were not there when fewest were. Browsers do not tell, so nothing is watched there.
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
    // A peak that is not from before may lie between two looks.
    const highest = peakBytes();
    const had = highest > peak ? highest - others : 0;
    const taken = Math.max(got, had, processBytes + held + now.all - fewest.all);
    if (taken > tolerance * limit) throw RUN_MEMORY({ limit, taken });
  };
}

/** Wall time in ms between two looks at the memory of a simulation that is advanced by code. */
const lookTime = 50;

/** Watch it as `memoryGuard` does, for calls that may come after each step: it looks twenty times a second at most. */
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

/** Arrays that are in use, and these with all else that JavaScript holds, in bytes. */
function heldBytes(): { readonly arrays: number; readonly all: number; readonly rss: number } {
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  const arrays = Math.max(external, arrayBuffers);
  return { arrays, all: heapUsed + arrays, rss };
}

/** The most memory that the process has had, in bytes. */
function peakBytes(): number {
  return 1024 * process.resourceUsage().maxRSS;
}
