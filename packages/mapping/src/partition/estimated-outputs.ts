import type { ChipRecord } from "../chips/chip.ts";
import type { NetworkGraph } from "../graph/network-graph.ts";
import type { CoreMeter } from "./core-use.ts";
import type { Flows } from "./flows.ts";
import type { Part, Slice } from "./part.ts";

/** Count output axons per neuron of each population. */
export function axonsPerNeuron(
  { populations }: NetworkGraph,
  parts: readonly Part[],
  { flows }: Flows,
): Float64Array {
  const sums = new Float64Array(populations.length);
  for (const { part, axons } of flows) {
    const one = parts[part];
    if (one === undefined) continue;
    for (const count of axons) (sums[one.population] as number) += count;
  }
  return sums.map((sum, p) => sum / Math.max(populations[p]?.size ?? 0, 1));
}

/**
 * Create a meter that also limits output axons, from an estimate of how many each neuron has.
 *
 * How many there are follows from the cores of all targets, which are not known while cores are filled.
 */
export function withOutputs(
  meter: CoreMeter,
  chip: ChipRecord,
  perNeuron: Float64Array,
): CoreMeter {
  const limit = chip.limits.find(({ resource }) => resource === "out-axons");
  if (limit === undefined) return meter;
  const axonsOf = (slices: readonly Slice[]): number =>
    slices.reduce(
      (sum, { population, from, until }) => sum + (until - from) * (perNeuron[population] ?? 0),
      0,
    );
  const limits = [...meter.limits, limit];
  return {
    limits,
    contents: (slices) => meter.contents(slices),
    use: (slices) => Float64Array.of(...meter.use(slices), axonsOf(slices)),
    exceeded(slices) {
      const at = meter.exceeded(slices);
      // A single neuron always fits: the estimate decides no more than how neurons share cores.
      if (at >= 0 || slices.every(({ from, until }) => until - from < 2)) return at;
      return axonsOf(slices) > limit.value ? limits.length - 1 : -1;
    },
    holds(tally) {
      let axons = 0;
      for (const [population, size] of tally.neurons) axons += size * (perNeuron[population] ?? 0);
      return axons <= limit.value && meter.holds(tally);
    },
  };
}
