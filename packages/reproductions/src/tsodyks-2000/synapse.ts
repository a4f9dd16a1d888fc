import { defineSynapse, type SynapseModel } from "@spikeloom/kernel";

/**
 * The synapse of the paper with individual parameters for every connection.
 *
 * Active resources y feed inactive ones z. Their sum q = z + y / (1 - tau_syn / tau_rec) decays independently, so
 * every synapse can be solved in closed form with its own time constants.
 */
export const burstSynapse: SynapseModel = defineSynapse({
  name: "tsodyks-2000",
  about:
    "Short-term plasticity with active, inactive and available resources, in parted variables.",
  cite: ["doi:10.1523/JNEUROSCI.20-01-j0003.2000"],
  parameters: {
    u_0: { default: 0.5, about: "use of a first spike", min: 0, max: 1 },
    tau_rec: { default: "800 ms", about: "recovery; longer than tau_syn" },
    tau_facil: { default: "0 ms", about: "decay of facilitation; 0 ms is none", min: "0 ms" },
    tau_syn: { default: "3 ms", about: "inactivation" },
  },
  state: {
    u: { initial: 0, unit: "1", about: "use left from earlier spikes" },
    y: { initial: 0, unit: "1", about: "active resources" },
    q: { initial: 0, unit: "1", about: "resources on their way back" },
  },
  expressions: {
    u_plus: { value: "u + u_0 * (1 - u)", unit: "1", about: "use at this spike" },
    share: { value: "1 / (1 - tau_syn / tau_rec)", unit: "1", about: "of y in q" },
    available: { value: "1 - q + (share - 1) * y", unit: "1", about: "available resources" },
  },
  dynamics: {
    // A time constant of zero is treated as a picosecond: nothing remains after any step.
    u: { derivative: "-u / max(tau_facil, 1e-9*ms)", when: "event" },
    y: { derivative: "-y / tau_syn", when: "event" },
    q: { derivative: "-q / tau_rec", when: "event" },
  },
  on: {
    pre: {
      u: "u_plus",
      y: "y + u_plus * available",
      q: "q + share * u_plus * available",
    },
  },
  deliver: "weight * u_plus * available",
}) as SynapseModel;
