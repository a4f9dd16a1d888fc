/**
 * Integrators of PyNN's backends by cell and convention, if they differ from those of our models.
 *
 * Brian2 solves linear equations exactly, and PyNN lets it fall back to forward Euler for others. For
 * HH_cond_exp, which diverges under forward Euler at usual steps, there is no row.
 * NEURON has none for cells whose spikes it loses (AdEx at 0.1 ms) or whose gates it reads from tables.
 */
export const backendIntegrators: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  brian2: {
    IF_cond_exp: "euler",
    IF_cond_alpha: "euler",
    IF_cond_exp_gsfa_grr: "euler",
    EIF_cond_exp_isfa_ista: "rk2",
    EIF_cond_alpha_isfa_ista: "rk2",
  },
  neuron: {
    IF_curr_exp: "neuron-fixed-step",
    IF_curr_alpha: "neuron-fixed-step-midway",
    IF_cond_exp: "neuron-fixed-step",
    IF_cond_alpha: "neuron-fixed-step-midway",
    IF_cond_exp_gsfa_grr: "neuron-fixed-step",
    IF_facets_hardware1: "neuron-fixed-step",
  },
};
