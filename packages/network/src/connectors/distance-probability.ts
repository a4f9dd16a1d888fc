import { type ConnectorRecord, defineConnector } from "@spikeloom/kernel";
import { bernoulliRows } from "./bernoulli-rows.ts";

/** Connects each pair with a probability that depends on the positions of its neurons. */
export const distanceProbability: ConnectorRecord = defineConnector({
  name: "distance-probability",
  about: "Connects each pair with a probability that is a formula of their distance d.",
  options: {
    p: {
      type: "formula",
      required: true,
      about: 'the probability as a formula of d, such as "0.3 * exp(-d / (100*um))"',
    },
    autapses: { type: "boolean", default: true, about: "whether a neuron may connect to itself" },
  },
  plan(request) {
    // Requested once, so that missing positions are reported before anything is drawn.
    if (request.sources > 0 && request.targets > 0) request.distance(0, 0);
    return bernoulliRows(request);
  },
});
