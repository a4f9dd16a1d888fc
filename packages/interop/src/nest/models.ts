/** Table row: NEST's name, its unit, and our name or an expression of our names. */
export type NestRow = readonly [nest: string, unit: string, ours: string];

/** How NEST selects the receptor of a weight: by sign or by port. */
export interface NestPort {
  /** Factor that converts our weight to NEST's. */
  readonly factor: 1 | -1;
  /** Required sign of our weights; any if missing. */
  readonly sign?: 1 | -1;
  readonly port?: number;
}

/** A NEST model and our model with the same equations; each row has the units of both. */
export interface NestModel {
  /** Name of NEST's model. */
  readonly nest: string;
  /** Name of ours. */
  readonly ours: string;
  readonly parameters: readonly NestRow[];
  /** List parameters of NEST models with any number of receptors. */
  readonly lists?: readonly (readonly [nest: string, unit: string, ours: readonly string[]])[];
  readonly state: readonly NestRow[];
  readonly receptors: Readonly<Record<string, NestPort>>;
  readonly weightUnit: "pA" | "nS" | "mV";
}

const membrane: readonly NestRow[] = [
  ["C_m", "pF", "c_m"],
  ["E_L", "mV", "v_rest"],
  ["V_reset", "mV", "v_reset"],
  ["V_th", "mV", "v_threshold"],
  ["t_ref", "ms", "tau_refrac"],
  ["I_e", "pA", "i_offset"],
];
const leaky: readonly NestRow[] = [...membrane, ["tau_m", "ms", "tau_m"]];
const conductive: readonly NestRow[] = [...membrane, ["g_L", "nS", "c_m / tau_m"]];
const decays: readonly NestRow[] = [
  ["tau_syn_ex", "ms", "tau_syn_exc"],
  ["tau_syn_in", "ms", "tau_syn_inh"],
];
const reversals: readonly NestRow[] = [
  ["E_ex", "mV", "e_rev_exc"],
  ["E_in", "mV", "e_rev_inh"],
];
const beta: readonly NestRow[] = [
  ["tau_rise_ex", "ms", "tau_rise_exc"],
  ["tau_decay_ex", "ms", "tau_decay_exc"],
  ["tau_rise_in", "ms", "tau_rise_inh"],
  ["tau_decay_in", "ms", "tau_decay_inh"],
];
const adaptive: readonly NestRow[] = [
  ...membrane,
  ["g_L", "nS", "g_l"],
  ["V_peak", "mV", "v_spike"],
  ["Delta_T", "mV", "delta_t"],
  ["a", "nS", "a"],
  ["b", "pA", "b"],
  ["tau_w", "ms", "tau_w"],
];

const v: NestRow = ["V_m", "mV", "v"];
const gates: readonly NestRow[] = [
  ["g_ex", "nS", "g_exc"],
  ["g_in", "nS", "g_inh"],
];
const signed = {
  excitatory: { factor: 1, sign: 1 },
  inhibitory: { factor: 1, sign: -1 },
} as const;
const opened = {
  excitatory: { factor: 1, sign: 1 },
  inhibitory: { factor: -1, sign: 1 },
} as const;
const jump = { delta: { factor: 1 } } as const;

