import { defineNeuron } from "@spikeloom/kernel";
import { injected, lifDynamics, lifParameters, lifState } from "./lif-membrane.ts";
import { currExp } from "./receptors/curr-exp.ts";
import { exc, inh } from "./receptors/names.ts";
import { timeConstant } from "./receptors/port.ts";

const excitatory = currExp(exc, { tau: "1 ms" });
const inhibitory = currExp(inh, { tau: "3 ms" });
const { v_rest, tau_refrac, i_offset } = lifParameters;

/** Non-resetting leaky integrator with a threshold of two time scales (MAT(2)). */
export const mat2CurrExp = defineNeuron({
  name: "mat2-curr-exp",
  about: "Leaky integrator without reset whose threshold adapts on two time scales.",
  cite: ["doi:10.3389/neuro.10.009.2009"],
  parameters: {
    c_m: { default: "100 pF", about: "membrane capacitance", min: "0 pF", exclusive: true },
    tau_m: { default: "5 ms", about: "membrane time constant", min: "0 ms", exclusive: true },
    v_rest,
    tau_refrac,
    omega: { default: "-51 mV", about: "resting threshold" },
    alpha_1: { default: "37 mV", about: "increment of the fast threshold at a spike" },
    tau_1: timeConstant("10 ms", "time constant of the fast threshold"),
    alpha_2: { default: "2 mV", about: "increment of the slow threshold at a spike" },
    tau_2: timeConstant("200 ms", "time constant of the slow threshold"),
    i_offset,
    ...excitatory.parameters,
    ...inhibitory.parameters,
  },
  receptors: { excitatory: excitatory.receptor, inhibitory: inhibitory.receptor },
  inputs: injected,
  state: {
    ...lifState,
    v_th_1: { initial: "0 mV", unit: "mV", about: "fast component of the threshold" },
    v_th_2: { initial: "0 mV", unit: "mV", about: "slow component of the threshold" },
    ...excitatory.state,
    ...inhibitory.state,
  },
  expressions: {
    i_syn: {
      value: `${excitatory.current} + ${inhibitory.current}`,
      unit: "nA",
      about: "total synaptic current",
    },
    v_threshold: { value: "omega + v_th_1 + v_th_2", unit: "mV", about: "firing threshold" },
  },
  dynamics: {
    ...lifDynamics,
    v_th_1: "-v_th_1 / tau_1",
    v_th_2: "-v_th_2 / tau_2",
    ...excitatory.dynamics,
    ...inhibitory.dynamics,
  },
  // The potential is neither reset nor held: refractoriness only prevents another spike.
  spike: {
    when: "v >= v_threshold",
    reset: { v_th_1: "v_th_1 + alpha_1", v_th_2: "v_th_2 + alpha_2" },
    refractory: { for: "tau_refrac" },
  },
});
