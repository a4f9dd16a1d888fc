import type { PynnParameter } from "./cells.ts";

/** A synapse type of PyNN in terms of one of our synapse models. */
export interface PynnSynapse {
  /** Name of our model; missing if a projection needs none. */
  readonly model?: string;
  /** Parameters other than `weight` and `delay`. */
  readonly parameters: Readonly<Record<string, PynnParameter>>;
  /** Our parameter that is set to the time constant of the receptor. */
  readonly decay?: string;
  /** Whether it couples potentials, in both directions and without a delay. */
  readonly couples?: boolean;
}

/** A part of PyNN's `STDPMechanism`: its parameters, and ours. */
export interface PynnRulePart {
  readonly parameters: Readonly<Record<string, PynnParameter>>;
}

/** A weight dependence, and the resulting rule for each timing dependence. */
export interface PynnDependence extends PynnRulePart {
  readonly rules: Readonly<Record<string, string>>;
}

const row = (value: number, unit: string, to: string): PynnParameter => ({
  default: value,
  unit,
  to,
});

const resources = (tauRec: number): Readonly<Record<string, PynnParameter>> => ({
  U: row(0.5, "1", "u_0"),
  tau_rec: row(tauRec, "ms", "tau_rec"),
  tau_facil: row(0, "ms", "tau_facil"),
});

/** PyNN's synapse types with its names, units and defaults, as our models. */
export const pynnSynapses: Readonly<Record<string, PynnSynapse>> = {
  StaticSynapse: { parameters: {} },
  TsodyksMarkramSynapse: {
    model: "tsodyks-uziel-markram",
    parameters: resources(100),
    // PyNN's backends copy it, so that active resources decay like their current.
    decay: "tau_syn",
  },
  SimpleStochasticSynapse: {
    model: "simple-stochastic",
    parameters: { p: row(0.5, "1", "p") },
  },
  StochasticTsodyksMarkramSynapse: {
    model: "stochastic-tsodyks-markram",
    parameters: resources(100),
  },
  MultiQuantalSynapse: {
    model: "multi-quantal",
    parameters: { ...resources(800), n: row(1, "1", "n") },
  },
  ElectricalSynapse: { model: "gap-junction", parameters: {}, couples: true },
};

/** PyNN's timing dependences, by name in the rules that result. */
export const pynnTimings: Readonly<Record<string, PynnRulePart>> = {
  SpikePairRule: {
    parameters: {
      tau_plus: row(20, "ms", "tau_plus"),
      tau_minus: row(20, "ms", "tau_minus"),
      A_plus: row(0.01, "1", "a_plus"),
      A_minus: row(0.01, "1", "a_minus"),
    },
  },
  // PyNN does not state the units of the last two: its learning rate adds to weights, its rate is in Hz.
  Vogels2011Rule: {
    parameters: {
      tau: row(20, "ms", "tau"),
      eta: row(1e-10, "weight", "eta"),
      rho: row(3, "Hz", "rate_target"),
    },
  },
};

const bounds: Readonly<Record<string, PynnParameter>> = {
  w_min: row(0, "weight", "w_min"),
  w_max: row(1, "weight", "w_max"),
};

/**
 * PyNN's weight dependences.
 *
 * With a `SpikePairRule` they equal NEST's stdp_synapse with lambda = A_plus, alpha = A_minus /
 * A_plus, Wmax = w_max and mu of 0 or 1; unlike there, `A_plus` may be 0 and `w_min` above it.
 */
export const pynnDependences: Readonly<Record<string, PynnDependence>> = {
  AdditiveWeightDependence: {
    parameters: bounds,
    rules: { SpikePairRule: "stdp-pair", Vogels2011Rule: "vogels" },
  },
  MultiplicativeWeightDependence: {
    parameters: bounds,
    rules: { SpikePairRule: "stdp-multiplicative" },
  },
  AdditivePotentiationMultiplicativeDepression: {
    parameters: bounds,
    rules: { SpikePairRule: "stdp-additive-multiplicative" },
  },
  GutigWeightDependence: {
    parameters: {
      ...bounds,
      mu_plus: row(0.5, "1", "mu_plus"),
      mu_minus: row(0.5, "1", "mu_minus"),
    },
    rules: { SpikePairRule: "stdp-guetig" },
  },
};
