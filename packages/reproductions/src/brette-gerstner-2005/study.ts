import type { NetworkRecord } from "@spikeloom/kernel";
import { readReference } from "../reference.ts";
import { runPublished, spikesOf } from "../run-published.ts";
import { trainNumbers } from "../spike-train.ts";
import type { Measured, Study } from "../study.ts";
import { rheobaseCurrents, rheobaseNetwork, stepCurrents, stepNetwork } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Brette and Gerstner 2005: spike times of the adaptive exponential neuron. */
export const bretteGerstner2005: Study = {
  reference: readReference(json),
  isRandom: false,
  parts: {
    steps: () => measureCurrents(stepNetwork(), stepCurrents),
    rheobase: () => measureCurrents(rheobaseNetwork(), rheobaseCurrents),
  },
};

async function measureCurrents(
  network: NetworkRecord,
  currents: readonly number[],
): Promise<Measured> {
  const spikes = spikesOf(await runPublished(network));
  const each = currents.map((current, neuron) => trainNumbers(spikes, neuron, `${current} pA, `));
  return Object.assign({}, ...each) as Measured;
}
