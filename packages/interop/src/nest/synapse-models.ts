/**
 * Row of a synapse: NEST's name, its unit, and an expression of our parameters and states.
 *
 * The unit `weight` is that of the target's weights; `bound` also has the sign of weights there.
 */
export type NestSynapseRow = readonly [nest: string, unit: string, ours: string];

/** A NEST synapse and the equivalent synapse model or rule. */
export interface NestSynapse {
  readonly nest: string;
  readonly ours: string;
  readonly kind: "synapse" | "plasticity";
  readonly parameters: readonly NestSynapseRow[];
  /** Parameters that NEST stores in the target, shared by all its plastic synapses. */
  readonly ofTarget?: readonly NestSynapseRow[];
  /**
   * Conditions on our parameters under which NEST has an equivalent: expressions that must be true, with the reason.
   */
  readonly needs?: readonly (readonly [condition: string, why: string])[];
  /** Differences of NEST, reported as losses. */
  readonly otherwise?: string;
  /** Whether NEST has one value of each parameter for all synapses of a model, and positive weights. */
  readonly isHomogeneous?: boolean;
  /** Parameter for the source of the spikes delivered to all its synapses. */
  readonly transmitter?: string;
  /** Expression that is true if a stochastic synapse is deterministic. */
  readonly certain?: string;
}

const noLeast = ["w_min == 0", "NEST's minimum weight is zero"] as const;
const potentiates = ["a_plus != 0", "NEST defines depression relative to potentiation"] as const;
const times: readonly NestSynapseRow[] = [["tau_plus", "ms", "tau_plus"]];
const minus: readonly NestSynapseRow[] = [["tau_minus", "ms", "tau_minus"]];

/** A rule in PyNN's amplitudes, with given exponents (Guetig et al. 2003, equations 1 and 2). */
function amplitudes(ours: string, plus: string, less: string): NestSynapse {
  return {
    nest: "stdp_synapse",
    ours,
    kind: "plasticity",
    ofTarget: minus,
    parameters: [
      ...times,
      ["lambda", "1", "a_plus"],
      ["alpha", "1", "a_minus / a_plus"],
      ["mu_plus", "1", plus],
      ["mu_minus", "1", less],
      ["Wmax", "bound", "w_max"],
    ],
    needs: [noLeast, potentiates],
  };
}

/** A rule in NEST's own parameters. */
function own(ours: string, nest: string): NestSynapse {
  return {
    nest,
    ours,
    kind: "plasticity",
    ofTarget: minus,
    parameters: [
      ...times,
      ["lambda", "1", "lambda_0"],
      ["alpha", "1", "alpha"],
      ["mu_plus", "1", "mu_plus"],
      ["mu_minus", "1", "mu_minus"],
      ["Wmax", "bound", "w_max"],
    ],
  };
}

const atZero =
  "NEST assumes that each source emitted a spike at time zero, which forms a first pair: weights differ from then on, and in a recurrent network so do most later spikes.";
const resources: readonly NestSynapseRow[] = [
  ["U", "1", "u_0"],
  ["tau_rec", "ms", "tau_rec"],
  ["tau_fac", "ms", "tau_facil"],
];

/** The synapses, each with the rows to translate. */
export const nestSynapses: readonly NestSynapse[] = [
  amplitudes("stdp-pair", "0", "0"),
  amplitudes("stdp-multiplicative", "1", "1"),
  amplitudes("stdp-additive-multiplicative", "0", "1"),
  amplitudes("stdp-guetig", "mu_plus", "mu_minus"),
  own("stdp-nest", "stdp_synapse"),
  { ...own("stdp-nearest-symmetric", "stdp_nn_symm_synapse"), otherwise: atZero },
  own("stdp-presynaptic-centred", "stdp_nn_pre_centered_synapse"),
  { ...own("stdp-restricted-symmetric", "stdp_nn_restr_synapse"), otherwise: atZero },
  {
    nest: "stdp_pl_synapse_hom",
    ours: "stdp-power-law",
    kind: "plasticity",
    // Its powers apply to the numeric value of a weight, so a power of w_ref in that unit remains.
    parameters: [
      ...times,
      ["lambda", "1", "lambda_0 * w_ref**(1 - mu)"],
      ["alpha", "1", "alpha * w_ref**(mu - 1)"],
      ["mu", "1", "mu"],
    ],
    ofTarget: minus,
    isHomogeneous: true,
  },
  {
    nest: "stdp_triplet_synapse",
    ours: "stdp-triplet",
    kind: "plasticity",
    parameters: [
      ...times,
      ["tau_plus_triplet", "ms", "tau_x"],
      ["Aplus", "weight", "a2_plus"],
      ["Aminus", "weight", "a2_minus"],
      ["Aplus_triplet", "weight", "a3_plus"],
      ["Aminus_triplet", "weight", "a3_minus"],
      ["Wmax", "bound", "w_max"],
    ],
    ofTarget: [...minus, ["tau_minus_triplet", "ms", "tau_y"]],
  },
  {
    nest: "stdp_dopamine_synapse",
    ours: "stdp-dopamine",
    kind: "plasticity",
    parameters: [
      ...times,
      ["tau_c", "ms", "tau_c"],
      ["tau_n", "ms", "tau_n"],
      ["A_plus", "weight", "a_plus"],
      ["A_minus", "weight", "a_minus"],
      ["b", "1/ms", "baseline"],
      ["Wmax", "bound", "w_max"],
      ["Wmin", "bound", "w_min"],
    ],
    needs: [["c == 0 and c_n == 0", "NEST's synapses start without an eligibility to be rewarded"]],
    ofTarget: minus,
    isHomogeneous: true,
    transmitter: "volume_transmitter",
  },
  {
    nest: "vogels_sprekeler_synapse",
    ours: "vogels-sprekeler",
    kind: "plasticity",
    parameters: [
      ["tau", "ms", "tau"],
      ["eta", "weight", "eta"],
      ["alpha", "1", "alpha"],
      ["Wmax", "bound", "w_max"],
    ],
    ofTarget: [["tau_minus", "ms", "tau"]],
  },
  {
    nest: "tsodyks_synapse",
    ours: "tsodyks-uziel-markram",
    kind: "synapse",
    parameters: [
      ...resources,
      ["tau_psc", "ms", "tau_syn"],
      ["u", "1", "u"],
      ["x", "1", "1 - y - z"],
      ["y", "1", "y"],
    ],
    needs: [["tau_rec != tau_syn", "NEST divides by the difference of the time constants"]],
  },
  {
    nest: "tsodyks2_synapse",
    ours: "tsodyks-markram",
    kind: "synapse",
    // The first spike finds the initial utilisation, which is U if nothing preceded it.
    parameters: [...resources, ["u", "1", "u_0"], ["x", "1", "x"]],
    needs: [["u == 0 and x == 1", "NEST's synapse is at rest until its first spike"]],
  },
  {
    nest: "bernoulli_synapse",
    ours: "simple-stochastic",
    kind: "synapse",
    parameters: [["p_transmit", "1", "p"]],
    certain: "p == 0 or p == 1",
  },
];
