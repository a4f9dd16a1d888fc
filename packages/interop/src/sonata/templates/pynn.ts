import type { Template, TemplateRow, TemplateWeight } from "./template.ts";

// Names, units and defaults as in PyNN's standard cells (pyNN.standardmodels.cells, 0.12).

interface Membrane {
  readonly cm: number;
  readonly v_rest: number;
  readonly v_reset: number;
}

const usual: Membrane = { cm: 1, v_rest: -65, v_reset: -65 };

const membrane = ({ cm, v_rest, v_reset }: Membrane): readonly TemplateRow[] => [
  ["cm", "c_m", "nF", cm],
  ["v_rest", "v_rest", "mV", v_rest],
  ["v_reset", "v_reset", "mV", v_reset],
  ["tau_refrac", "tau_refrac", "ms", 0.1],
  ["i_offset", "i_offset", "nA", 0],
];

const lif: readonly TemplateRow[] = [
  ...membrane(usual),
  ["tau_m", "tau_m", "ms", 20],
  ["v_thresh", "v_threshold", "mV", -50],
];

const decays = (exc: number, inh: number): readonly TemplateRow[] => [
  ["tau_syn_E", "tau_syn_exc", "ms", exc],
  ["tau_syn_I", "tau_syn_inh", "ms", inh],
];
const reversals = (exc: number, inh: number): readonly TemplateRow[] => [
  ["e_rev_E", "e_rev_exc", "mV", exc],
  ["e_rev_I", "e_rev_inh", "mV", inh],
];
const start = (initial: number): TemplateRow => ["v", "v", "mV", initial];
const synaptic: readonly TemplateRow[] = [
  ["isyn_exc", "i_syn_exc", "nA", 0],
  ["isyn_inh", "i_syn_inh", "nA", 0],
];
const gates: readonly TemplateRow[] = [
  ["gsyn_exc", "g_exc", "uS", 0],
  ["gsyn_inh", "g_inh", "uS", 0],
];

const currents: TemplateWeight = {
  unit: "nA",
  receptors: ["excitatory", "inhibitory"],
  isMagnitude: false,
};
const conductances: TemplateWeight = { ...currents, unit: "uS", isMagnitude: true };
const jumps: TemplateWeight = { unit: "mV", receptors: ["delta"], isMagnitude: false };

const adaptive: Omit<Template, "model"> = {
  parameters: [
    ...membrane({ cm: 0.281, v_rest: -70.6, v_reset: -70.6 }),
    ["v_thresh", "v_threshold", "mV", -50.4],
    ["v_spike", "v_spike", "mV", -40],
    ["delta_T", "delta_t", "mV", 2],
    ["a", "a", "nS", 4],
    ["b", "b", "nA", 0.0805],
    ["tau_w", "tau_w", "ms", 144],
    ...decays(5, 5),
    ...reversals(0, -80),
  ],
  // nF over ms.
  share: { row: ["tau_m", "g_l", "ms", 9.3667], of: ["cm", "c_m"], unit: "uS" },
  state: [start(-70.6), ["w", "w", "nA", 0], ...gates],
  neutral: {},
  weight: conductances,
};

/** PyNN standard cells, by name. */
export const pynnTemplates: Readonly<Record<string, Template>> = {
  IF_curr_exp: {
    model: "lif-curr-exp",
    parameters: [...lif, ...decays(5, 5)],
    state: [start(-65), ...synaptic],
    neutral: {},
    weight: currents,
  },
  IF_curr_alpha: {
    model: "lif-curr-alpha",
    parameters: [...lif, ...decays(0.5, 0.5)],
    state: [start(-65), ...synaptic],
    neutral: {},
    weight: currents,
  },
  IF_curr_delta: {
    model: "lif-delta",
    parameters: lif,
    state: [start(-65)],
    neutral: {},
    weight: jumps,
  },
  IF_cond_exp: {
    model: "lif-cond-exp",
    parameters: [...lif, ...decays(5, 5), ...reversals(0, -70)],
    state: [start(-65), ...gates],
    neutral: {},
    weight: conductances,
  },
  IF_cond_alpha: {
    model: "lif-cond-alpha",
    parameters: [...lif, ...decays(0.3, 0.5), ...reversals(0, -70)],
    state: [start(-65), ...gates],
    neutral: {},
    weight: conductances,
  },
  IF_cond_exp_gsfa_grr: {
    model: "lif-cond-exp-sfa-rr",
    parameters: [
      ...lif,
      ...decays(5, 5),
      ...reversals(0, -70),
      ["tau_sfa", "tau_sfa", "ms", 100],
      ["e_rev_sfa", "e_rev_sfa", "mV", -75],
      ["q_sfa", "q_sfa", "nS", 15],
      ["tau_rr", "tau_rr", "ms", 2],
      ["e_rev_rr", "e_rev_rr", "mV", -75],
      ["q_rr", "q_rr", "nS", 3000],
    ],
    state: [start(-65), ...gates, ["g_s", "g_sfa", "nS", 0], ["g_r", "g_rr", "nS", 0]],
    neutral: {},
    weight: conductances,
  },
  HH_cond_exp: {
    model: "traub-miles-cond-exp",
    parameters: [
      ["cm", "c_m", "nF", 0.2],
      ["gbar_Na", "g_na", "uS", 20],
      ["gbar_K", "g_k", "uS", 6],
      ["g_leak", "g_l", "uS", 0.01],
      ["e_rev_Na", "e_rev_na", "mV", 50],
      ["e_rev_K", "e_rev_k", "mV", -90],
      ["e_rev_leak", "e_rev_leak", "mV", -65],
      ["v_offset", "v_offset", "mV", -63],
      ["i_offset", "i_offset", "nA", 0],
      ...decays(0.2, 2),
      ...reversals(0, -80),
    ],
    state: [start(-65), ...gates, ["m", "m", "1", 0], ["n", "n", "1", 0], ["h", "h", "1", 1]],
    neutral: {},
    weight: conductances,
  },
  EIF_cond_exp_isfa_ista: { model: "adex-cond-exp", ...adaptive },
  EIF_cond_alpha_isfa_ista: { model: "adex-cond-alpha", ...adaptive },
  Izhikevich: {
    model: "izhikevich",
    parameters: [
      ["a", "a", "1", 0.02],
      ["b", "b", "1", 0.2],
      ["c", "c", "mV", -65],
      ["d", "d", "mV", 2],
      ["i_offset", "i_offset", "nA", 0],
    ],
    state: [start(-70), ["u", "u", "mV", -14]],
    neutral: {},
    weight: jumps,
  },
};
