import { type ConnectorRecord, defineConnector } from "@spikeloom/kernel";
import { bernoulliRows } from "./bernoulli-rows.ts";

/** Connects each pair with a probability that depends on the indices of its neurons. */
export const indexProbability: ConnectorRecord = defineConnector({
  name: "index-probability",
  about: "Connects each pair with a probability that is a formula of source i and target j.",
  options: {
    p: {
      type: "formula",
      required: true,
      about: 'the probability as a formula of i and j, such as "where(i < j, 0.2, 0)"',
    },
    autapses: { type: "boolean", default: true, about: "whether a neuron may connect to itself" },
  },
  plan: bernoulliRows,
});
