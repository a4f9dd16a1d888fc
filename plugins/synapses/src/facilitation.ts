import type { ExpressionRecord, StateRecord, SynapseDynamics } from "@spikeloom/kernel";

/** Parameters of a use of resources that each spike raises and that decays. */
export const facilitationParameters = {
  u_0: { default: 0.5, about: "use of a first spike", min: 0, max: 1 },
  tau_facil: { default: "0 ms", about: "decay of facilitation; 0 ms is none", min: "0 ms" },
} as const;

/** The use that is left from the spikes before. */
export const facilitationState: { readonly u: StateRecord } = {
  u: { initial: 0, unit: "1", about: "use left from earlier spikes" },
};

/**
 * The use at a spike: what is left, and `u_0` of the rest.
 *
 * Without facilitation that is `u_0` alone, for two spikes of one step as well.
 */
export const use: { readonly u_plus: ExpressionRecord } = {
  u_plus: {
    value: "where(tau_facil > 0*ms, u + u_0 * (1 - u), u_0)",
    unit: "1",
    about: "use at this spike",
  },
};

/**
 * How the use decays between spikes.
 *
 * A time constant of zero is read as a picosecond: nothing is left after any step.
 */
export const facilitationDynamics: { readonly u: SynapseDynamics } = {
  u: { derivative: "-u / max(tau_facil, 1e-9*ms)", when: "event" },
};
