import { firingRate, meanIntervalVariation } from "@spikeloom/analysis";
import type { NetworkRecord } from "@spikeloom/kernel";
import { readReference } from "../reference.ts";
import { runPublished, spikesOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { cobahhNetwork, cobaNetwork, cubaNetwork } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Brette et al. 2007: rates and irregularity of three benchmark networks. */
export const brette2007: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    CUBA: (seed) => measureNetwork(cubaNetwork(), seed),
    COBA: (seed) => measureNetwork(cobaNetwork(), seed),
    COBAHH: (seed) => measureNetwork(cobahhNetwork(), seed),
  },
};

async function measureNetwork(network: NetworkRecord, seed: number): Promise<Measured> {
  const result = await runPublished(network, seed);
  const [excitatory, inhibitory] = [spikesOf(result, 0), spikesOf(result, 1)];
  // The first 200 ms depend on the initial conditions.
  const window = { from: 200, until: result.duration };
  return {
    "excitatory rate": firingRate(excitatory, { window }),
    "inhibitory rate": firingRate(inhibitory, { window }),
    CV: meanIntervalVariation(excitatory, { window }).mean,
  };
}
