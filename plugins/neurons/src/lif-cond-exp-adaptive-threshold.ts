import { defineNeuron } from "@spikeloom/kernel";
import { injected, lifDynamics, lifParameters, lifState } from "./lif-membrane.ts";
import { condExp } from "./receptors/cond-exp.ts";
import { exc, inh } from "./receptors/names.ts";
import { timeConstant } from "./receptors/port.ts";

const excitatory = condExp(exc, { tau: "1 ms", reversal: "0 mV" });
const inhibitory = condExp(inh, { tau: "2 ms", reversal: "-100 mV" });
const { i_offset } = lifParameters;

/** Conductance-based neuron for learning digits: each spike raises its threshold. */
export const lifCondExpAdaptiveThreshold = defineNeuron({
  name: "lif-cond-exp-adaptive-threshold",
  about: "Conductance-based leaky integrate-and-fire neuron whose threshold rises with each spike.",
  cite: ["doi:10.3389/fncom.2015.00099"],
  parameters: {
    // The leak conductance in the authors' program is 1 nS.
    c_m: { default: "100 pF", about: "membrane capacitance", min: "0 pF", exclusive: true },
    tau_m: timeConstant("100 ms", "membrane time constant"),
    v_rest: { default: "-65 mV", about: "resting potential" },
    v_reset: { default: "-65 mV", about: "reset potential" },
    v_threshold: { default: "-52 mV", about: "spike threshold when its rise equals v_offset" },
    v_offset: { default: "20 mV", about: "rise of the threshold at which v_threshold holds" },
    v_step: { default: "0.05 mV", about: "increment of the threshold at a spike" },
    tau_rise: timeConstant("10000000 ms", "time constant with which the rise decays"),
    tau_refrac: { default: "5 ms", about: "absolute refractory period", min: "0 ms" },
    quiet_for: { default: "50 ms", about: "minimum time between two spikes", min: "0 ms" },
    i_offset,
    ...excitatory.parameters,
    ...inhibitory.parameters,
  },
  receptors: { excitatory: excitatory.receptor, inhibitory: inhibitory.receptor },
  inputs: injected,
  state: {
    ...lifState,
    v_rise: { initial: "v_offset", unit: "mV", about: "rise of the threshold by earlier spikes" },
    quiet: { initial: "quiet_for", unit: "ms", about: "time since the last spike" },
    ...excitatory.state,
    ...inhibitory.state,
  },
  expressions: {
    i_syn: {
      value: `${excitatory.current} + ${inhibitory.current}`,
      unit: "nA",
      about: "total synaptic current",
    },
  },
  dynamics: {
    ...lifDynamics,
    v_rise: "-v_rise / tau_rise",
    quiet: "1",
    ...excitatory.dynamics,
    ...inhibitory.dynamics,
  },
  spike: {
    // Half a step of tolerance: a sum of steps may miss the total by rounding.
    when: "v > v_threshold - v_offset + v_rise and quiet > quiet_for - dt / 2",
    reset: { v: "v_reset", v_rise: "v_rise + v_step", quiet: "0*ms" },
    refractory: { for: "tau_refrac", hold: ["v"] },
  },
  integrator: { name: "rk4", subSteps: 2 },
});
