import type { Template, TemplateRow, TemplateWeight } from "./template.ts";

// Names, units and defaults as in NEST 3.10 (nest.GetDefaults).

interface Membrane {
  readonly C_m: number;
  readonly E_L: number;
  readonly V_reset: number;
  readonly V_th: number;
  readonly t_ref: number;
}

const usual: Membrane = { C_m: 250, E_L: -70, V_reset: -70, V_th: -55, t_ref: 2 };

const membrane = (values: Membrane): readonly TemplateRow[] => [
  ["C_m", "c_m", "pF", values.C_m],
  ["E_L", "v_rest", "mV", values.E_L],
  ["V_reset", "v_reset", "mV", values.V_reset],
  ["V_th", "v_threshold", "mV", values.V_th],
  ["t_ref", "tau_refrac", "ms", values.t_ref],
  ["I_e", "i_offset", "pA", 0],
];

const tauM: TemplateRow = ["tau_m", "tau_m", "ms", 10];
const decays = (exc: number, inh: number): readonly TemplateRow[] => [
  ["tau_syn_ex", "tau_syn_exc", "ms", exc],
  ["tau_syn_in", "tau_syn_inh", "ms", inh],
];
const reversals = (exc: number, inh: number): readonly TemplateRow[] => [
  ["E_ex", "e_rev_exc", "mV", exc],
  ["E_in", "e_rev_inh", "mV", inh],
];
const leak = (initial: number): NonNullable<Template["share"]> => ({
  row: ["g_L", "tau_m", "nS", initial],
  of: ["C_m", "c_m"],
  unit: "ms",
});
const start = (initial: number): TemplateRow => ["V_m", "v", "mV", initial];

const currents: TemplateWeight = {
  unit: "pA",
  receptors: ["excitatory", "inhibitory"],
  isMagnitude: false,
};
const conductances: TemplateWeight = { ...currents, unit: "nS", isMagnitude: true };
const jumps: TemplateWeight = { unit: "mV", receptors: ["delta"], isMagnitude: false };

/** Parameters of every NEST model that do not affect a network. */
const plain: Template["neutral"] = { tau_minus: undefined, tau_minus_triplet: undefined };
const floor: Template["neutral"] = { ...plain, V_min: Number.NEGATIVE_INFINITY };

const conductive = { ...usual, V_reset: -60 };
const gates: readonly TemplateRow[] = [
  ["g_ex", "g_exc", "nS", 0],
  ["g_in", "g_inh", "nS", 0],
];

const adaptive: readonly TemplateRow[] = [
  ...membrane({ C_m: 281, E_L: -70.6, V_reset: -60, V_th: -50.4, t_ref: 0 }),
  ["g_L", "g_l", "nS", 30],
  ["V_peak", "v_spike", "mV", 0],
  ["Delta_T", "delta_t", "mV", 2],
  ["a", "a", "nS", 4],
  ["b", "b", "pA", 80.5],
  ["tau_w", "tau_w", "ms", 144],
];
const adaptiveNeutral: Template["neutral"] = { ...plain, gsl_error_tol: undefined };

