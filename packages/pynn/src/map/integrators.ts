/**
 * Integrators that PyNN's Brian2 backend steps its cells with, where they are not those of our models.
 *
 * Brian2 solves what is linear exactly, and PyNN lets it fall back to forward Euler where it is not. For
 * HH_cond_exp, which forward Euler makes diverge at usual steps, there is no row.
 */
export const brian2Integrators: Readonly<Record<string, string>> = {
  IF_cond_exp: "euler",
  IF_cond_alpha: "euler",
  IF_cond_exp_gsfa_grr: "euler",
  EIF_cond_exp_isfa_ista: "rk2",
  EIF_cond_alpha_isfa_ista: "rk2",
};
