import { streamKey } from "@spikeloom/random";
import { driveAmount } from "../inputs/drive-amount.ts";
import { drivenCounts } from "../inputs/drive-draws.ts";
import { activeSteps, type DriveProgram } from "../inputs/stimulus-program.ts";
import type { NetworkProgram } from "../network-program.ts";
import { timeOfStep } from "../time-of-step.ts";
import type { DrivePoints } from "./target-points.ts";

/** Steps without a spike after which the next one is searched only when it is needed, if the rate is constant. */
const mostAhead = 64;

/**
 * Create the spikes of sources that send at most one spike in a step.
 *
 * Their counts are those of a run in steps, and act at the start of their step.
 */
export function binomialPoints(
  drive: DriveProgram,
  { seed, trial, dt }: Pick<NetworkProgram, "seed" | "trial" | "dt">,
): DrivePoints {
  const { targets, rate, keys } = drive;
  const [first, end] = activeSteps(drive, dt);
  const key = streamKey(seed, keys.counts, trial);
  const convert = driveAmount(drive, { dt });
  const amount = (target: number): number => {
    if (rate.kind === "changing") return 0;
    return convert(rate.kind === "one" ? rate.rate : (rate.rates[target] as number));
  };
  // A rate that is out of range is refused when its step comes.
  const ahead = rate.kind === "changing" ? 1 : mostAhead;
  const begin = Math.max(0, first);
  const start = begin < end ? timeOfStep(begin, dt) : Number.POSITIVE_INFINITY;
  const next = new Float64Array(targets.size).fill(start);
  const words = new Float64Array(targets.size).fill(begin);
  const left = new Float64Array(targets.size);
  const counts = Array.from({ length: targets.size }, (_, target) => {
    const entities = Uint32Array.of(target);
    const draw = drivenCounts(drive, entities, { dt, amount });
    return (step: number): number => draw({ key, entities, step })[0] as number;
  });
  /** Search the next step with a spike; `words` is the first step that has not been drawn. */
  const search = (target: number): void => {
    const from = words[target] as number;
    const until = Math.min(end, from + ahead);
    for (let step = from; step < until; step++) {
      const count = (counts[target] as (typeof counts)[number])(step);
      if (count === 0) continue;
      left[target] = count;
      next[target] = timeOfStep(step, dt);
      words[target] = step + 1;
      return;
    }
    left[target] = 0;
    words[target] = until;
    next[target] = until < end ? timeOfStep(until, dt) : Number.POSITIVE_INFINITY;
  };
  return {
    next,
    words,
    left,
    advance(target) {
      const count = left[target] as number;
      search(target);
      return count;
    },
  };
}
