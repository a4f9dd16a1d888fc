import type {
  Assignments,
  ExpressionRecord,
  StateRecord,
  SynapseDynamics,
} from "@spikeloom/kernel";

/** Pulse of transmitter released by a spike. */
export const pulseParameters = {
  c_max: { default: "1 mM", about: "transmitter concentration during a pulse", min: "0 mM" },
  pulse: { default: "1 ms", about: "duration of a pulse", min: "0 ms" },
} as const;

/** Remaining time of the pulse. */
export const pulseState: { readonly remaining: StateRecord } = {
  remaining: {
    initial: "0 ms",
    unit: "ms",
    about: "time until the pulse ends; negative afterwards",
  },
};

/** Transmitter is present until the pulse ends; half a step of tolerance keeps its length at whole steps. */
export const transmitter: { readonly c: ExpressionRecord } = {
  c: { value: "where(remaining > 0.5 * dt, c_max, 0*mM)", unit: "mM", about: "transmitter" },
};

/** Decrease of the remaining time. */
export const pulseDynamics: { readonly remaining: SynapseDynamics } = {
  remaining: { derivative: "-1", when: "step" },
};

/** A spike starts a pulse; a spike within a pulse prolongs it. */
export const release: { readonly pre: Assignments } = { pre: { remaining: "pulse" } };

/** Binding opens receptors, unbinding closes them. */
export const binding: { readonly gate: SynapseDynamics } = {
  gate: { derivative: "alpha * c * (1 - gate) - beta * gate", when: "step" },
};

/** Rates of binding and unbinding. */
export function rates<const Alpha extends `${number} 1/mM/ms`, const Beta extends `${number} 1/ms`>(
  alpha: Alpha,
  beta: Beta,
) {
  return {
    alpha: { default: alpha, about: "binding rate", min: "0 1/mM/ms" },
    beta: { default: beta, about: "unbinding rate", min: "0 1/ms", exclusive: true },
  } as const;
}
