import type { ConventionRecord } from "@spikeloom/kernel";

type Rounding = NonNullable<ConventionRecord["spikeTimes"]>["rounding"];

const roundings: { readonly [R in Rounding]: (steps: number) => number } = {
  nearest: (steps) => Math.floor(steps + 0.5),
  // 0.1 + 0.2 is slightly more than 0.3, but on the grid for its author.
  up: (steps) => Math.ceil(steps - 1e-6),
  // Brian2's timestep() has a tolerance of a thousandth of a step.
  floor: (steps) => Math.floor(steps + 1e-3),
};

/** Return the rounding of given spike times to steps. */
export function spikeTimesRounding({
  spikeTimes,
  spikeStamp,
}: Pick<ConventionRecord, "spikeTimes" | "spikeStamp">): Rounding {
  return spikeTimes?.rounding ?? (spikeStamp === "start" ? "floor" : "nearest");
}

/** Return the step with which a spike at a given time in ms is stamped. */
export function spikeStep(
  time: number,
  { dt, convention }: { readonly dt: number; readonly convention: ConventionRecord },
): number {
  return roundings[spikeTimesRounding(convention)](time / dt);
}
