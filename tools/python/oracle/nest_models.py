"""Which NEST model each of ours is, and the ranges that its parameters are drawn from."""

from collections.abc import Callable
from dataclasses import dataclass, field

from oracle import bounds

# Ours and NEST's name of each parameter; both count in ms, mV, pA, nS and pF.
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
    """A pair of models: how parameters are drawn and named, and what reaches the neuron."""

    ours: str
    nest: str
    draw: Callable
    names: dict
    receptors: dict
    """Range of the weight of each receptor, in the receptor's unit."""
    weight_unit: str
    bound: Callable
    """How far a variable may be from NEST's, given a draw, the variable and NEST's trace."""
    current: tuple
    """Range of the injected current in pA."""
    derived: Callable = lambda p: {}
    """NEST's parameters that are computed from ours."""
    nest_sign: dict = field(default_factory=dict)
    """Factor of a weight on its way to NEST, which tells receptors apart by sign."""
    units: dict = field(default_factory=dict)
    recorded: dict = field(default_factory=lambda: {"v": "V_m"})
    late: int = 0
    """Steps between two spikes that count as the same."""
    options: dict = field(default_factory=dict)
    """Settings of NEST's solver."""

    nest_receptors: dict = field(default_factory=dict)
    """Ports of NEST's models that have more than one."""
    start: Callable = lambda p: {"V_m": p["v_rest"]}
    """NEST's state at the beginning."""

    def unit(self, parameter):
        """Return the unit of a parameter of ours."""
        return self.units.get(parameter) or UNITS[parameter.split("_")[0]]

    def nest_parameters(self, parameters):
        """Translate a draw to NEST."""
        named = {theirs: parameters[ours] for ours, theirs in self.names.items()}
        return {**named, **self.derived(parameters), **self.options}


def membrane(chance):
    """Draw a leaky membrane; the threshold is far enough above rest to be crossed now and then."""
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
    """Draw a membrane with two synaptic time constants, now and then (nearly) that of the membrane."""
    drawn = membrane(chance)
    tau_m = drawn["tau_m"]
    near = chance.one_of([0.0, 1e-9, 1e-6, 1e-3])
    synaptic = chance.one_of([chance.between(0.5, 8), chance.between(0.5, 8), tau_m + near])
    return {**drawn, "tau_syn_exc": synaptic, "tau_syn_inh": chance.between(0.5, 12)}


SYNAPSES = {"tau_syn_exc": "tau_syn_ex", "tau_syn_inh": "tau_syn_in"}

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
            bound=lambda draw, _variable, _theirs: bounds.exact_current(draw),
        ),
        NestModel(
            ours="lif-curr-alpha",
            nest="iaf_psc_alpha",
            draw=currents,
            names={**MEMBRANE, **SYNAPSES},
            receptors={"excitatory": (100, 600), "inhibitory": (-300, -50)},
            weight_unit="pA",
            current=(-100, 500),
            bound=lambda draw, _variable, _theirs: bounds.exact_alpha(draw),
        ),
        NestModel(
            ours="lif-delta",
            nest="iaf_psc_delta",
            draw=membrane,
            names=MEMBRANE,
            receptors={"delta": (-4, 8)},
            weight_unit="mV",
            current=(-100, 500),
            bound=lambda draw, _variable, _theirs: bounds.exact_current(draw),
        ),
    ]
}
