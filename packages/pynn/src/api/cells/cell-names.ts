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
type AdexMembrane =
  | Exclude<CurrentLif, "tau_syn_E" | "tau_syn_I">
  | "v_spike"
  | "a"
  | "b"
  | "delta_T"
  | "tau_w";
type Adex = ConductanceLif | AdexMembrane;
type Current = "v" | "isyn_exc" | "isyn_inh";
type Conductance = "v" | "gsyn_exc" | "gsyn_inh";
type Activity = "start" | "duration";

/** Names of neurons with a membrane. */
interface Names<Numbers extends string, Variables extends string, Lists extends string = never> {
  readonly numbers: Numbers;
  readonly lists: Lists;
  readonly variables: Variables;
  readonly data: Variables;
  readonly receptors: "excitatory" | "inhibitory";
}

/** Names of spike sources. */
interface SourceNames<Numbers extends string, Lists extends string = never> {
  readonly numbers: Numbers;
  readonly lists: Lists;
  readonly variables: never;
  readonly data: never;
  readonly receptors: never;
}

/** Parameters, recordable variables and receptors of PyNN's standard cells. */
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
    Exclude<ConductanceLif, "v_thresh"> | "delta_v" | "v_t_star" | "lambda0",
    Conductance | "i_eta" | "v_t",
    "tau_eta" | "tau_gamma" | "a_eta" | "a_gamma"
  >;
  readonly SpikeSourceArray: SourceNames<never, "spike_times">;
  readonly SpikeSourcePoisson: SourceNames<"rate" | Activity>;
  readonly SpikeSourcePoissonRefractory: SourceNames<"rate" | "tau_refrac" | Activity>;
  readonly SpikeSourceGamma: SourceNames<"alpha" | "beta" | Activity>;
  readonly SpikeSourceInhGamma: SourceNames<Activity, "a" | "b" | "tbins">;
}

/** Variables of all standard cells, accepted for any group. */
export type StandardVariable = StandardCellNames[keyof StandardCellNames]["variables"];

interface PartNames<Parameters extends string, Variables extends string> {
  readonly parameters: Parameters;
  readonly variables: Variables;
}

/** Parameters and variables of the membranes of point neurons. */
export interface MembraneNames {
  readonly LIF: PartNames<Exclude<CurrentLif, "tau_syn_E" | "tau_syn_I">, "v">;
  readonly AdExp: PartNames<AdexMembrane, "v" | "w">;
}

type Decaying = PartNames<"e_syn" | "tau_syn", "gsyn">;
type Rising = PartNames<"e_syn" | "tau_rise" | "tau_decay", "gsyn">;

/** Parameters and variables of the responses of point neurons. */
export interface ResponseNames {
  readonly CurrExpPostSynapticResponse: PartNames<"tau_syn", "isyn">;
  readonly CondExpPostSynapticResponse: Decaying;
  readonly CondAlphaPostSynapticResponse: Decaying;
  readonly CondBetaPostSynapticResponse: Rising;
  readonly ExpPSR: Decaying;
  readonly AlphaPSR: Decaying;
  readonly BetaPSR: Rising;
}

/** The parts of a point neuron by class name. */
export interface NeuronPartNames extends MembraneNames, ResponseNames {}
