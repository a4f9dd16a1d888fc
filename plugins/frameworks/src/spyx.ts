import { frameworkNeuron } from "./framework-neuron.ts";

// spyx 1.0.0 tests the potential left by the previous step: here the neuron spikes in that step and resets in the
// next. Output that its layers emit one step later corresponds to a delay longer by one step.
const cite = ["doi:10.48550/arXiv.2402.18994"];

const beta = { default: 0.5, min: 0, max: 1, about: "decay factor of the potential per step" };
const alpha = { default: 0.5, min: 0, max: 1, about: "decay factor of the current per step" };
const gamma = { default: 0.5, min: 0, max: 1, about: "decay factor of the adaptation per step" };
const threshold = { default: 1, about: "spike threshold" };
const takesOff = { when: "v > threshold", reset: { owed: "threshold" } };

/** `IF`. */
export const spyxIf = frameworkNeuron({
  name: "spyx-if",
  about: "Integrate-and-fire neuron of spyx, reset by subtraction one step after its spike.",
  cite,
  parameters: { threshold },
  state: { owed: 0 },
  step: [{ v: "v + x - owed", owed: "0" }],
  spike: takesOff,
});

/** `LIF`. */
export const spyxLif = frameworkNeuron({
  name: "spyx-lif",
  about: "Leaky neuron of spyx, reset by subtraction one step after its spike.",
  cite,
  parameters: { beta, threshold },
  state: { owed: 0 },
  step: [{ v: "beta * v + x - owed", owed: "0" }],
  spike: takesOff,
});

/** `CuBaLIF`: the threshold is subtracted before the potential decays. */
export const spyxCubaLif = frameworkNeuron({
  name: "spyx-cubalif",
  about: "Leaky neuron of spyx with a synaptic current, reset before the decay of the next step.",
  cite,
  parameters: { alpha, beta, threshold },
  state: { i_syn: 0, owed: 0 },
  step: [{ i_syn: "alpha * i_syn + x" }, { v: "beta * (v - owed) + i_syn", owed: "0" }],
  spike: takesOff,
});

/** `ALIF`: the effective threshold is subtracted. */
export const spyxAlif = frameworkNeuron({
  name: "spyx-alif",
  about: "Leaky neuron of spyx with an adaptive threshold.",
  cite: [...cite, "doi:10.48550/arXiv.1803.09574"],
  parameters: { beta, gamma, threshold },
  state: { b: 0, fell: 0 },
  step: [
    {
      v: "beta * v + x - fell * (threshold + b)",
      b: "gamma * b + (1 - gamma) * fell",
      fell: "0",
    },
  ],
  spike: { when: "v > threshold + b", reset: { fell: "1" } },
});
