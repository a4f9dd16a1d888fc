import { defineNeuron } from "@spikeloom/kernel";
import { injected, lifParameters, lifSpike } from "./lif-membrane.ts";
import { condExp } from "./receptors/cond-exp.ts";
import { exc, inh } from "./receptors/names.ts";
import { timeConstant } from "./receptors/port.ts";

const excitatory = condExp(exc, { tau: "1.5 ms", reversal: "0 mV" });
const inhibitory = condExp(inh, { tau: "10 ms", reversal: "-75 mV" });

/**
 * Conductance-based LIF with adaptation and relative refractoriness.
 *
 * Both are conductances that a spike increments.
 */
export const lifCondExpSfaRr = defineNeuron({
  name: "lif-cond-exp-sfa-rr",
  about: "Conductance-based LIF with spike-frequency adaptation and relative refractoriness.",
  cite: ["doi:10.1162/neco.2007.19.11.2958"],
  parameters: {
    ...lifParameters,
    c_m: { default: "289.5 pF", about: "membrane capacitance", min: "0 pF", exclusive: true },
    v_threshold: { default: "-57 mV", about: "firing threshold" },
    tau_refrac: { default: "0.5 ms", about: "absolute refractory period", min: "0 ms" },
    tau_sfa: timeConstant("110 ms", "time constant of the adaptation conductance"),
    e_rev_sfa: { default: "-70 mV", about: "reversal potential of the adaptation conductance" },
    q_sfa: {
      default: "14.48 nS",
      about: "increment of the adaptation conductance at a spike",
      min: "0 nS",
    },
    tau_rr: timeConstant("1.97 ms", "time constant of the refractory conductance"),
    e_rev_rr: { default: "-70 mV", about: "reversal potential of the refractory conductance" },
    q_rr: {
      default: "3214 nS",
      about: "increment of the refractory conductance at a spike",
      min: "0 nS",
    },
    ...excitatory.parameters,
    ...inhibitory.parameters,
  },
  receptors: { excitatory: excitatory.receptor, inhibitory: inhibitory.receptor },
  inputs: injected,
  state: {
    v: { initial: "v_rest", unit: "mV", about: "membrane potential" },
    g_sfa: { initial: "0 uS", unit: "uS", about: "adaptation conductance" },
    g_rr: { initial: "0 uS", unit: "uS", about: "relative refractory conductance" },
    ...excitatory.state,
    ...inhibitory.state,
  },
  expressions: {
    i_syn: {
      value: `${excitatory.current} + ${inhibitory.current}`,
      unit: "nA",
      about: "total synaptic current",
    },
    i_spike_history: {
      value: "g_sfa * (e_rev_sfa - v) + g_rr * (e_rev_rr - v)",
      unit: "nA",
      about: "current caused by earlier spikes",
    },
  },
  dynamics: {
    v: "(v_rest - v) / tau_m + (i_syn + i_spike_history + i_offset + i_inj) / c_m",
    g_sfa: "-g_sfa / tau_sfa",
    g_rr: "-g_rr / tau_rr",
    ...excitatory.dynamics,
    ...inhibitory.dynamics,
  },
  spike: {
    ...lifSpike,
    reset: { v: "v_reset", g_sfa: "g_sfa + q_sfa", g_rr: "g_rr + q_rr" },
  },
  // The refractory conductance makes the membrane fast: c_m / q_rr is 0.09 ms.
  integrator: { name: "rk4", subSteps: 4 },
});
