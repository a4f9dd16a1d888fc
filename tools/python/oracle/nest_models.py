"""NEST's equivalent of each of our models, and the ranges from which its parameters are drawn."""

from collections.abc import Callable
from dataclasses import dataclass, field

from oracle import bounds

# Our and NEST's name of each parameter; both use ms, mV, pA, nS and pF.
MEMBRANE = {
    "c_m": "C_m",
    "tau_m": "tau_m",
    "v_rest": "E_L",
    "v_reset": "V_reset",
    "v_threshold": "V_th",
    "tau_refrac": "t_ref",
    "i_offset": "I_e",
}
UNITS = {"c": "pF", "tau": "ms", "v": "mV", "e": "mV", "i": "pA", "g": "nS", "q": "nS"}


@dataclass(frozen=True)
class NestModel:
    """A pair of models: how parameters are drawn and named, and the input of the neuron."""

    ours: str
    nest: str
    draw: Callable
    names: dict
    receptors: dict
    """Range of the weight of each receptor, in the receptor's unit."""
    weight_unit: str
    bound: Callable
    """Tolerance of each variable, given a draw and NEST's trace."""
    current: tuple
    """Range of the injected current in pA."""
    current_unit: tuple = ("pA", 1.0)
    """Unit of that current in SpikeLoom, and how many pA it is."""
    crossing: float | None = None
    """A spike is a rise of V above this potential, which NEST's model does not report."""
    derived: Callable = lambda p: {}
    """NEST's parameters that are computed from ours."""
    nest_sign: dict = field(default_factory=dict)
    """Factor of a weight on its way to NEST, which distinguishes receptors by sign."""
    units: dict = field(default_factory=dict)
    recorded: dict = field(default_factory=lambda: {"v": "V_m"})
    late: int = 0
    """Maximum number of steps between two spikes that count as the same."""
    until_parted: bool = False
    """Compare values only up to the first spike that is a step away, after which they legitimately differ."""
    shifted: frozenset = frozenset()
    """Variables that may be those of a trace which is early or late by a step."""
    not_at_spikes: frozenset = frozenset()
    """Variables that NEST resets in the step after the stamp."""
    sub_steps: int | None = None
    """Sub-steps in place of those that the model fixes, if NEST's tolerance is tightened too."""
    options: dict = field(default_factory=dict)
    """Settings of NEST's solver."""

    nest_receptors: dict = field(default_factory=dict)
    """Ports of NEST's models that have more than one."""
    start: Callable = lambda p: {"V_m": p["v_rest"]}
    """NEST's initial state."""

    def unit(self, parameter):
        """Return the unit of a parameter of ours."""
        return self.units.get(parameter) or UNITS[parameter.split("_")[0]]

    def nest_parameters(self, parameters):
        """Translate a draw to NEST."""
        named = {theirs: parameters[ours] for ours, theirs in self.names.items()}
        return {**named, **self.derived(parameters), **self.options}


def membrane(chance):
    """Draw a leaky membrane; the threshold is high enough above rest to be crossed occasionally."""
    rest = chance.between(-75, -65)
    threshold = round(rest + chance.between(10, 20), 3)
    c_m, tau_m = chance.between(100, 400), chance.between(8, 30)
    # The current that holds the neuron at its threshold.
    rheobase = c_m * (threshold - rest) / tau_m
    return {
        "c_m": c_m,
        "tau_m": tau_m,
        "v_rest": rest,
        "v_reset": round(rest + chance.between(-5, 5), 3),
        "v_threshold": threshold,
        "tau_refrac": chance.steps_between(0, 50),
        "i_offset": round(rheobase * chance.between(0.6, 1.1), 3),
    }


def currents(chance):
    """Draw a membrane with two synaptic time constants, sometimes (nearly) equal to that of the membrane."""
    drawn = membrane(chance)
    tau_m = drawn["tau_m"]
    near = chance.one_of([0.0, 1e-9, 1e-6, 1e-3])
    synaptic = chance.one_of([chance.between(0.5, 8), chance.between(0.5, 8), tau_m + near])
    return {**drawn, "tau_syn_exc": synaptic, "tau_syn_inh": chance.between(0.5, 12)}


