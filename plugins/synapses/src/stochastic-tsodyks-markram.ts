import { defineSynapse } from "@spikeloom/kernel";
import {
  facilitationDynamics,
  facilitationParameters,
  facilitationState,
  use,
} from "./facilitation.ts";

/** Stochastic release from one site that has to recover, with facilitation. */
export const stochasticTsodyksMarkram = defineSynapse({
  name: "stochastic-tsodyks-markram",
  about: "One release site that is full or empty, with stochastic release and recovery.",
  cite: ["doi:10.1152/jn.00258.2001"],
  parameters: {
    ...facilitationParameters,
    tau_rec: {
      default: "100 ms",
      about: "mean time until an empty site is refilled",
      min: "0 ms",
      exclusive: true,
    },
  },
  state: {
    ...facilitationState,
    empty: { initial: 0, unit: "1", about: "probability that the site is still empty" },
  },
  expressions: {
    ...use,
    full: {
      value: "int(rand() >= empty)",
      unit: "1",
      about: "whether the site is full at this spike",
      constantOverStep: true,
    },
    released: {
      value: "full * int(rand() < u_plus)",
      unit: "1",
      about: "whether this spike releases a quantum",
      constantOverStep: true,
    },
  },
  dynamics: {
    ...facilitationDynamics,
    empty: { derivative: "-empty / tau_rec", when: "event" },
  },
  // Certainly empty after a release or without recovery, otherwise certainly full.
  on: { pre: { u: "u_plus", empty: "1 - full + released" } },
  deliver: "weight * released",
});
