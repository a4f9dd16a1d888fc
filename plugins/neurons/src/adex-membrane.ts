import type { ExpressionRecord, SpikeRecord, StateRecord } from "@spikeloom/kernel";

/** Parameters of the adaptive exponential integrate-and-fire neuron. */
export const adexParameters = {
  c_m: { default: "281 pF", about: "membrane capacitance", min: "0 pF", exclusive: true },
  g_l: { default: "30 nS", about: "leak conductance", min: "0 nS", exclusive: true },
  v_rest: { default: "-70.6 mV", about: "leak reversal potential" },
  v_reset: { default: "-70.6 mV", about: "reset potential" },
  v_threshold: { default: "-50.4 mV", about: "threshold of the exponential term" },
  v_spike: { default: "0 mV", about: "cut-off potential at which a spike is emitted" },
  delta_t: { default: "2 mV", about: "slope factor; 0 gives a sharp threshold", min: "0 mV" },
  a: { default: "4 nS", about: "subthreshold adaptation" },
  b: { default: "80.5 pA", about: "increment of the adaptation current at a spike" },
  tau_w: { default: "144 ms", about: "adaptation time constant", min: "0 ms", exclusive: true },
  tau_refrac: { default: "0 ms", about: "absolute refractory period", min: "0 ms" },
  i_offset: { default: "0 nA", about: "constant current" },
} as const;

/** Potential and adaptation current. */
export const adexState: { readonly v: StateRecord; readonly w: StateRecord } = {
  v: { initial: "v_rest", unit: "mV", about: "membrane potential" },
  w: { initial: "0 nA", unit: "nA", about: "adaptation current" },
};

/** The bounded potential and the current of the spike's upstroke. */
export const adexExpressions: Readonly<Record<string, ExpressionRecord>> = {
  v_cut: {
    // The right-hand sides read v only up to the cut-off, as in NEST: beyond it the exponential would overflow within
    // the stages of one step, and the overflow would drive w.
    value: "min(v, where(delta_t > 0*mV, v_spike, v_threshold))",
    unit: "mV",
    about: "potential, limited to the cut-off",
  },
  i_spike: {
    value: "where(delta_t > 0*mV, g_l * delta_t * exp((v_cut - v_threshold) / delta_t), 0*nA)",
    unit: "nA",
    about: "current of the spike's upstroke",
  },
};

/** Derivatives; `i_syn` is the name of the synaptic current, if there is one. */
export function adexDynamics(currents: string): { readonly v: string; readonly w: string } {
  return {
    v: `(g_l * (v_rest - v_cut) + i_spike - w + ${currents}) / c_m`,
    w: "(a * (v_cut - v_rest) - w) / tau_w",
  };
}

/** Both variables jump at a spike; only the potential is held during refractoriness, w continues. */
export const adexSpike: SpikeRecord = {
  when: "v >= where(delta_t > 0*mV, v_spike, v_threshold)",
  // The upstroke ends inside a step; waiting for its end would accumulate to half a millisecond in 200.
  within: true,
  reset: { v: "v_reset", w: "w + b" },
  refractory: { for: "tau_refrac", hold: ["v"] },
};