def conductances(chance):
    """Draw a leaky membrane with two synaptic conductances."""
    return {
        **membrane(chance),
        "tau_syn_exc": chance.between(0.5, 8),
        "tau_syn_inh": chance.between(0.5, 12),
        "e_rev_exc": chance.between(-10, 10),
        "e_rev_inh": chance.between(-90, -75),
    }


def double_exponentials(chance):
    """Draw two conductances with a rise and a decay; NEST requires the decay to be slower."""
    return {
        "tau_rise_exc": chance.between(0.2, 2),
        "tau_decay_exc": chance.between(2, 8),
        "tau_rise_inh": chance.between(0.2, 4),
        "tau_decay_inh": chance.between(4, 12),
        "e_rev_exc": chance.between(-10, 10),
        "e_rev_inh": chance.between(-90, -75),
    }


def beta_conductances(chance):
    """Draw a leaky membrane with two conductances that rise and decay."""
    return {**membrane(chance), **double_exponentials(chance)}


def adaptive(chance):
    """Draw an adaptive exponential neuron; its current is near the one that makes it fire steadily.

    The cut-off is at most 30 slope factors above the threshold (25 by default). At 88 NEST 3.10 adds up to a pA
    too much to w at a spike: after one spike of the same neuron w is 77.448 with a tolerance of 1e-6 and 77.334
    with 1e-10, whereas w could reach at most 76.6 in that step.
    """
    rest, c_m, g_l = chance.between(-75, -65), chance.between(100, 300), chance.between(5, 30)
    threshold = round(rest + chance.between(12, 22), 3)
    delta_t = chance.between(0.5, 3)
    rheobase = g_l * (threshold - rest - delta_t)
    return {
        "c_m": c_m,
        "g_l": g_l,
        "v_rest": rest,
        "v_reset": round(rest + chance.between(-5, 10), 3),
        "v_threshold": threshold,
        "v_spike": round(threshold + delta_t * chance.between(8, 30), 3),
        "delta_t": delta_t,
        "a": chance.between(0, 6),
        "b": chance.between(10, 100),
        "tau_w": chance.between(30, 200),
        "tau_refrac": chance.steps_between(1, 40),
        "i_offset": round(rheobase * chance.between(0.7, 1.3), 3),
    }


def adaptive_conductances(chance):
    """Draw an adaptive exponential neuron with two synaptic conductances."""
    return {
        **adaptive(chance),
        "tau_syn_exc": chance.between(0.5, 8),
        "tau_syn_inh": chance.between(0.5, 12),
        "e_rev_exc": chance.between(-10, 10),
        "e_rev_inh": chance.between(-90, -75),
    }


def adaptive_beta(chance):
    """Draw an adaptive exponential neuron with conductances that rise and decay."""
    return {**adaptive(chance), **double_exponentials(chance)}


def two_time_scales(chance):
    """Draw a membrane without reset whose threshold moves on two time scales."""
    drawn = currents(chance)
    rest, c_m, tau_m = drawn["v_rest"], drawn["c_m"], chance.between(4, 8)
    omega = round(rest + chance.between(8, 16), 3)
    return {
        "c_m": c_m,
        "tau_m": tau_m,
        "v_rest": rest,
        "omega": omega,
        # NEST refuses a refractory period of zero here.
        "tau_refrac": chance.steps_between(1, 50),
        "i_offset": round(c_m * (omega - rest) / tau_m * chance.between(0.8, 1.4), 3),
        "tau_syn_exc": chance.between(0.5, 3),
        "tau_syn_inh": chance.between(0.5, 3),
        "alpha_1": chance.between(5, 40),
        "alpha_2": chance.between(0.5, 4),
        "tau_1": chance.between(5, 20),
        "tau_2": chance.between(100, 300),
    }


