import { firingRate, meanIntervalVariation } from "@spikeloom/analysis";
import type { Result } from "@spikeloom/simulate";
import { readReference } from "../reference.ts";
import { runPublished, spikesOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { lastValues } from "../synapse-values.ts";
import { untaughtNetwork, vogelsNetwork } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Vogels and others 2011: learned inhibition balances excitation and reduces rates. */
export const vogels2011: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    "before learning": async (seed) => measureBefore(await runPublished(untaughtNetwork(), seed)),
    "balance begins": async (seed) =>
      ratesOf(await runPublished(vogelsNetwork("3 s"), seed), onset),
    balance: async (seed) => measureBalance(await runPublished(vogelsNetwork(), seed)),
  },
};

/** A period in s over which rates are averaged. */
type Stretch = readonly [start: number, end: number];

const onset: readonly Stretch[] = [
  [0, 1],
  [1, 3],
];
const later: readonly Stretch[] = [
  [3, 5],
  [5, 7],
  [7, 9],
];

function measureBefore(result: Result): Measured {
  const window = { from: 500, until: 1000 };
  return {
    "excitatory rate": firingRate(spikesOf(result, 0), { window }),
    "inhibitory rate": firingRate(spikesOf(result, 1), { window }),
  };
}

function ratesOf(result: Result, stretches: readonly Stretch[]): Measured {
  const [excitatory, inhibitory] = [spikesOf(result, 0), spikesOf(result, 1)];
  const rates = stretches.flatMap(([start, end]) => {
    const window = { from: start * 1000, until: end * 1000 };
    return [
      [`excitatory rate, ${start} to ${end} s`, firingRate(excitatory, { window })],
      [`inhibitory rate, ${start} to ${end} s`, firingRate(inhibitory, { window })],
    ] as const;
  });
  return Object.fromEntries(rates);
}

function measureBalance(result: Result): Measured {
  const weights = lastValues(result, "learning");
  return {
    ...ratesOf(result, later),
    CV: meanIntervalVariation(spikesOf(result, 0), { window: { from: 7000, until: 9000 } }).mean,
    "mean weight": weights.reduce((sum, weight) => sum + weight, 0) / weights.length,
  };
}
