import { type Stream, stream, streamKey } from "@spikeloom/random";
import { changingAmount } from "../inputs/drive-amount.ts";
import type { DriveProgram } from "../inputs/stimulus-program.ts";
import type { NetworkProgram } from "../network-program.ts";
import { binomialPoints } from "./binomial-points.ts";
import { stepOf } from "./step-of.ts";
import type { DrivePoints } from "./target-points.ts";

/** Create the spikes of a Poisson stimulus, from its start. */
export function drivePoints(
  drive: DriveProgram,
  run: Pick<NetworkProgram, "seed" | "trial" | "dt">,
): DrivePoints {
  return drive.law === "poisson" ? poissonPoints(drive, run) : binomialPoints(drive, run);
}

function poissonPoints(
  drive: DriveProgram,
  { seed, trial, dt }: Pick<NetworkProgram, "seed" | "trial" | "dt">,
): DrivePoints {
  const { index, targets, sources, rate, start, stop } = drive;
  const draws: Stream = stream(streamKey(seed, `stimulus/${index}/points`, trial), 0);
  const next = new Float64Array(targets.size).fill(Math.max(0, start));
  const words = new Float64Array(targets.size);
  const left = new Float64Array(targets.size);
  const changing = changingAmount(drive, dt);
  // The mean number of spikes in a step, as a rate.
  const rateAt = (target: number, step: number): number => {
    if (rate.kind === "one") return rate.rate * sources;
    if (rate.kind === "each") return (rate.rates[target] as number) * sources;
    const neuron = rate.perNeuron ? targets.neuron(target) : undefined;
    return (changing?.at(step * dt, neuron) ?? 0) / dt;
  };
  const begin = (target: number): void => {
    draws.seek(target, 0, words[target]);
    const drawn = draws.exponential();
    words[target] = draws.word;
    if (changing !== undefined) {
      left[target] = drawn;
      return;
    }
    const time = (next[target] as number) + drawn / rateAt(target, 0);
    next[target] = time < stop ? time : Number.POSITIVE_INFINITY;
  };
  /** Use up an exponential in one step, whose rate is that at its start. */
  const useUp = (target: number): void => {
    const time = next[target] as number;
    const owed = left[target] as number;
    const step = stepOf(time, dt);
    const end = (step + 1) * dt;
    const mean = rateAt(target, step);
    const rest = owed - mean * (end - time);
    const reached = rest > 0 ? end : Math.min(end, time + owed / mean);
    left[target] = reached < stop ? Math.max(rest, 0) : 0;
    next[target] = reached < stop ? reached : Number.POSITIVE_INFINITY;
  };
  for (let target = 0; target < targets.size; target++) begin(target);
  return {
    next,
    words,
    left,
    advance(target) {
      const isSpike = left[target] === 0;
      if (isSpike) begin(target);
      else useUp(target);
      return isSpike ? 1 : 0;
    },
  };
}
