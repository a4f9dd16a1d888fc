/** A parameter of a PyNN cell: its default in PyNN's unit, and our name. */
export interface PynnParameter {
  readonly default: number | readonly number[];
  /** PyNN's unit; `1` if dimensionless. */
  readonly unit: string;
  /** Our name, or one name per sequence element; missing if `derived` uses it. */
  readonly to?: string | readonly string[];
  /** Exclusive lower bound if `derived` uses it; the model states those of other parameters. */
  readonly above?: number;
}

/** A PyNN cell in terms of one of our models. */
export interface PynnCell {
  /** Name of our model. */
  readonly model: string;
  readonly parameters: Readonly<Record<string, PynnParameter>>;
  /** Our parameters as expressions of PyNN's: `{ g_l: "cm / tau_m" }`. */
  readonly derived?: Readonly<Record<string, string>>;
  /** Our parameters that cannot be set in PyNN. */
  readonly fixed?: Readonly<Record<string, string | number>>;
  /** PyNN's receptor names and ours. */
  readonly receptors?: Readonly<Record<string, string>>;
  /** PyNN's recordable variables and ours, with PyNN's initial values. */
  readonly variables?: Readonly<
    Record<string, { readonly to: string; readonly unit: string; readonly initial?: number }>
  >;
}

type Rows = Readonly<Record<string, PynnParameter>>;

const row = (value: number, unit: string, to: string): PynnParameter => ({
  default: value,
  unit,
  to,
});

const ports = { excitatory: "excitatory", inhibitory: "inhibitory" } as const;
const jumps = { excitatory: "delta", inhibitory: "delta" } as const;

const lif: Rows = {
  v_rest: row(-65, "mV", "v_rest"),
  cm: row(1, "nF", "c_m"),
  tau_m: row(20, "ms", "tau_m"),
  tau_refrac: row(0.1, "ms", "tau_refrac"),
  i_offset: row(0, "nA", "i_offset"),
  v_reset: row(-65, "mV", "v_reset"),
  v_thresh: row(-50, "mV", "v_threshold"),
};

const withoutThreshold: Rows = Object.fromEntries(
  Object.entries(lif).filter(([name]) => name !== "v_thresh"),
);

const decays = (exc: number, inh: number): Rows => ({
  tau_syn_E: row(exc, "ms", "tau_syn_exc"),
  tau_syn_I: row(inh, "ms", "tau_syn_inh"),
});

const reversals = (exc: number, inh: number): Rows => ({
  e_rev_E: row(exc, "mV", "e_rev_exc"),
  e_rev_I: row(inh, "mV", "e_rev_inh"),
});

const current = {
  v: { to: "v", unit: "mV", initial: -65 },
  isyn_exc: { to: "i_syn_exc", unit: "nA", initial: 0 },
  isyn_inh: { to: "i_syn_inh", unit: "nA", initial: 0 },
} as const;

const conductance = {
  gsyn_exc: { to: "g_exc", unit: "uS", initial: 0 },
  gsyn_inh: { to: "g_inh", unit: "uS", initial: 0 },
} as const;

const adex: PynnCell = {
  model: "adex-cond-exp",
  parameters: {
    cm: row(0.281, "nF", "c_m"),
    tau_refrac: row(0.1, "ms", "tau_refrac"),
    v_spike: row(-40, "mV", "v_spike"),
    v_reset: row(-70.6, "mV", "v_reset"),
    v_rest: row(-70.6, "mV", "v_rest"),
    tau_m: { default: 9.3667, unit: "ms", above: 0 },
    i_offset: row(0, "nA", "i_offset"),
    a: row(4, "nS", "a"),
    b: row(0.0805, "nA", "b"),
    delta_T: row(2, "mV", "delta_t"),
    tau_w: row(144, "ms", "tau_w"),
    v_thresh: row(-50.4, "mV", "v_threshold"),
    ...reversals(0, -80),
    ...decays(5, 5),
  },
  derived: { g_l: "cm / tau_m" },
  receptors: ports,
  variables: {
    v: { to: "v", unit: "mV", initial: -70.6 },
    w: { to: "w", unit: "nA", initial: 0 },
    ...conductance,
  },
};

const triple = (name: string): readonly string[] => [1, 2, 3].map((k) => `${name}_${k}`);
const activity: Rows = {
  start: row(0, "ms", "start"),
  duration: row(1e10, "ms", "duration"),
};

/**
 * PyNN's standard cells with its names, units and defaults, as our models.
 *
 * Both receptors of cells with jumps lead to one port: the sign of the weight distinguishes them.
 */
