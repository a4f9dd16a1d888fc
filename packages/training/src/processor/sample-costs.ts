import type { RateCost } from "@spikeloom/kernel";
import { unknownCost } from "../run/rate-costs.ts";
import type { BatchPlan } from "./batch-plan.ts";

/** Costs of the spike counts of samples that are computed together. */
export interface SampleCosts {
  /** Counts and the derivatives with respect to them, as in `counts`. */
  readonly words: Float32Array<ArrayBuffer>;
  /** Cost of a sample, from the counts of all. */
  value(counts: Float32Array, sample: number): number;
  /** Write the derivatives of the last sample's cost, times `scale`. */
  write(sample: number, scale: number): void;
}

/** Create the evaluation of costs. */
export function sampleCosts(costs: readonly RateCost[], plan: BatchPlan): SampleCosts {
  const words = new Float32Array(plan.words.counts);
  const all = [...Map.groupBy(costs, ({ population }) => population)].map(([population, own]) => {
    const found = plan.populations.get(population);
    if (found?.counts === undefined) {
      throw unknownCost(own[0] as RateCost, [...plan.populations.keys()]);
    }
    const { size, counts } = found;
    return { own, size, counts, read: new Float64Array(size), slope: new Float64Array(size) };
  });
  return {
    words,
    value(counts, sample) {
      let sum = 0;
      for (const { own, size, counts: at, read, slope } of all) {
        const first = at.spikes + sample * size;
        read.set(counts.subarray(first, first + size));
        slope.fill(0);
        for (const cost of own) sum += cost.value(read, slope);
      }
      return sum;
    },
    write(sample, scale) {
      for (const { size, counts: at, slope } of all) {
        const first = at.slopes + sample * size;
        for (let n = 0; n < size; n++) words[first + n] = scale * (slope[n] as number);
      }
    },
  };
}
