import { frameworkNeuron } from "./framework-neuron.ts";

// sinabs 3.1.3 with `spike_fn=SingleSpike`: exponential decay, one spike per step, reset by subtraction. Its default
// for IAF and LIF, `MultiSpike`, emits more spikes if the potential exceeds multiples of the threshold, and is equal
// below that.
const cite = ["doi:10.5281/zenodo.8385545"];

const tau = { min: 0, exclusive: true } as const;
const leak = {
  tau_mem: { ...tau, default: 20, about: "membrane time constant, in steps" },
};
const current = {
  tau_syn: { ...tau, default: 10, about: "synaptic time constant, in steps" },
};
const threshold = {
  spike_threshold: {
    default: 1,
    about: "spike threshold, subtracted at a spike",
  },
};
const decayed = "exp(-1 / tau_mem) * v";
const driven = "(1 - exp(-1 / tau_mem))";
const one = { when: "v >= spike_threshold", reset: { v: "v - spike_threshold" } };

/** `IAF(spike_fn=SingleSpike)`. */
export const sinabsIaf = frameworkNeuron({
  name: "sinabs-iaf",
  about: "Integrate-and-fire neuron of sinabs, with at most one spike per step.",
  cite,
  parameters: threshold,
  step: [{ v: "v + x" }],
  spike: one,
});

// Input is scaled: the potential converges to a constant input.
/** `LIF(tau_mem, spike_fn=SingleSpike)`. */
export const sinabsLif = frameworkNeuron({
  name: "sinabs-lif",
  about: "Leaky neuron of sinabs, with at most one spike per step.",
  cite,
  parameters: { ...leak, ...threshold },
  step: [{ v: `${decayed} + ${driven} * x` }],
  spike: one,
});

/** `LIF(tau_mem, norm_input=False)`. */
export const sinabsLifFull = frameworkNeuron({
  name: "sinabs-lif-full",
  about: "Leaky neuron of sinabs with unscaled input.",
  cite,
  parameters: { ...leak, ...threshold },
  step: [{ v: `${decayed} + x` }],
  spike: one,
});

/** `LIF(tau_mem, tau_syn)`: with a synaptic current. */
export const sinabsLifCurrent = frameworkNeuron({
  name: "sinabs-lif-current",
  about: "Leaky neuron of sinabs with a synaptic current.",
  cite,
  parameters: { ...leak, ...current, ...threshold },
  state: { i_syn: 0 },
  step: [{ i_syn: "exp(-1 / tau_syn) * (i_syn + x)" }, { v: `${decayed} + ${driven} * i_syn` }],
  spike: one,
});

/** `ALIF(tau_mem, tau_adapt)` with one spike per step (`spike_fn=SingleSpike`). */
export const sinabsAlif = frameworkNeuron({
  name: "sinabs-alif",
  about: "Leaky neuron of sinabs with an adaptive threshold and at most one spike per step.",
  cite: [...cite, "doi:10.48550/arXiv.1803.09574"],
  parameters: {
    ...leak,
    tau_adapt: { ...tau, default: 10, about: "adaptation time constant, in steps" },
    adapt_scale: { default: 1.8, about: "threshold increment per unit of adaptation" },
    b0: { default: 1, about: "threshold without adaptation" },
  },
  state: { b: 0, theta: "b0" },
  step: [
    { v: `${decayed} + ${driven} * x`, theta: "b0 + adapt_scale * b" },
    { b: "exp(-1 / tau_adapt) * b" },
  ],
  spike: {
    when: "v >= theta",
    reset: { v: "v - theta", b: "b + (1 - exp(-1 / tau_adapt))" },
  },
});
