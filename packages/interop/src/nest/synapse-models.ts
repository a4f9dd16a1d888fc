/**
 * One row of a synapse: a name of NEST, its unit, and what it is of ours, an expression of parameters and states.
 *
 * The unit `weight` is that of the target's weights; `bound` is the same, with the sign that weights have there.
 */
export type NestSynapseRow = readonly [nest: string, unit: string, ours: string];

/** A synapse of NEST and the model or rule of ours that does the same. */
export interface NestSynapse {
  readonly nest: string;
  readonly ours: string;
  readonly kind: "synapse" | "plasticity";
  readonly parameters: readonly NestSynapseRow[];
  /** What NEST keeps in the target, so that it is one for all that learn there. */
  readonly ofTarget?: readonly NestSynapseRow[];
  /** What has to hold of ours, where NEST has one case alone: expressions that are true, and why. */
  readonly needs?: readonly (readonly [condition: string, why: string])[];
  /** What NEST does otherwise, where it tells. */
  readonly otherwise?: string;
  /** NEST has one value of each parameter for all synapses of a model, and weights that are positive. */
  readonly isHomogeneous?: boolean;
  /** What of it names the source of the spikes that come to all of its synapses. */
  readonly transmitter?: string;
  /** An expression that is true where nothing is left to chance, of a synapse that draws. */
  readonly certain?: string;
}

const noLeast = ["w_min == 0", "NEST's least weight is zero"] as const;
const potentiates = ["a_plus != 0", "NEST has depression relative to potentiation"] as const;
const times: readonly NestSynapseRow[] = [["tau_plus", "ms", "tau_plus"]];
const minus: readonly NestSynapseRow[] = [["tau_minus", "ms", "tau_minus"]];

/** A rule in PyNN's amplitudes, of given exponents (Guetig and others 2003, equations 1 and 2). */
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
  "NEST takes each source to have sent a spike at time zero, which makes a first pair: weights differ from there on, and in a recurrent network most spikes after them.";
const amongNeurons =
  "NEST's weights differ slightly where neurons that learn act on one another: by some parts in 100,000 at first, after which up to half of the spikes of 200 ms move.";
const resources: readonly NestSynapseRow[] = [
  ["U", "1", "u_0"],
  ["tau_rec", "ms", "tau_rec"],
  ["tau_fac", "ms", "tau_facil"],
];

/** The synapses, each with all that is translated on rows. */
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
    // Its powers are of the number of a weight: of w_ref in that unit a power is left over.
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
    needs: [["c == 0 and c_n == 0", "NEST's synapses begin with nothing to be rewarded"]],
    otherwise: amongNeurons,
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
    needs: [["tau_rec != tau_syn", "NEST divides by the difference of its time constants"]],
  },
  {
    nest: "tsodyks2_synapse",
    ours: "tsodyks-markram",
    kind: "synapse",
    // Its use begins where the first spike finds it, which is U where nothing is left from before.
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
