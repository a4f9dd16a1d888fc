// maths: times decide only how many threads compute; results do not depend on that.
import type { Pace } from "./pace.ts";
import type { StepTimes } from "./worker-watch.ts";

/** Node reports the processor time of a thread; other environments and older versions do not. */
interface ThreadUsage {
  threadCpuUsage?(): { readonly user: number; readonly system: number };
}

/** Measure a thread from now on; the returned function returns the times of the steps since then. */
export function startTimes(pace: Pick<Pace, "waits">): (steps: number) => StepTimes {
  const [began, cpu, before] = [performance.now(), threadTime(), { ...pace.waits }];
  return (steps) => {
    const elapsed = performance.now() - began;
    const { spun, slept } = pace.waits;
    const awake = elapsed - (slept - before.slept);
    // Another program may have had the core while this thread was ready to work.
    const busy = cpu === undefined ? awake : Math.min(awake, (threadTime() ?? 0) - cpu);
    return { steps, elapsed, worked: Math.max(0, busy - (spun - before.spun)) };
  };
}

/** Processor time of this thread in ms, where it is known. */
function threadTime(): number | undefined {
  if (typeof process === "undefined") return undefined;
  const usage = (process as ThreadUsage).threadCpuUsage?.();
  return usage && (usage.user + usage.system) / 1000;
}
