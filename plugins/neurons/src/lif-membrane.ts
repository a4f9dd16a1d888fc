import type { InputRecord, SpikeRecord, StateRecord } from "@spikeloom/kernel";

/** Parameters that all leaky integrate-and-fire neurons with synapses have in common. */
export const lifParameters = {
  c_m: { default: "250 pF", about: "membrane capacitance", min: "0 pF", exclusive: true },
  tau_m: { default: "10 ms", about: "membrane time constant", min: "0 ms", exclusive: true },
  v_rest: { default: "-70 mV", about: "resting potential" },
  v_reset: { default: "-70 mV", about: "potential right after a spike" },
  v_threshold: { default: "-55 mV", about: "firing threshold" },
  tau_refrac: { default: "2 ms", about: "absolute refractory period", min: "0 ms" },
  i_offset: { default: "0 nA", about: "constant current" },
} as const;

/** The membrane potential of those neurons. */
export const lifState: { readonly v: StateRecord } = {
  v: { initial: "v_rest", unit: "mV", about: "membrane potential" },
};

/** The continuous input of every neuron that a current can reach. */
export const injected: { readonly i_inj: InputRecord } = {
  i_inj: { unit: "nA", about: "injected current" },
};

/** Leak, synapses and injected current. */
export const lifDynamics: { readonly v: string } = {
  v: "(v_rest - v) / tau_m + (i_syn + i_offset + i_inj) / c_m",
};

/** A fixed threshold, a reset and a period in which the potential is held. */
export const lifSpike: SpikeRecord = {
  when: "v >= v_threshold",
  reset: { v: "v_reset" },
  refractory: { for: "tau_refrac", hold: ["v"] },
};
