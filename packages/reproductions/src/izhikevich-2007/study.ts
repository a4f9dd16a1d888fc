import { readReference } from "../reference.ts";
import { simulatePublished } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { type PairProtocol, pairNetwork } from "./pair.ts";
import json from "./reference.json" with { type: "json" };
import { runRewarded } from "./run-rewarded.ts";

/** Izhikevich 2007: a reward that arrives seconds later finds the synapse that earned it. */
export const izhikevich2007: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    pair: measurePairs,
    "ten seconds": async (seed) => {
      const { mean, excitatoryRate, inhibitoryRate } = await runRewarded(seed, 10);
      return {
        "mean weight": mean,
        "excitatory rate": excitatoryRate,
        "inhibitory rate": inhibitoryRate,
      };
    },
    hour: async (seed) => {
      const { reached, mean, rewards, excitatoryRate } = await runRewarded(seed, 3600);
      return {
        "share of runs that reach it": reached === undefined ? 0 : 1,
        "mean weight": mean,
        rewards,
        "excitatory rate": excitatoryRate,
      };
    },
  },
  long: ["hour"],
};

/** Spike pairs with and without reward: change of a weight of 1 mV. */
const protocols: Readonly<Record<string, PairProtocol>> = {
  "source first, reward after 1 s": { source: 100, target: 110, reward: 1110 },
  "source first, reward after 3 s": { source: 100, target: 110, reward: 3110 },
  "target first, reward after 1 s": { source: 110, target: 100, reward: 1110 },
  "source first, no reward": { source: 100, target: 110 },
  "source first, reward before": { source: 1100, target: 1110, reward: 100 },
};

async function measurePairs(): Promise<Measured> {
  const measured: Record<string, number> = {};
  for (const [name, protocol] of Object.entries(protocols)) {
    const simulation = await simulatePublished(pairNetwork(protocol));
    await simulation.advance("6 s");
    const [weight] = (await simulation.weights("pre->post")).values;
    measured[name] = (weight ?? Number.NaN) - 1;
    await simulation.close();
  }
  return measured;
}
