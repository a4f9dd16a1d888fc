import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";

/** Triplet-like rule for learning digits. */
export const diehlCook = definePlasticity({
  name: "diehl-cook",
  about: "Triplet-like rule in which a postsynaptic spike counts if another one preceded it.",
  cite: ["doi:10.3389/fncom.2015.00099", "doi:10.1523/JNEUROSCI.1425-06.2006"],
  weightUnit: "nS",
  parameters: {
    tau_pre: timeConstant("20 ms", "time constant of x_pre"),
    tau_post_1: timeConstant("20 ms", "time constant of x_post_1"),
    tau_post_2: timeConstant("40 ms", "time constant of x_post_2"),
    nu_pre: { default: "0.0001 nS", about: "depression by a presynaptic spike", min: "0 nS" },
    nu_post: { default: "0.01 nS", about: "potentiation by a postsynaptic spike", min: "0 nS" },
    w_max: { default: "1 nS", about: "greatest weight" },
  },
  traces: {
    x_pre: { of: "pre", decay: "tau_pre", about: "trace of the last presynaptic spike" },
    x_post_1: {
      of: "post",
      decay: "tau_post_1",
      about: "fast trace of the last postsynaptic spike",
    },
    x_post_2: {
      of: "post",
      decay: "tau_post_2",
      about: "slow trace of the last postsynaptic spike",
    },
  },
  // The authors' program sets traces to 1; x_post_2 is read with its value before the spike.
  on: {
    pre: { x_pre: "1", weight: "weight - nu_pre * x_post_1" },
    post: { x_post_1: "1", x_post_2: "1", weight: "weight + nu_post * x_pre * x_post_2" },
  },
  bounds: { weight: { min: "0*nS", max: "w_max" } },
});
