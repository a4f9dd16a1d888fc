"""Models as Brian2 writes them; the same text runs in both simulators."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

# Input of every neuron besides spikes: Brian2 reads a TimedArray, SpikeLoom has an input of that name.
INPUT = {"brian2": "i_in = stimulus(t, i) : amp", "ours": "i_in : amp"}


@dataclass(frozen=True)
class Brian2Model:
    """Equations with the ranges of their parameters, as (unit, low, high)."""

    name: str
    equations: str
    method: str
    threshold: str
    parameters: dict
    receptors: dict
    """Variables that synapses add to: (unit, low, high) of the weight."""
    current: tuple
    """Range of the injected current in pA."""
    slope: Callable
    """An upper bound of d(dv/dt)/dv in 1/ms along a trace, given parameters and values."""
    reset: str = "v = v_reset"
    refractory: str | None = "t_ref"
    initial: dict = field(default_factory=lambda: {"v": "v_rest"})
    recorded: dict = field(default_factory=lambda: {"v": "mV"})
    driven: Callable = lambda p: {}
    """Factor by which other variables follow an error of v, in their unit per mV."""
    partner: Callable | None = None
    """A variable coupled to v: name, decay rate, the effect of v on it and its effect on v, per ms."""
    swing: float = 1.0
    """Factor by which v moves faster in a spike that it generates itself than before it."""
    steady: bool = False
    """Whether the current is constant: a scheme that evaluates it at t + dt would see the next value."""
    depends: Callable = lambda p: {}
    """Parameters computed from the drawn ones."""


LEAKY = {
    "tau_m": ("ms", 8, 30),
    "v_rest": ("mV", -75, -65),
    "t_ref": ("ms", 0, 5),
}


def near_threshold(p):
    """Set threshold and reset relative to the resting potential."""
    return {"v_reset": ("mV", p["v_rest"] - 3), "v_th": ("mV", p["v_rest"] + 12)}


def leaky(p, values):
    """Return the slope of a leak: errors of v decay."""
    rate = 1 / p["tau_m"] if "tau_m" in p else p["g_l"] / p["c_m"]
    return np.full(len(values["v"]), -rate)


def spiking(p, values):
    """Return no slope: if V generates its spikes itself, `swing` states how errors grow."""
    return np.zeros(len(values["v"]))


CUBA = """
dv/dt = (ge + gi - (v - v_rest) + r_m*i_in)/tau_m : volt (unless refractory)
dge/dt = -ge/tau_e : volt (unless refractory)
dgi/dt = -gi/tau_i : volt (unless refractory)
"""
CUBA_FREE = CUBA.replace("tau_e : volt (unless refractory)", "tau_e : volt").replace(
    "tau_i : volt (unless refractory)", "tau_i : volt"
)
CUBA_PARAMETERS = {
    **LEAKY,
    "r_m": ("Mohm", 80, 120),
    "tau_e": ("ms", 3, 7),
    "tau_i": ("ms", 8.5, 12),
}
COBA = """
dv/dt = (g_l*(v_rest - v) + ge*(e_e - v) + gi*(e_i - v) + i_in)/c_m : volt (unless refractory)
dge/dt = -ge/tau_e : siemens
dgi/dt = -gi/tau_i : siemens
"""
COBA_PARAMETERS = {
    "c_m": ("pF", 100, 300),
    "g_l": ("nS", 8, 15),
    "v_rest": ("mV", -75, -65),
    "e_e": ("mV", -5, 5),
    "e_i": ("mV", -85, -75),
    "tau_e": ("ms", 2, 8),
    "tau_i": ("ms", 4, 12),
    "t_ref": ("ms", 0, 5),
}
GATES = {"ge": ("nS", 1, 8), "gi": ("nS", 1, 8)}
TRAUB = """
dv/dt = (g_l*(e_l - v) + ge*(e_e - v) + gi*(e_i - v) - g_na*(m*m*m)*h*(v - e_na)
         - g_kd*(n*n*n*n)*(v - e_k) + i_in)/c_m : volt