/** NEST point neurons, by name. */
export const nestTemplates: Readonly<Record<string, Template>> = {
  iaf_psc_alpha: {
    model: "lif-curr-alpha",
    parameters: [...membrane(usual), tauM, ...decays(2, 2)],
    state: [start(-70)],
    neutral: floor,
    weight: currents,
  },
  iaf_psc_exp: {
    model: "lif-curr-exp",
    parameters: [...membrane(usual), tauM, ...decays(2, 2)],
    state: [start(-70)],
    // Escape noise with slope delta; without a slope, rho is ignored.
    neutral: { ...plain, delta: 0, rho: undefined },
    weight: currents,
  },
  iaf_psc_delta: {
    model: "lif-delta",
    parameters: [...membrane(usual), tauM],
    state: [start(-70)],
    neutral: { ...floor, refractory_input: 0 },
    weight: jumps,
  },
  iaf_cond_exp: {
    model: "lif-cond-exp",
    parameters: [...membrane(conductive), ...decays(0.2, 2), ...reversals(0, -85)],
    share: leak(16.6667),
    state: [start(-70), ...gates],
    neutral: plain,
    weight: conductances,
  },
  iaf_cond_alpha: {
    model: "lif-cond-alpha",
    parameters: [...membrane(conductive), ...decays(0.2, 2), ...reversals(0, -85)],
    share: leak(16.6667),
    state: [start(-70), ...gates],
    neutral: { ...plain, dg_ex: 0, dg_in: 0 },
    weight: conductances,
  },
  iaf_cond_beta: {
    model: "lif-cond-beta",
    parameters: [
      ...membrane(conductive),
      ["tau_rise_ex", "tau_rise_exc", "ms", 0.2],
      ["tau_decay_ex", "tau_decay_exc", "ms", 0.2],
      ["tau_rise_in", "tau_rise_inh", "ms", 2],
      ["tau_decay_in", "tau_decay_inh", "ms", 2],
      ...reversals(0, -85),
    ],
    share: leak(16.6667),
    state: [start(-70), ...gates],
    neutral: { ...plain, dg_ex: 0, dg_in: 0 },
    weight: conductances,
  },
  iaf_cond_exp_sfa_rr: {
    model: "lif-cond-exp-sfa-rr",
    parameters: [
      ...membrane({ C_m: 289.5, E_L: -70, V_reset: -70, V_th: -57, t_ref: 0.5 }),
      ...decays(1.5, 10),
      ...reversals(0, -75),
      ["tau_sfa", "tau_sfa", "ms", 110],
      ["E_sfa", "e_rev_sfa", "mV", -70],
      ["q_sfa", "q_sfa", "nS", 14.48],
      ["tau_rr", "tau_rr", "ms", 1.97],
      ["E_rr", "e_rev_rr", "mV", -70],
      ["q_rr", "q_rr", "nS", 3214],
    ],
    share: leak(28.95),
    state: [start(-70), ...gates, ["g_sfa", "g_sfa", "nS", 0], ["g_rr", "g_rr", "nS", 0]],
    neutral: plain,
    weight: conductances,
  },
  aeif_cond_exp: {
    model: "adex-cond-exp",
    parameters: [...adaptive, ...decays(0.2, 2), ...reversals(0, -85)],
    state: [start(-70.6), ["w", "w", "pA", 0], ...gates],
    neutral: adaptiveNeutral,
    weight: conductances,
  },
  aeif_cond_alpha: {
    model: "adex-cond-alpha",
    parameters: [...adaptive, ...decays(0.2, 2), ...reversals(0, -85)],
    state: [start(-70.6), ["w", "w", "pA", 0], ...gates],
    neutral: { ...adaptiveNeutral, dg_ex: 0, dg_in: 0 },
    weight: conductances,
  },
  mat2_psc_exp: {
    model: "mat2-curr-exp",
    parameters: [
      ["C_m", "c_m", "pF", 100],
      ["tau_m", "tau_m", "ms", 5],
      ["E_L", "v_rest", "mV", -70],
      ["t_ref", "tau_refrac", "ms", 2],
      ["I_e", "i_offset", "pA", 0],
      ["omega", "omega", "mV", -51],
      ["alpha_1", "alpha_1", "mV", 37],
      ["alpha_2", "alpha_2", "mV", 2],
      ["tau_1", "tau_1", "ms", 10],
      ["tau_2", "tau_2", "ms", 200],
      ...decays(1, 3),
    ],
    state: [start(-70), ["V_th_alpha_1", "v_th_1", "mV", 0], ["V_th_alpha_2", "v_th_2", "mV", 0]],
    neutral: plain,
    weight: currents,
  },
  hh_cond_exp_traub: {
    model: "traub-miles-cond-exp",
    parameters: [
      ["C_m", "c_m", "pF", 200],
      ["g_Na", "g_na", "nS", 20_000],
      ["g_K", "g_k", "nS", 6000],
      ["g_L", "g_l", "nS", 10],
      ["E_Na", "e_rev_na", "mV", 50],
      ["E_K", "e_rev_k", "mV", -90],
      ["E_L", "e_rev_leak", "mV", -60],
      ["V_T", "v_offset", "mV", -63],
      ["t_ref", "tau_refrac", "ms", 2],
      ["I_e", "i_offset", "pA", 0],
      ...decays(5, 10),
      ...reversals(0, -80),
    ],
    state: [
      start(-60),
      ["Act_m", "m", "1", 9.895_563_096_746_586e-9],
      ["Inact_h", "h", "1", 0.999_999_999_106_396],
      ["Act_n", "n", "1", 2.551_577_051_602_551e-7],
    ],
    neutral: plain,
    weight: conductances,
  },
  izhikevich: {
    model: "izhikevich",
    parameters: [
      ["a", "a", "1", 0.02],
      ["b", "b", "1", 0.2],
      ["c", "c", "mV", -65],
      ["d", "d", "mV", 8],
      ["V_th", "v_threshold", "mV", 30],
      ["I_e", "i_offset", "pA", 0],
    ],
    state: [start(-65), ["U_m", "u", "mV", -13]],
    neutral: { ...floor, consistent_integration: 1 },
    weight: jumps,
  },
};
