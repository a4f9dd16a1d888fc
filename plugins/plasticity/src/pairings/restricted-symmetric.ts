import { type Pairing, pairTraces } from "./pairing.ts";

/**
 * Pair only spikes without another one of either side in between.
 *
 * Each synapse stores which side spiked since the other; the traces of its ends measure how long ago (Morrison and
 * others 2008, figure 7C).
 */
export const restrictedSymmetric: Pairing = {
  about: "each spike with the last one of the other side, unless one of its own side lies between",
  traces: pairTraces,
  state: {
    pre_new: { initial: 0, unit: "1", about: "1 from a presynaptic spike to a postsynaptic one" },
    post_new: { initial: 0, unit: "1", about: "1 from a postsynaptic spike to a presynaptic one" },
  },
  on: {
    pre: { x_pre: "1", pre_new: "1", post_new: "0" },
    post: { x_post: "1", post_new: "1", pre_new: "0" },
  },
  potentiation: "pre_new * x_pre",
  depression: "post_new * x_post",
};
