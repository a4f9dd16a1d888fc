import { firingRate, meanIntervalVariation } from "@spikeloom/analysis";
import { readReference } from "../reference.ts";
import { runPublished, spikesOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { lastValues } from "../synapse-values.ts";
import { morrisonNetwork, startWeight } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Morrison, Aertsen and Diesmann 2007: a balanced network that stays stable as its synapses learn. */
export const morrison2007: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: { "scaled down": measureNetwork },
};

async function measureNetwork(seed: number): Promise<Measured> {
  const result = await runPublished(morrisonNetwork(), seed);
  const [excitatory, inhibitory] = [spikesOf(result, 0), spikesOf(result, 1)];
  const second = { from: 1000, until: 2000 };
  const weights = lastValues(result, "learning").map((weight) => weight / startWeight);
  const mean = moment(weights, 0, 1);
  return {
    "excitatory rate, 0.5 to 1 s": firingRate(excitatory, { window: { from: 500, until: 1000 } }),
    "excitatory rate": firingRate(excitatory, { window: second }),
    "inhibitory rate": firingRate(inhibitory, { window: second }),
    CV: meanIntervalVariation(excitatory, { window: second }).mean,
    "mean growth of weights": mean - 1,
    "deviation of weights": Math.sqrt(moment(weights, mean, 2)),
    "peaks of the distribution": peaks(weights),
  };
}

function moment(values: Float64Array, centre: number, order: number): number {
  return values.reduce((sum, value) => sum + (value - centre) ** order, 0) / values.length;
}

/** Count the peaks of a histogram of 20 bins that stand out by more than a tenth of the highest. */
function peaks(values: Float64Array): number {
  const bins = 20;
  const sorted = values.slice().sort();
  const [low = 0, high = 0] = [
    sorted.at(sorted.length >> 10),
    sorted.at(-(sorted.length >> 10) - 1),
  ];
  const counts = new Float64Array(bins);
  for (const value of sorted) {
    const bin = Math.floor(((value - low) / (high - low)) * bins);
    if (bin >= 0 && bin < bins) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const least = Math.max(...counts) / 10;
  let [found, lowest, isUp] = [0, 0, false];
  let highest = 0;
  for (const count of [...counts, 0]) {
    if (isUp) highest = Math.max(highest, count);
    else lowest = Math.min(lowest, count);
    if (!isUp && count > lowest + least) [isUp, highest] = [true, count];
    else if (isUp && count < highest - least) [isUp, lowest, found] = [false, count, found + 1];
  }
  return found;
}
