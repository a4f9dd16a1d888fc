import { frameworkNeuron } from "./framework-neuron.ts";

// norse 1.1.0: Euler steps with the simulation's step, reset in the step of the spike.
const cite = ["doi:10.5281/zenodo.4422025"];

const rate = (value: string, about: string) => ({ default: value, min: "0 Hz", about }) as const;

const membrane = {
  tau_mem_inv: rate("100 Hz", "inverse membrane time constant"),
  v_leak: { default: 0, about: "resting potential" },
  v_th: { default: 1, about: "spike threshold" },
  v_reset: { default: 0, about: "reset potential" },
};
const current = { tau_syn_inv: rate("200 Hz", "inverse synaptic time constant") };
const resets = { when: "v > v_th", reset: { v: "v_reset" } };

/** `LIFCell`: the potential is driven by the current including new input. */
export const norseLif = frameworkNeuron({
  name: "norse-lif",
  about: "Leaky integrate-and-fire neuron with a synaptic current, in norse's steps.",
  cite,
  parameters: { ...current, ...membrane },
  state: { v: "v_leak", i_syn: 0 },
  step: [
    { i_syn: "i_syn + x" },
    { v: "v + dt * tau_mem_inv * (v_leak - v + i_syn)", i_syn: "i_syn - dt * tau_syn_inv * i_syn" },
  ],
  spike: resets,
});

/** `LIFBoxCell`: input acts on the potential for one step. */
export const norseLifBox = frameworkNeuron({
  name: "norse-lif-box",
  about: "Leaky integrate-and-fire neuron without synaptic current, in norse's steps.",
  cite,
  parameters: membrane,
  state: { v: "v_leak" },
  step: [{ v: "v + dt * tau_mem_inv * (x + v_leak - v)" }],
  spike: resets,
});

/** `IAFCell`. */
export const norseIaf = frameworkNeuron({
  name: "norse-iaf",
  about: "Integrate-and-fire neuron of norse, which sums its input.",
  cite,
  parameters: { v_th: membrane.v_th, v_reset: membrane.v_reset },
  state: { v: "v_reset" },
  step: [{ v: "v + x" }],
  spike: resets,
});

/** `LSNNCell`: its threshold is a variable that a spike increases. */
export const norseLsnn = frameworkNeuron({
  name: "norse-lsnn",
  about: "Leaky integrate-and-fire neuron with an adaptive threshold, in norse's steps.",
  cite: [...cite, "doi:10.48550/arXiv.1803.09574"],
  parameters: {
    ...current,
    ...membrane,
    tau_adapt_inv: rate("0.00125 Hz", "inverse time constant of the threshold"),
    beta: { default: 1.8, about: "threshold increment at a spike" },
  },
  state: { v: "v_leak", i_syn: 0, b: "v_th" },
  // Input acts from the next step on.
  step: [
    {
      v: "v + dt * tau_mem_inv * (v_leak - v + i_syn)",
      i_syn: "i_syn - dt * tau_syn_inv * i_syn + x",
      b: "b + dt * tau_adapt_inv * (v_th - b)",
    },
  ],
  spike: { when: "v > b", reset: { v: "v_reset", b: "b + beta" } },
});
