import { defineSynapse } from "@spikeloom/kernel";
import {
  facilitationDynamics,
  facilitationParameters,
  facilitationState,
  use,
} from "./facilitation.ts";

/** Short-term depression and facilitation of Tsodyks and Markram. */
export const tsodyksMarkram = defineSynapse({
  name: "tsodyks-markram",
  about: "Short-term depression and facilitation: a spike uses a fraction of the resources.",
  cite: [
    "doi:10.1073/pnas.94.2.719",
    "doi:10.1073/pnas.95.9.5323",
    "doi:10.1162/089976698300017502",
  ],
  parameters: {
    ...facilitationParameters,
    tau_rec: {
      default: "800 ms",
      about: "time constant of recovery from depression",
      min: "0 ms",
      exclusive: true,
    },
  },
  state: {
    ...facilitationState,
    x: { initial: 1, unit: "1", about: "available resources" },
  },
  expressions: use,
  dynamics: {
    ...facilitationDynamics,
    x: { derivative: "(1 - x) / tau_rec", when: "event" },
  },
  on: { pre: { u: "u_plus", x: "x - u_plus * x" } },
  deliver: "weight * u_plus * x",
});
