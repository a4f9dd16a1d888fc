import type {
  Assignments,
  ExpressionRecord,
  StateRecord,
  SynapseDynamics,
} from "@spikeloom/kernel";

/** The pulse of transmitter that a spike releases. */
export const pulseParameters = {
  c_max: { default: "1 mM", about: "transmitter during a pulse", min: "0 mM" },
  pulse: { default: "1 ms", about: "length of a pulse", min: "0 ms" },
} as const;

/** What is left of the pulse. */
export const pulseState: { readonly remaining: StateRecord } = {
  remaining: { initial: "0 ms", unit: "ms", about: "time until the pulse ends; negative after it" },
};

/** Transmitter is there until the pulse ends; half a step of slack keeps its length whole steps. */
export const transmitter: { readonly c: ExpressionRecord } = {
  c: { value: "where(remaining > 0.5 * dt, c_max, 0*mM)", unit: "mM", about: "transmitter" },
};

/** How the pulse runs out. */
export const pulseDynamics: { readonly remaining: SynapseDynamics } = {
  remaining: { derivative: "-1", when: "step" },
};

/** A spike begins a pulse; one within a pulse prolongs it. */
export const release: { readonly pre: Assignments } = { pre: { remaining: "pulse" } };

/** Binding to open, unbinding to close. */
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
