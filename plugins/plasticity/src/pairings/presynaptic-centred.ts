import { type Pairing, pairTraces } from "./pairing.ts";

/**
 * Pair every presynaptic spike with the last and the next postsynaptic one.
 *
 * A postsynaptic spike consumes the preceding presynaptic ones, which each synapse counts separately (Morrison and
 * others 2008, figure 7B).
 */
export const presynapticCentred: Pairing = {
  about: "each presynaptic spike with the last and the next postsynaptic one",
  traces: { x_post: pairTraces.x_post },
  state: {
    y_pre: {
      initial: 0,
      unit: "1",
      about: "trace of presynaptic spikes since the last postsynaptic one",
    },
  },
  dynamics: { y_pre: { derivative: "-y_pre / tau_plus", when: "event" } },
  on: { pre: { y_pre: "y_pre + 1" }, post: { x_post: "1", y_pre: "0" } },
  potentiation: "y_pre",
  depression: "x_post",
};