def traub_miles(chance):
    """Draw a Traub-Miles membrane near its published values."""
    return {
        "c_m": chance.between(150, 250),
        "g_na": chance.between(15000, 25000),
        "g_k": chance.between(4500, 7500),
        "g_l": chance.between(8, 14),
        "e_rev_na": chance.between(45, 55),
        "e_rev_k": chance.between(-95, -85),
        "e_rev_leak": chance.between(-68, -60),
        "v_offset": chance.between(-65, -61),
        "tau_refrac": chance.steps_between(5, 30),
        "i_offset": chance.between(0, 300),
        "tau_syn_exc": chance.between(1, 8),
        "tau_syn_inh": chance.between(2, 12),
        "e_rev_exc": chance.between(-10, 10),
        "e_rev_inh": chance.between(-85, -75),
    }


def izhikevich(chance):
    """Draw the classes of the 2003 paper and intermediate neurons."""
    return {
        "a": chance.between(0.02, 0.1, digits=4),
        "b": chance.between(0.18, 0.26, digits=4),
        "c": chance.between(-68, -50),
        "d": chance.between(1, 8),
        "v_threshold": chance.between(20, 35),
        "i_offset": chance.between(2, 10),
    }


def squid_axon(chance):
    """Draw Hodgkin and Huxley's membrane near its published values, per area."""
    return {
        "c_m": chance.between(0.9, 1.2),
        "g_na": chance.between(100, 140),
        "g_k": chance.between(32, 40),
        "g_l": chance.between(0.25, 0.35),
        "e_rev_na": chance.between(45, 55),
        "e_rev_k": chance.between(-80, -74),
        "e_rev_leak": chance.between(-56, -53),
        "i_offset": chance.between(2, 12),
    }


def patch(p):
    """Return NEST's parameters of 1e-4 cm^2 of membrane: 100 pF are 1 uF/cm^2, and so on."""
    area = {"C_m": "c_m", "g_Na": "g_na", "g_K": "g_k", "g_L": "g_l", "I_e": "i_offset"}
    return {theirs: 100 * p[name] for theirs, name in area.items()}


def spike_history(chance):
    """Draw a membrane with the two conductances that its own spikes open."""
    return {
        **conductances(chance),
        "tau_refrac": chance.steps_between(1, 10),
        "tau_sfa": chance.between(50, 200),
        "e_rev_sfa": chance.between(-80, -70),
        "q_sfa": chance.between(5, 20),
        "tau_rr": chance.between(1, 5),
        "e_rev_rr": chance.between(-80, -70),
        "q_rr": chance.between(500, 3500),
    }


def escape(chance):
    """Draw a GIF neuron so steep that its escape rate is a threshold, which is deterministic."""
    drawn = conductances(chance)
    terms = {
        f"{name}_{k}": chance.between(*limits[k - 1])
        for name, limits in {
            "tau_eta": ((1, 5), (5, 20), (50, 200)),
            "tau_gamma": ((1, 5), (5, 20), (50, 200)),
            "a_eta": ((5, 50), (5, 30), (1, 10)),
            "a_gamma": ((0.5, 5), (0.5, 3), (0.1, 1)),
        }.items()
        for k in (1, 2, 3)
    }
    # Without a refractory period NEST never resets.
    refractory = chance.steps_between(1, 50)
    return {**drawn, **terms, "tau_refrac": refractory, "delta_v": 1e-7, "lambda_0": 1e4}


SYNAPSES = {"tau_syn_exc": "tau_syn_ex", "tau_syn_inh": "tau_syn_in"}

