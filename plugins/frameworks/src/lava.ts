import { frameworkNeuron } from "./framework-neuron.ts";

// Lava 0.11 (PyLifModelBitAcc), which uses Loihi's arithmetic: 24-bit integers, 12-bit decays, weights in units of 64.
const twelve = { min: 0, max: 4095 } as const;
const most = 2 ** 23;
/** A 36-bit product without its last 12 bits, truncated towards 0. */
const cut = (state: string, left: string): string =>
  `sign(${state}) * floor(abs(${state}) * (${left}) / 4096)`;
const current = `${cut("i_syn", "4095 - du")} + 64 * x`;

/** `LIF` in fixed point. */
export const lavaLif = frameworkNeuron({
  name: "lava-lif",
  about: "Current-based neuron in the integer arithmetic of Lava and Loihi.",
  cite: ["doi:10.1109/MM.2018.112130359"],
  parameters: {
    du: {
      ...twelve,
      default: 409,
      about: "decay of the current; a step removes (du + 1) / 4096 of it",
    },
    dv: {
      ...twelve,
      default: 128,
      about: "decay of the potential; a step removes dv / 4096 of it",
    },
    bias: { default: 0, about: "constant added to the potential, an integer" },
    vth: { default: 100, min: 0, max: 131071, about: "threshold, in units of 64" },
  },
  state: { i_syn: 0 },
  // The current wraps around; the potential saturates at 24 bits.
  step: [
    { i_syn: current },
    {
      i_syn: `i_syn - where(i_syn > ${most}, ${2 * most}, 0) + where(i_syn <= -${most}, ${2 * most}, 0)`,
    },
    { v: `${cut("v", "4096 - dv")} + i_syn + bias` },
    { v: `clip(v, ${1 - most}, ${most - 1})` },
  ],
  spike: { when: "v > 64 * vth", reset: { v: "0" } },
});
