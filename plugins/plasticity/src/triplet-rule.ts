import { timeConstant } from "./time-constant.ts";

/** Time constants and traces that both triplet rules share; amplitudes differ. */
export const tripletTimes = {
  tau_plus: timeConstant("16.8 ms", "decay of r_1"),
  tau_minus: timeConstant("33.7 ms", "decay of o_1"),
} as const;

/** Fast and slow traces of both sides (Pfister and Gerstner 2006). */
export const tripletTraces = {
  r_1: { of: "pre", decay: "tau_plus", about: "fast trace of presynaptic spikes" },
  r_2: { of: "pre", decay: "tau_x", about: "slow trace of presynaptic spikes" },
  o_1: { of: "post", decay: "tau_minus", about: "fast trace of postsynaptic spikes" },
  o_2: { of: "post", decay: "tau_y", about: "slow trace of postsynaptic spikes" },
} as const;

// Slow traces are read with their values before the spike, as in all right-hand sides.
/** Weight after a presynaptic and after a postsynaptic spike (Pfister and Gerstner 2006, the triplet rule). */
export const tripletSteps = {
  pre: "weight - o_1 * (a2_minus + a3_minus * r_2)",
  post: "weight + r_1 * (a2_plus + a3_plus * o_2)",
} as const;