export const pynnCells: Readonly<Record<string, PynnCell>> = {
  IF_curr_exp: {
    model: "lif-curr-exp",
    parameters: { ...lif, ...decays(5, 5) },
    receptors: ports,
    variables: current,
  },
  IF_curr_alpha: {
    model: "lif-curr-alpha",
    parameters: { ...lif, ...decays(0.5, 0.5) },
    receptors: ports,
    variables: current,
  },
  IF_curr_delta: {
    model: "lif-delta",
    parameters: lif,
    receptors: jumps,
    variables: { v: current.v },
  },
  IF_cond_exp: {
    model: "lif-cond-exp",
    parameters: { ...lif, ...decays(5, 5), ...reversals(0, -70) },
    receptors: ports,
    variables: { v: current.v, ...conductance },
  },
  IF_cond_alpha: {
    model: "lif-cond-alpha",
    parameters: { ...lif, ...decays(0.3, 0.5), ...reversals(0, -70) },
    receptors: ports,
    variables: { v: current.v, ...conductance },
  },
  IF_cond_exp_gsfa_grr: {
    model: "lif-cond-exp-sfa-rr",
    parameters: {
      ...lif,
      ...decays(5, 5),
      ...reversals(0, -70),
      tau_sfa: row(100, "ms", "tau_sfa"),
      e_rev_sfa: row(-75, "mV", "e_rev_sfa"),
      q_sfa: row(15, "nS", "q_sfa"),
      tau_rr: row(2, "ms", "tau_rr"),
      e_rev_rr: row(-75, "mV", "e_rev_rr"),
      q_rr: row(3000, "nS", "q_rr"),
    },
    receptors: ports,
    variables: {
      v: current.v,
      ...conductance,
      g_s: { to: "g_sfa", unit: "nS", initial: 0 },
      g_r: { to: "g_rr", unit: "nS", initial: 0 },
    },
  },
  IF_facets_hardware1: {
    model: "lif-cond-exp",
    parameters: {
      g_leak: { default: 40, unit: "nS", above: 0 },
      ...decays(30, 30),
      v_reset: row(-80, "mV", "v_reset"),
      e_rev_I: row(-80, "mV", "e_rev_inh"),
      v_rest: row(-65, "mV", "v_rest"),
      v_thresh: row(-55, "mV", "v_threshold"),
    },
    derived: { tau_m: "0.2*nF / g_leak" },
    fixed: { c_m: "0.2 nF", tau_refrac: "1 ms", e_rev_exc: "0 mV", i_offset: "0 nA" },
    receptors: ports,
    variables: { v: current.v, ...conductance },
  },
  HH_cond_exp: {
    model: "traub-miles-cond-exp",
    parameters: {
      gbar_Na: row(20, "uS", "g_na"),
      gbar_K: row(6, "uS", "g_k"),
      g_leak: row(0.01, "uS", "g_l"),
      cm: row(0.2, "nF", "c_m"),
      v_offset: row(-63, "mV", "v_offset"),
      e_rev_Na: row(50, "mV", "e_rev_na"),
      e_rev_K: row(-90, "mV", "e_rev_k"),
      e_rev_leak: row(-65, "mV", "e_rev_leak"),
      ...reversals(0, -80),
      ...decays(0.2, 2),
      i_offset: row(0, "nA", "i_offset"),
    },
    receptors: ports,
    variables: {
      v: current.v,
      ...conductance,
      m: { to: "m", unit: "1", initial: 0 },
      n: { to: "n", unit: "1", initial: 0 },
      h: { to: "h", unit: "1", initial: 1 },
    },
  },
  EIF_cond_exp_isfa_ista: adex,
  EIF_cond_alpha_isfa_ista: { ...adex, model: "adex-cond-alpha" },
  Izhikevich: {
    model: "izhikevich",
    parameters: {
      a: row(0.02, "1", "a"),
      b: row(0.2, "1", "b"),
      c: row(-65, "mV", "c"),
      d: row(2, "mV", "d"),
      i_offset: row(0, "nA", "i_offset"),
    },
    receptors: jumps,
    variables: {
      v: { to: "v", unit: "mV", initial: -70 },
      u: { to: "u", unit: "mV", initial: -14 },
    },
  },
  GIF_cond_exp: {
    model: "gif-cond-exp",
    parameters: {
      ...withoutThreshold,
      tau_refrac: row(4, "ms", "tau_refrac"),
      ...decays(5, 5),
      ...reversals(0, -70),
      delta_v: row(0.5, "mV", "delta_v"),
      v_t_star: row(-48, "mV", "v_threshold"),
      lambda0: row(1, "Hz", "lambda_0"),
      tau_eta: { default: [1, 10, 100], unit: "ms", to: triple("tau_eta") },
      tau_gamma: { default: [1, 10, 100], unit: "ms", to: triple("tau_gamma") },
      a_eta: { default: [1, 1, 1], unit: "nA", to: triple("a_eta") },
      a_gamma: { default: [1, 1, 1], unit: "mV", to: triple("a_gamma") },
    },
    receptors: ports,
    variables: {
      v: current.v,
      ...conductance,
      i_eta: { to: "i_eta", unit: "nA" },
      v_t: { to: "v_t", unit: "mV", initial: -48 },
    },
  },
  SpikeSourceArray: {
    model: "spike-array",
    parameters: { spike_times: { default: [], unit: "ms", to: "times" } },
  },
  SpikeSourcePoisson: {
    model: "poisson",
    parameters: { rate: row(1, "Hz", "rate"), ...activity },
  },
  SpikeSourcePoissonRefractory: {
    model: "poisson-refractory",
    parameters: {
      rate: row(1, "Hz", "rate"),
      tau_refrac: row(0, "ms", "tau_refrac"),
      ...activity,
    },
  },
  SpikeSourceGamma: {
    model: "gamma",
    parameters: { alpha: row(2, "1", "alpha"), beta: row(1, "Hz", "beta"), ...activity },
  },
  // As many pieces as list elements: `inhomogeneousGamma` creates models with more than one.
  SpikeSourceInhGamma: {
    model: "inhomogeneous-gamma",
    parameters: {
      a: { default: [1], unit: "1", to: ["a_1"] },
      b: { default: [1], unit: "s", to: ["b_1"] },
      tbins: { default: [0], unit: "ms", to: ["tbin_1"] },
      ...activity,
    },
  },
};