REVERSALS = {"e_rev_exc": "E_ex", "e_rev_inh": "E_in"}
BETA = {
    "tau_rise_exc": "tau_rise_ex",
    "tau_decay_exc": "tau_decay_ex",
    "tau_rise_inh": "tau_rise_in",
    "tau_decay_inh": "tau_decay_in",
}
ADAPTIVE = {
    **{name: theirs for name, theirs in MEMBRANE.items() if name != "tau_m"},
    "g_l": "g_L",
    "v_spike": "V_peak",
    "delta_t": "Delta_T",
    "a": "a",
    "b": "b",
    "tau_w": "tau_w",
}
CONDUCTIVE = {name: theirs for name, theirs in MEMBRANE.items() if name != "tau_m"}
BOTH_GATES = {"v": "V_m", "g_exc": "g_ex", "g_inh": "g_in"}


# Our sub-steps, if NEST's adaptive solver locates a spike within a step to 1e-10.
FINE = 100


def leak(p):
    """Return the leak conductance of a membrane that is given by its time constant."""
    return {"g_L": p["c_m"] / p["tau_m"]}


def ports(p):
    """Return the receptors of NEST's models with any number of them."""
    pairs = {"tau_rise": "tau_rise", "tau_decay": "tau_decay", "E_rev": "e_rev"}
    return {theirs: [p[f"{ours}_exc"], p[f"{ours}_inh"]] for theirs, ours in pairs.items()}


def terms(p):
    """Return the lists of NEST's GIF neuron."""
    lists = {"tau_stc": "tau_eta", "q_stc": "a_eta", "tau_sfa": "tau_gamma", "q_sfa": "a_gamma"}
    return {theirs: [p[f"{ours}_{k}"] for k in (1, 2, 3)] for theirs, ours in lists.items()}


