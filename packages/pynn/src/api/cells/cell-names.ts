type CurrentLif =
  | "v_rest"
  | "cm"
  | "tau_m"
  | "tau_refrac"
  | "tau_syn_E"
  | "tau_syn_I"
  | "i_offset"
  | "v_reset"
  | "v_thresh";
type ConductanceLif = CurrentLif | "e_rev_E" | "e_rev_I";
type Adex = ConductanceLif | "v_spike" | "a" | "b" | "delta_T" | "tau_w";
type Current = "v" | "isyn_exc" | "isyn_inh";
type Conductance = "v" | "gsyn_exc" | "gsyn_inh";
type Activity = "start" | "duration";

interface Names<Parameters extends string, Variables extends string = never> {
  readonly parameters: Parameters;
  readonly variables: Variables;
}

/** Parameters and recordable variables of PyNN's standard cells. */
export interface StandardCellNames {
  readonly IF_curr_exp: Names<CurrentLif, Current>;
  readonly IF_curr_alpha: Names<CurrentLif, Current>;
  readonly IF_curr_delta: Names<Exclude<CurrentLif, "tau_syn_E" | "tau_syn_I">, "v">;
  readonly IF_cond_exp: Names<ConductanceLif, Conductance>;
  readonly IF_cond_alpha: Names<ConductanceLif, Conductance>;
  readonly IF_cond_exp_gsfa_grr: Names<
    ConductanceLif | "tau_sfa" | "e_rev_sfa" | "q_sfa" | "tau_rr" | "e_rev_rr" | "q_rr",
    Conductance | "g_s" | "g_r"
  >;
  readonly IF_facets_hardware1: Names<
    "g_leak" | "tau_syn_E" | "tau_syn_I" | "v_reset" | "e_rev_I" | "v_rest" | "v_thresh",
    Conductance
  >;
  readonly HH_cond_exp: Names<
    | "gbar_Na"
    | "gbar_K"
    | "g_leak"
    | "cm"
    | "v_offset"
    | "e_rev_Na"
    | "e_rev_K"
    | "e_rev_leak"
    | "e_rev_E"
    | "e_rev_I"
    | "tau_syn_E"
    | "tau_syn_I"
    | "i_offset",
    Conductance | "m" | "n" | "h"
  >;
  readonly EIF_cond_exp_isfa_ista: Names<Adex, Conductance | "w">;
  readonly EIF_cond_alpha_isfa_ista: Names<Adex, Conductance | "w">;
  readonly Izhikevich: Names<"a" | "b" | "c" | "d" | "i_offset", "v" | "u">;
  readonly GIF_cond_exp: Names<
    | Exclude<ConductanceLif, "v_thresh">
    | "delta_v"
    | "v_t_star"
    | "lambda0"
    | "tau_eta"
    | "tau_gamma"
    | "a_eta"
    | "a_gamma",
    Conductance | "i_eta" | "v_t"
  >;
  readonly SpikeSourceArray: Names<"spike_times">;
  readonly SpikeSourcePoisson: Names<"rate" | Activity>;
  readonly SpikeSourcePoissonRefractory: Names<"rate" | "tau_refrac" | Activity>;
  readonly SpikeSourceGamma: Names<"alpha" | "beta" | Activity>;
  readonly SpikeSourceInhGamma: Names<"a" | "b" | "tbins" | Activity>;
}