dm/dt = alpha_m*(1 - m) - beta_m*m : 1
dn/dt = alpha_n*(1 - n) - beta_n*n : 1
dh/dt = alpha_h*(1 - h) - beta_h*h : 1
dge/dt = -ge/tau_e : siemens
dgi/dt = -gi/tau_i : siemens
alpha_m = 0.32*(mV**-1)*4*mV/exprel((13*mV - v + v_t)/(4*mV))/ms : Hz
beta_m = 0.28*(mV**-1)*5*mV/exprel((v - v_t - 40*mV)/(5*mV))/ms : Hz
alpha_h = 0.128*exp((17*mV - v + v_t)/(18*mV))/ms : Hz
beta_h = 4./(1 + exp((40*mV - v + v_t)/(5*mV)))/ms : Hz
alpha_n = 0.032*(mV**-1)*5*mV/exprel((15*mV - v + v_t)/(5*mV))/ms : Hz
beta_n = .5*exp((10*mV - v + v_t)/(40*mV))/ms : Hz
"""


def upstroke(p, values):
    """Return the slope of the exponential term minus that of the leak."""
    return p["g_l"] * (np.exp((values["v"] - p["v_t"]) / p["delta_t"]) - 1) / p["c_m"]


ADEX_PARAMETERS = {
    "c_m": ("pF", 150, 300),
    "g_l": ("nS", 8, 15),
    "v_rest": ("mV", -72, -66),
    "v_t": ("mV", -53, -49),
    "delta_t": ("mV", 1.5, 3),
    "t_ref": ("ms", 0, 3),
}

MODELS = {
    model.name: model
    for model in [
        Brian2Model(
            name="cuba-exact",
            equations=CUBA,
            method="exact",
            threshold="v > v_th",
            parameters=CUBA_PARAMETERS,
            depends=near_threshold,
            receptors={"ge": ("mV", 1, 6), "gi": ("mV", -4, -0.5)},
            current=(80, 250),
            slope=leaky,
            recorded={"v": "mV", "ge": "mV", "gi": "mV"},
        ),
        Brian2Model(
            name="cuba-free-exact",
            equations=CUBA_FREE,
            method="exact",
            threshold="v > v_th",
            parameters=CUBA_PARAMETERS,
            depends=near_threshold,
            receptors={"ge": ("mV", 1, 6), "gi": ("mV", -4, -0.5)},
            current=(80, 250),
            slope=leaky,
            recorded={"v": "mV", "ge": "mV", "gi": "mV"},
        ),
        Brian2Model(
            name="cuba-euler",
            equations=CUBA_FREE,
            method="euler",
            threshold="v >= v_th",
            parameters=CUBA_PARAMETERS,
            depends=near_threshold,
            receptors={"ge": ("mV", 1, 6), "gi": ("mV", -4, -0.5)},
            current=(80, 250),
            slope=leaky,
            recorded={"v": "mV", "ge": "mV", "gi": "mV"},
        ),
        Brian2Model(
            name="delta-exact",
            equations="dv/dt = (v_rest - v + r_m*i_in)/tau_m : volt (unless refractory)",
            method="exact",
            threshold="v > v_th",
            parameters={**LEAKY, "r_m": ("Mohm", 50, 120)},
            depends=near_threshold,
            receptors={"v": ("mV", -2, 6)},
            current=(0, 250),
            slope=leaky,
        ),
        Brian2Model(
            name="delta-not-held",
            equations="dv/dt = (v_rest - v + r_m*i_in)/tau_m : volt",
            method="euler",
            threshold="v > v_th",
            parameters={**LEAKY, "r_m": ("Mohm", 50, 120)},
            depends=near_threshold,
            receptors={"v": ("mV", -2, 6)},
            current=(0, 250),
            slope=leaky,
        ),
        *(
            Brian2Model(
                name=f"coba-{method}",
                equations=COBA,
                method=method,
                threshold="v > v_th",
                parameters=COBA_PARAMETERS,
                depends=near_threshold,
                receptors=GATES,
                current=(0, 250),
                slope=leaky,
                recorded={"v": "mV", "ge": "nS", "gi": "nS"},
                # The last stage of rk4 reads the TimedArray at t + dt; SpikeLoom's inputs hold over a step.
                steady=method == "rk4",
            )
            for method in ("euler", "exponential_euler", "rk2", "rk4", "heun")
        ),
        Brian2Model(
            name="adex-euler",
            equations="""
            dv/dt = (g_l*(v_rest - v) + g_l*delta_t*exp((v - v_t)/delta_t) + ge*(e_e - v) - w
                     + i_in)/c_m : volt (unless refractory)
            dw/dt = (a*(v - v_rest) - w)/tau_w : amp
            dge/dt = -ge/tau_e : siemens
            """,
            method="euler",
            threshold="v > v_th",
            reset="v = v_reset; w += b",
            parameters={
                **ADEX_PARAMETERS,
                "e_e": ("mV", -5, 5),
                "tau_e": ("ms", 2, 8),
                "a": ("nS", 0, 4),
                "b": ("pA", 10, 80),
                "tau_w": ("ms", 50, 200),
            },
            depends=lambda p: {
                "v_reset": ("mV", p["v_rest"] + 5),
                "v_th": ("mV", p["v_t"] + 5 * p["delta_t"]),
            },
            receptors={"ge": ("nS", 1, 8)},
            current=(0, 400),
            slope=upstroke,
            recorded={"v": "mV", "w": "pA", "ge": "nS"},
            partner=lambda p: ("w", 1 / p["tau_w"], p["a"] / p["tau_w"], 1 / p["c_m"]),
        ),
        Brian2Model(
            name="eif-euler",
            equations="""
            dv/dt = (g_l*(v_rest - v) + g_l*delta_t*exp((v - v_t)/delta_t) + i_in)/c_m : volt
            """,
            method="euler",
            threshold="v > v_th",
            parameters=ADEX_PARAMETERS,
            depends=lambda p: {
                "v_reset": ("mV", p["v_rest"] + 5),
                "v_th": ("mV", p["v_t"] + 5 * p["delta_t"]),
            },
            receptors={"v": ("mV", 0, 4)},
            current=(100, 400),
            slope=upstroke,
        ),
        Brian2Model(
            name="qif-euler",
            equations="dv/dt = ((v - v_rest)*(v - v_c)*k + i_in)/c_m : volt (unless refractory)",
            method="euler",
            threshold="v > v_th",
            parameters={
                "c_m": ("pF", 80, 120),
                "v_rest": ("mV", -65, -58),
                "k": ("nS/mV", 0.5, 1),
                "t_ref": ("ms", 0, 3),
            },
            depends=lambda p: {
                "v_c": ("mV", p["v_rest"] + 15),
                "v_reset": ("mV", p["v_rest"] - 5),
                "v_th": ("mV", p["v_rest"] + 50),
            },
            receptors={"v": ("mV", -1, 4)},
            current=(0, 120),
            slope=lambda p, values: p["k"] * (2 * values["v"] - p["v_rest"] - p["v_c"]) / p["c_m"],
        ),
        Brian2Model(
            name="izhikevich-euler",
            equations="""
            dv/dt = (0.04/ms/mV)*v**2 + (5/ms)*v + 140*mV/ms - u + i_in/c_m : volt
            du/dt = a*(b*v - u) : volt/second
            """,
            method="euler",
            threshold="v >= 30*mV",
            reset="v = c; u += d",
            refractory=None,
            parameters={
                "a": ("1/ms", 0.02, 0.1),
                "b": ("1/ms", 0.18, 0.26),
                "c": ("mV", -68, -50),
                "d": ("mV/ms", 1, 8),
                "c_m": ("pF", 1, 1.5),
                "v_rest": ("mV", -72, -65),
            },
            initial={"v": "v_rest", "u": "b*v_rest"},
            receptors={"v": ("mV", -3, 6)},
            current=(2, 14),
            slope=lambda p, values: 0.08 * values["v"] + 5,
            recorded={"v": "mV", "u": "mV/ms"},
            partner=lambda p: ("u", p["a"], p["a"] * p["b"], 1.0),
        ),
        Brian2Model(
            name="traub-exponential-euler",
            equations=TRAUB,
            method="exponential_euler",
            threshold="v > -20*mV",
            reset="",
            refractory="3*ms",
            parameters={
                "c_m": ("pF", 150, 250),
                "g_l": ("nS", 8, 14),
                "e_l": ("mV", -65, -60),
                "e_e": ("mV", -5, 5),
                "e_i": ("mV", -85, -75),
                "e_na": ("mV", 45, 55),
                "e_k": ("mV", -95, -85),
                "g_na": ("uS", 15, 25),
                "g_kd": ("uS", 4.5, 7.5),
                "v_t": ("mV", -65, -61),
                "tau_e": ("ms", 3, 8),
                "tau_i": ("ms", 6, 12),
            },
            initial={"v": "e_l"},
            receptors={"ge": ("nS", 2, 20), "gi": ("nS", 2, 20)},
            current=(0, 400),
            slope=spiking,
            # 300 mV/ms in the upstroke, compared with 0.3 mV/ms at threshold; a gate moves at most 0.1 per mV.
            swing=1e3,
            driven=lambda p: dict.fromkeys("mnh", 0.1),
            recorded={"v": "mV", "m": "1", "n": "1", "h": "1"},
        ),
    ]
}
