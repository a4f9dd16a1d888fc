/** Classes that pyNN.nest has only if it could compile its NEST extensions. */
export const needsExtensions: ReadonlySet<string> = new Set([
  "SpikeSourceInhGamma",
  "StochasticTsodyksMarkramSynapse",
]);

/** Message for these. */
export const EXTENSIONS =
  "pyNN.nest has this only if PyNN's own NEST extensions are compiled; a NEST from PyPI lacks them.";

/** NEST models of the cells that it solves with a tolerance, by the cell or the membrane of a `PointNeuron`. */
export const nestModels: Readonly<Record<string, string>> = {
  AdExp: "aeif_cond_beta_multisynapse",
  EIF_cond_alpha_isfa_ista: "aeif_cond_alpha",
  EIF_cond_exp_isfa_ista: "aeif_cond_exp",
  HH_cond_exp: "hh_cond_exp_traub",
  IF_cond_alpha: "iaf_cond_alpha",
  IF_cond_exp: "iaf_cond_exp",
  IF_cond_exp_gsfa_grr: "iaf_cond_exp_sfa_rr",
  IF_facets_hardware1: "iaf_cond_exp",
};

/** Supported combinations of a `PointNeuron` in pyNN.nest: a membrane, and the response of all receptors. */
export const pointNeurons: ReadonlySet<string> = new Set([
  "LIF CurrExpPostSynapticResponse",
  "AdExp CondAlphaPostSynapticResponse",
  "AdExp CondBetaPostSynapticResponse",
]);

/** Variables that cannot be set in NEST, by cell. */
export const unset: Readonly<Record<string, ReadonlySet<string>>> = {
  IF_curr_exp: new Set(["isyn_exc", "isyn_inh"]),
  IF_curr_alpha: new Set(["isyn_exc", "isyn_inh"]),
  HH_cond_exp: new Set(["gsyn_exc", "gsyn_inh"]),
  GIF_cond_exp: new Set(["i_eta", "v_t"]),
};

/** Variables whose initial values PyNN 0.13.0 passes to NEST unscaled, in units a thousandth as large. */
export const unscaled: ReadonlySet<string> = new Set(["gsyn_exc", "gsyn_inh", "w"]);