/** The models, each with rows that are read in both directions. */
export const nestModels: readonly NestModel[] = [
  {
    nest: "iaf_psc_exp",
    ours: "lif-curr-exp",
    parameters: [...leaky, ...decays],
    state: [v],
    receptors: signed,
    weightUnit: "pA",
  },
  {
    nest: "iaf_psc_alpha",
    ours: "lif-curr-alpha",
    parameters: [...leaky, ...decays],
    state: [v],
    receptors: signed,
    weightUnit: "pA",
  },
  {
    nest: "iaf_psc_delta",
    ours: "lif-delta",
    parameters: leaky,
    state: [v],
    receptors: jump,
    weightUnit: "mV",
  },
  {
    nest: "iaf_cond_exp",
    ours: "lif-cond-exp",
    parameters: [...conductive, ...decays, ...reversals],
    state: [v, ...gates],
    receptors: opened,
    weightUnit: "nS",
  },
  {
    nest: "iaf_cond_alpha",
    ours: "lif-cond-alpha",
    parameters: [...conductive, ...decays, ...reversals],
    state: [v, ...gates],
    receptors: opened,
    weightUnit: "nS",
  },
  {
    nest: "iaf_cond_beta",
    ours: "lif-cond-beta",
    parameters: [...conductive, ...beta, ...reversals],
    state: [v, ...gates],
    receptors: opened,
    weightUnit: "nS",
  },
  {
    nest: "aeif_cond_exp",
    ours: "adex-cond-exp",
    parameters: [...adaptive, ...decays, ...reversals],
    state: [v, ...gates, ["w", "pA", "w"]],
    receptors: opened,
    weightUnit: "nS",
  },
  {
    nest: "aeif_cond_alpha",
    ours: "adex-cond-alpha",
    parameters: [...adaptive, ...decays, ...reversals],
    state: [v, ...gates, ["w", "pA", "w"]],
    receptors: opened,
    weightUnit: "nS",
  },
  {
    nest: "aeif_cond_beta_multisynapse",
    ours: "adex-cond-beta",
    parameters: adaptive,
    lists: [
      ["tau_rise", "ms", ["tau_rise_exc", "tau_rise_inh"]],
      ["tau_decay", "ms", ["tau_decay_exc", "tau_decay_inh"]],
      ["E_rev", "mV", ["e_rev_exc", "e_rev_inh"]],
    ],
    state: [v, ["g_1", "nS", "g_exc"], ["g_2", "nS", "g_inh"], ["w", "pA", "w"]],
    receptors: {
      excitatory: { factor: 1, sign: 1, port: 1 },
      inhibitory: { factor: 1, sign: 1, port: 2 },
    },
    weightUnit: "nS",
  },
  {
    nest: "izhikevich",
    ours: "izhikevich",
    parameters: [
      ["a", "1", "a"],
      ["b", "1", "b"],
      ["c", "mV", "c"],
      ["d", "mV", "d"],
      ["V_th", "mV", "v_threshold"],
      ["I_e", "pA", "i_offset"],
    ],
    state: [v, ["U_m", "mV", "u"]],
    receptors: jump,
    weightUnit: "mV",
  },
  {
    nest: "mat2_psc_exp",
    ours: "mat2-curr-exp",
    parameters: [
      ["C_m", "pF", "c_m"],
      ["tau_m", "ms", "tau_m"],
      ["E_L", "mV", "v_rest"],
      ["t_ref", "ms", "tau_refrac"],
      ["I_e", "pA", "i_offset"],
      ["omega", "mV", "omega"],
      ["alpha_1", "mV", "alpha_1"],
      ["alpha_2", "mV", "alpha_2"],
      ["tau_1", "ms", "tau_1"],
      ["tau_2", "ms", "tau_2"],
      ...decays,
    ],
    state: [v],
    receptors: signed,
    weightUnit: "pA",
  },
  {
    nest: "hh_cond_exp_traub",
    ours: "traub-miles-cond-exp",
    parameters: [
      ["C_m", "pF", "c_m"],
      ["t_ref", "ms", "tau_refrac"],
      ["I_e", "pA", "i_offset"],
      ["g_Na", "nS", "g_na"],
      ["g_K", "nS", "g_k"],
      ["g_L", "nS", "g_l"],
      ["E_Na", "mV", "e_rev_na"],
      ["E_K", "mV", "e_rev_k"],
      ["E_L", "mV", "e_rev_leak"],
      ["V_T", "mV", "v_offset"],
      ...decays,
      ...reversals,
    ],
    state: [v, ["Act_m", "1", "m"], ["Inact_h", "1", "h"], ["Act_n", "1", "n"]],
    receptors: opened,
    weightUnit: "nS",
  },
  {
    nest: "iaf_cond_exp_sfa_rr",
    ours: "lif-cond-exp-sfa-rr",
    parameters: [
      ...conductive,
      ...decays,
      ...reversals,
      ["tau_sfa", "ms", "tau_sfa"],
      ["tau_rr", "ms", "tau_rr"],
      ["q_sfa", "nS", "q_sfa"],
      ["q_rr", "nS", "q_rr"],
      ["E_sfa", "mV", "e_rev_sfa"],
      ["E_rr", "mV", "e_rev_rr"],
    ],
    state: [v, ...gates, ["g_sfa", "nS", "g_sfa"], ["g_rr", "nS", "g_rr"]],
    receptors: opened,
    weightUnit: "nS",
  },
];