MODELS = {
    model.ours: model
    for model in [
        NestModel(
            ours="lif-curr-exp",
            nest="iaf_psc_exp",
            draw=currents,
            names={**MEMBRANE, **SYNAPSES},
            receptors={"excitatory": (100, 900), "inhibitory": (-500, -50)},
            weight_unit="pA",
            current=(-100, 500),
            bound=lambda draw, _: {"v": bounds.exact_current(draw)},
        ),
        NestModel(
            ours="lif-curr-alpha",
            nest="iaf_psc_alpha",
            draw=currents,
            names={**MEMBRANE, **SYNAPSES},
            receptors={"excitatory": (100, 600), "inhibitory": (-300, -50)},
            weight_unit="pA",
            current=(-100, 500),
            bound=lambda draw, _: {"v": bounds.exact_alpha(draw)},
        ),
        NestModel(
            ours="lif-delta",
            nest="iaf_psc_delta",
            draw=membrane,
            names=MEMBRANE,
            receptors={"delta": (-4, 8)},
            weight_unit="mV",
            current=(-100, 500),
            bound=lambda draw, _: {"v": bounds.exact_current(draw)},
        ),
        NestModel(
            ours="lif-cond-exp",
            nest="iaf_cond_exp",
            draw=conductances,
            names={**CONDUCTIVE, **SYNAPSES, **REVERSALS},
            derived=leak,
            receptors={"excitatory": (0.5, 8), "inhibitory": (0.5, 8)},
            nest_sign={"inhibitory": -1},
            weight_unit="nS",
            recorded=BOTH_GATES,
            current=(-100, 300),
            bound=bounds.conductive(),
        ),
        NestModel(
            ours="lif-cond-alpha",
            nest="iaf_cond_alpha",
            draw=conductances,
            names={**CONDUCTIVE, **SYNAPSES, **REVERSALS},
            derived=leak,
            receptors={"excitatory": (0.5, 6), "inhibitory": (0.5, 6)},
            nest_sign={"inhibitory": -1},
            weight_unit="nS",
            recorded=BOTH_GATES,
            current=(-100, 300),
            bound=bounds.conductive(rises=True),
        ),
        NestModel(
            ours="lif-cond-beta",
            nest="iaf_cond_beta",
            draw=beta_conductances,
            names={**CONDUCTIVE, **BETA, **REVERSALS},
            derived=leak,
            receptors={"excitatory": (0.5, 6), "inhibitory": (0.5, 6)},
            nest_sign={"inhibitory": -1},
            weight_unit="nS",
            recorded=BOTH_GATES,
            current=(-100, 300),
            bound=bounds.conductive(rises=True),
        ),
        NestModel(
            ours="adex-cond-exp",
            nest="aeif_cond_exp",
            draw=adaptive_conductances,
            names={**ADAPTIVE, **SYNAPSES, **REVERSALS},
            receptors={"excitatory": (0.5, 8), "inhibitory": (0.5, 8)},
            nest_sign={"inhibitory": -1},
            weight_unit="nS",
            units={"a": "nS", "b": "pA", "delta_t": "mV"},
            recorded={**BOTH_GATES, "w": "w"},
            current=(-100, 300),
            options={"gsl_error_tol": 1e-10},
            bound=bounds.adaptive_exponential(rises=False, sub_steps=FINE),
            sub_steps=FINE,
            late=1,
            until_parted=True,
        ),
        NestModel(
            ours="adex-cond-alpha",
            nest="aeif_cond_alpha",
            draw=adaptive_conductances,
            names={**ADAPTIVE, **SYNAPSES, **REVERSALS},
            receptors={"excitatory": (0.5, 6), "inhibitory": (0.5, 6)},
            nest_sign={"inhibitory": -1},
            weight_unit="nS",
            units={"a": "nS", "b": "pA", "delta_t": "mV"},
            recorded={**BOTH_GATES, "w": "w"},
            current=(-100, 300),
            options={"gsl_error_tol": 1e-10},
            bound=bounds.adaptive_exponential(rises=True, sub_steps=FINE),
            sub_steps=FINE,
            late=1,
            until_parted=True,
        ),
        NestModel(
            ours="adex-cond-beta",
            nest="aeif_cond_beta_multisynapse",
            draw=adaptive_beta,
            names=ADAPTIVE,
            derived=ports,
            receptors={"excitatory": (0.5, 6), "inhibitory": (0.5, 6)},
            nest_receptors={"excitatory": 1, "inhibitory": 2},
            weight_unit="nS",
            units={"a": "nS", "b": "pA", "delta_t": "mV"},
            recorded={"v": "V_m", "g_exc": "g_1", "g_inh": "g_2", "w": "w"},
            current=(-100, 300),
            options={"gsl_error_tol": 1e-10},
            bound=bounds.adaptive_exponential(rises=True, sub_steps=FINE),
            sub_steps=FINE,
            late=1,
            until_parted=True,
        ),
        NestModel(
            ours="izhikevich",
            nest="izhikevich",
            draw=izhikevich,
            names={
                **{name: name for name in "abcd"},
                "v_threshold": "V_th",
                "i_offset": "I_e",
            },
            units={"a": "1", "b": "1", "c": "mV", "d": "mV"},
            start=lambda p: {"V_m": -70.0, "U_m": -70.0 * p["b"]},
            receptors={"delta": (-3, 6)},
            weight_unit="mV",
            recorded={"v": "V_m", "u": "U_m"},
            current=(-5, 10),
            bound=bounds.izhikevich,
        ),
        NestModel(
            ours="mat2-curr-exp",
            nest="mat2_psc_exp",
            draw=two_time_scales,
            names={
                **{n: MEMBRANE[n] for n in ("c_m", "tau_m", "v_rest", "tau_refrac", "i_offset")},
                **{n: n for n in ("omega", "alpha_1", "alpha_2", "tau_1", "tau_2")},
                **SYNAPSES,
            },
            units={"omega": "mV", "alpha_1": "mV", "alpha_2": "mV"},
            receptors={"excitatory": (100, 900), "inhibitory": (-500, -50)},
            weight_unit="pA",
            recorded={"v": "V_m", "v_threshold": "V_th"},
            current=(-100, 300),
            bound=bounds.two_time_scales,
        ),
        NestModel(
            ours="traub-miles-cond-exp",
            nest="hh_cond_exp_traub",
            draw=traub_miles,
            names={
                **{n: MEMBRANE[n] for n in ("c_m", "tau_refrac", "i_offset")},
                "g_na": "g_Na",
                "g_k": "g_K",
                "g_l": "g_L",
                "e_rev_na": "E_Na",
                "e_rev_k": "E_K",
                "e_rev_leak": "E_L",
                "v_offset": "V_T",
                **SYNAPSES,
                **REVERSALS,
            },
            start=lambda p: {"V_m": p["e_rev_leak"], "Act_m": 0.0, "Inact_h": 1.0, "Act_n": 0.0},
            receptors={"excitatory": (0.5, 8), "inhibitory": (0.5, 8)},
            nest_sign={"inhibitory": -1},
            weight_unit="nS",
            recorded={**BOTH_GATES, "m": "Act_m", "h": "Inact_h", "n": "Act_n"},
            current=(-100, 300),
            bound=bounds.gates_by_tolerance,
            late=1,
            shifted=frozenset("vmhn"),
        ),
        NestModel(
            ours="lif-cond-exp-sfa-rr",
            nest="iaf_cond_exp_sfa_rr",
            draw=spike_history,
            names={
                **CONDUCTIVE,
                **SYNAPSES,
                **REVERSALS,
                **{n: n for n in ("tau_sfa", "tau_rr", "q_sfa", "q_rr")},
                "e_rev_sfa": "E_sfa",
                "e_rev_rr": "E_rr",
            },
            derived=leak,
            receptors={"excitatory": (0.5, 8), "inhibitory": (0.5, 8)},
            nest_sign={"inhibitory": -1},
            weight_unit="nS",
            recorded={**BOTH_GATES, "g_sfa": "g_sfa", "g_rr": "g_rr"},
            current=(0, 500),
            bound=bounds.spike_history,
        ),
        NestModel(
            ours="gif-cond-exp",
            nest="gif_cond_exp",
            draw=escape,
            names={
                **{n: t for n, t in CONDUCTIVE.items() if n != "v_threshold"},
                "v_threshold": "V_T_star",
                "delta_v": "Delta_V",
                "lambda_0": "lambda_0",
                **SYNAPSES,
                **REVERSALS,
            },
            derived=lambda p: {**leak(p), **terms(p)},
            units={
                "lambda_0": "Hz",
                "delta_v": "mV",
                **{f"a_eta_{k}": "pA" for k in (1, 2, 3)},
                **{f"a_gamma_{k}": "mV" for k in (1, 2, 3)},
            },
            receptors={"excitatory": (0.5, 8), "inhibitory": (0.5, 8)},
            nest_sign={"inhibitory": -1},
            weight_unit="nS",
            recorded={**BOTH_GATES, "i_eta": "I_stc", "v_t": "E_sfa"},
            current=(0, 400),
            options={"gsl_error_tol": 1e-10},
            bound=bounds.escaping,
            not_at_spikes=frozenset("v"),
        ),
        NestModel(
            ours="hodgkin-huxley",
            nest="hh_psc_alpha",
            draw=squid_axon,
            names={"e_rev_na": "E_Na", "e_rev_k": "E_K", "e_rev_leak": "E_L"},
            derived=patch,
            units={
                "c_m": "uF/cm^2",
                "i_offset": "uA/cm^2",
                **dict.fromkeys(("g_na", "g_k", "g_l"), "mS/cm^2"),
            },
            start=lambda p: {"V_m": -65.0},
            receptors={},
            weight_unit="pA",
            recorded={"v": "V_m", "m": "Act_m", "h": "Inact_h", "n": "Act_n"},
            current=(-2, 12),
            current_unit=("uA/cm^2", 100.0),
            # NEST detects falling peaks, SpikeLoom the rise; for both, V rises above zero.
            crossing=0.0,
            bound=bounds.without_synapses,
            shifted=frozenset("vmhn"),
        ),
    ]
}
