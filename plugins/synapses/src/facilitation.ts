import type { ExpressionRecord, StateRecord, SynapseDynamics } from "@spikeloom/kernel";

/** Parameters of a use of resources that increases with each spike and decays. */
export const facilitationParameters = {
  u_0: { default: 0.5, about: "use at the first spike", min: 0, max: 1 },
  tau_facil: {
    default: "0 ms",
    about: "time constant of facilitation; 0 ms for none",
    min: "0 ms",
  },
} as const;

/** Use remaining from earlier spikes. */
export const facilitationState: { readonly u: StateRecord } = {
  u: { initial: 0, unit: "1", about: "use remaining from earlier spikes" },
};

/**
 * Use at a spike: the remaining use plus `u_0` of the rest.
 *
 * Without facilitation it is always `u_0`, even for two spikes in one step.
 */
export const use: { readonly u_plus: ExpressionRecord } = {
  u_plus: {
    value: "where(tau_facil > 0*ms, u + u_0 * (1 - u), u_0)",
    unit: "1",
    about: "use at this spike",
  },
};

/**
 * Decay of the use between spikes.
 *
 * A time constant of zero is read as a picosecond: nothing remains after any step.
 */
export const facilitationDynamics: { readonly u: SynapseDynamics } = {
  u: { derivative: "-u / max(tau_facil, 1e-9*ms)", when: "event" },
};
