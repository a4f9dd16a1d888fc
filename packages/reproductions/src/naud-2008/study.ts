import { readReference } from "../reference.ts";
import { runPublished, spikesOf } from "../run-published.ts";
import { eulerScheme, fineScheme, type Scheme } from "../scheme.ts";
import { trainNumbers } from "../spike-train.ts";
import type { Measured, Study } from "../study.ts";
import { patternNetwork, patterns } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Naud et al. 2008: eight firing patterns of the adaptive exponential neuron. */
export const naud2008: Study = {
  reference: readReference(json),
  isRandom: false,
  parts: {
    "fine step": () => measurePatterns(fineScheme),
    Euler: () => measurePatterns(eulerScheme),
  },
};

async function measurePatterns(scheme: Scheme): Promise<Measured> {
  const spikes = spikesOf(await runPublished(patternNetwork(scheme)));
  const each = patterns.map(({ name }, neuron) => trainNumbers(spikes, neuron, `${name}, `));
  return Object.assign({}, ...each) as Measured;
}
