import { defineSynapse } from "@spikeloom/kernel";
import {
  facilitationDynamics,
  facilitationParameters,
  facilitationState,
  use,
} from "./facilitation.ts";

/** Short-term plasticity with active, inactive and available resources. */
export const tsodyksUzielMarkram = defineSynapse({
  name: "tsodyks-uziel-markram",
  about: "Short-term plasticity whose used resources stay active before they recover.",
  cite: ["doi:10.1523/JNEUROSCI.20-01-j0003.2000"],
  parameters: {
    ...facilitationParameters,
    tau_rec: {
      default: "800 ms",
      about: "time constant of recovery from depression",
      min: "0 ms",
      exclusive: true,
    },
    tau_syn: {
      default: "3 ms",
      about: "time constant of inactivation: the decay of the target's synaptic current",
      min: "0 ms",
      exclusive: true,
    },
  },
  state: {
    ...facilitationState,
    y: { initial: 0, unit: "1", about: "active resources" },
    z: { initial: 0, unit: "1", about: "inactive resources" },
  },
  expressions: {
    ...use,
    available: { value: "1 - y - z", unit: "1", about: "available resources" },
  },
  dynamics: {
    ...facilitationDynamics,
    y: { derivative: "-y / tau_syn", when: "event" },
    z: { derivative: "y / tau_syn - z / tau_rec", when: "event" },
  },
  on: { pre: { u: "u_plus", y: "y + u_plus * available" } },
  deliver: "weight * u_plus * available",
});
