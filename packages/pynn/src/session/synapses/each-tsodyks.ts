import { defineSynapse, type SynapseRecord } from "@spikeloom/kernel";

/**
 * Tsodyks, Uziel and Markram's synapse with separate time constants in each connection.
 *
 * The model `tsodyks-uziel-markram` solves its active and inactive resources together, which requires one pair
 * of time constants for all. Here `w` = z + kappa y with kappa = tau_rec / (tau_rec - tau_syn) replaces
 * the inactive ones: it decays independently, with tau_rec. Equal time constants are separated by a
 * millionth, which changes the delivered current by less than that.
 */
export const eachTsodyks: SynapseRecord = defineSynapse({
  name: "tsodyks-uziel-markram-each",
  about: "Short-term plasticity of active and inactive resources, with time constants for each.",
  cite: ["doi:10.1523/JNEUROSCI.20-01-j0003.2000"],
  parameters: {
    u_0: { default: 0.5, about: "use of a first spike", min: 0, max: 1 },
    tau_facil: { default: "0 ms", about: "decay of facilitation; 0 ms is none", min: "0 ms" },
    tau_rec: { default: "800 ms", about: "recovery", min: "0 ms", exclusive: true },
    tau_syn: { default: "3 ms", about: "inactivation", min: "0 ms", exclusive: true },
  },
  state: {
    u: { initial: 0, unit: "1", about: "use left from earlier spikes" },
    y: { initial: 0, unit: "1", about: "active resources" },
    w: { initial: 0, unit: "1", about: "inactive resources, and kappa times the active ones" },
  },
  expressions: {
    tau_y: {
      value: "where(abs(tau_rec - tau_syn) > 1e-6 * tau_syn, tau_syn, (1 + 1e-6) * tau_syn)",
      unit: "ms",
      about: "inactivation that differs from recovery",
    },
    kappa: { value: "tau_rec / (tau_rec - tau_y)", unit: "1", about: "share of y in w" },
    u_plus: {
      value: "where(tau_facil > 0*ms, u + u_0 * (1 - u), u_0)",
      unit: "1",
      about: "use at this spike",
    },
    available: { value: "1 - w + (kappa - 1) * y", unit: "1", about: "available resources" },
  },
  dynamics: {
    u: { derivative: "-u / max(tau_facil, 1e-9*ms)", when: "event" },
    y: { derivative: "-y / tau_y", when: "event" },
    w: { derivative: "-w / tau_rec", when: "event" },
  },
  on: {
    pre: {
      u: "u_plus",
      y: "y + u_plus * available",
      w: "w + kappa * u_plus * available",
    },
  },
  deliver: "weight * u_plus * available",
});
