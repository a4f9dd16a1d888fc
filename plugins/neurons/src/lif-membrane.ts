import type { InputRecord, SpikeRecord, StateRecord } from "@spikeloom/kernel";

/** Parameters common to all leaky integrate-and-fire neurons with synapses. */
export const lifParameters = {
  c_m: { default: "250 pF", about: "membrane capacitance", min: "0 pF", exclusive: true },
  tau_m: { default: "10 ms", about: "membrane time constant", min: "0 ms", exclusive: true },
  v_rest: { default: "-70 mV", about: "resting potential" },
  v_reset: { default: "-70 mV", about: "reset potential" },
  v_threshold: { default: "-55 mV", about: "firing threshold" },
  tau_refrac: { default: "2 ms", about: "absolute refractory period", min: "0 ms" },
  i_offset: { default: "0 nA", about: "constant current" },
} as const;

/** Membrane potential of those neurons. */
export const lifState: { readonly v: StateRecord } = {
  v: { initial: "v_rest", unit: "mV", about: "membrane potential" },
};

/** Continuous input of every neuron that accepts currents. */
export const injected: { readonly i_inj: InputRecord } = {
  i_inj: { unit: "nA", about: "injected current" },
};

/** Leak, synaptic current and injected current. */
export const lifDynamics: { readonly v: string } = {
  v: "(v_rest - v) / tau_m + (i_syn + i_offset + i_inj) / c_m",
};

/** A fixed threshold, a reset and a refractory period in which the potential is held. */
export const lifSpike: SpikeRecord = {
  when: "v >= v_threshold",
  reset: { v: "v_reset" },
  refractory: { for: "tau_refrac", hold: ["v"] },
};
