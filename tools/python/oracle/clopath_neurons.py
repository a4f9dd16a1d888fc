"""NEST's neurons for voltage-based plasticity, as models of a network: equations with their own update.

A step is a Runge-Kutta step of the equations, written out, followed by NEST's actions at its end: values of
the filtered potential move along a delay line, so that a synapse reads those of some milliseconds before.
"""

import re

import numpy as np

from oracle.draws import STEP_MS

LINES = ("plus", "minus")


# Number of steps between target and synapse, each way.
BETWEEN = 1


def kept_steps(p):
    """Return the number of steps for which a filtered potential is stored."""
    return round(p["delay_u_bars"] / STEP_MS)


def adaptive(p, sub_steps):
    """Return the adaptive exponential neuron that is clamped for a while at each spike.

    Its upstroke takes microseconds; a step then consists of parts that shrink with it, and the rest of the step
    after the spike is clamped.
    """
    peak = f"{p['V_peak']!r}*mV"
    bounded = f"min(v, {peak})"
    slope = f"({p['Delta_T']!r}*mV)"
    leak = f"{p['g_L']!r}*nS*({bounded} - ({p['E_L']!r})*mV)"
    upstroke = f"{p['g_L'] * p['Delta_T']!r}*pA * exp(({bounded} - v_t)/{slope})"
    coupling = f"{p['a']!r}*nS*({bounded} - ({p['E_L']!r})*mV)"
    states = {
        "v": (p["V_m"], "mV", f"free*(upstroke - w + z - {leak} + {p['I_e']!r}*pA) / ({p['C_m']!r}*pF)"),
        "w": (p["w"], "pA", f"free*({coupling} - w) / ({p['tau_w']!r}*ms)"),
        "z": (0.0, "pA", f"-z / ({p['tau_z']!r}*ms)"),
        "v_t": (p["V_th_rest"], "mV", f"-(v_t - ({p['V_th_rest']!r})*mV) / ({p['tau_V_th']!r}*ms)"),
        **_filters(p, bounded),
    }
    inline = {"upstroke": upstroke, "free": "int(clamp == 0)"}
    derivatives = {key: _replace(value, inline) for key, (_, _, value) in states.items()}
    # A fraction of the time in which the upstroke would become infinite.
    quick = f"{0.4 * p['C_m'] / p['g_L']!r}*ms * exp(-({bounded} - v_t)/{slope})"
    fires = f"clamp == 0 and v >= {peak}"
    # `clamp` counts the remaining steps, including that of the spike.
    does = {
        "v": f"{p['V_clamp']!r}*mV",
        "w": f"w + {p['b']!r}*pA",
        "z": f"{p['I_sp']!r}*pA",
        "v_t": f"{p['V_th_max']!r}*mV",
        "clamp": f"{round(p['t_clamp'] / STEP_MS) + 1}",
        "fired": "1",
    }
    groups = [{"rest": "dt", "fired": "0"}]
    for number in range(sub_steps):
        last = number == sub_steps - 1
        part = "rest" if last else f"where(clamp == 0, min(rest, {quick}), rest)"
        groups += [{"part": part}, *_runge_kutta(derivatives, "part")]
        groups += [{key: f"where({fires}, {value}, {key})" for key, value in does.items()}]
        groups[-1]["rest"] = "rest - part"
    after = {"v": f"where(clamp == 1, ({p['V_reset']!r})*mV, v)", "clamp": "max(clamp - 1, 0)"}
    extra = {name: _state(0, "1") for name in ("clamp", "fired")}
    extra |= {name: _state(0.0, "ms") for name in ("rest", "part")}
    return {
        **_model("clamped-adaptive", p, states, [*groups, after], extra),
        "receptors": {"v": {"unit": "mV", "about": "spikes", "on": {"v": "v + weight"}}},
        "spike": {"when": "fired == 1"},
    }


def hodgkin_huxley(p, attempts):
    """Return the neuron with the squid's channels and alpha-shaped currents.

    A step is integrated as in NEST: with errors of up to a thousandth of a unit in each part, in at most
    ``attempts`` parts.
    """
    inline = {
        "a_n": "(0.1 / exprel(-(v + 55*mV)/(10*mV)) / ms)",
        "b_n": "(0.125 * exp(-(v + 65*mV)/(80*mV)) / ms)",
        "a_m": "(1 / exprel(-(v + 40*mV)/(10*mV)) / ms)",
        "b_m": "(4 * exp(-(v + 65*mV)/(18*mV)) / ms)",
        "a_h": "(0.07 * exp(-(v + 65*mV)/(20*mV)) / ms)",
        "b_h": "(1 / (1 + exp(-(v + 35*mV)/(10*mV))) / ms)",
        "i_na": f"{p['g_Na']!r}*nS*m*m*m*h*(v - {p['E_Na']!r}*mV)",
        "i_k": f"{p['g_K']!r}*nS*n*n*n*n*(v - ({p['E_K']!r})*mV)",
        "i_l": f"{p['g_L']!r}*nS*(v - ({p['E_L']!r})*mV)",
    }
    tau = f"({p['tau_syn_ex']!r}*ms)"
    states = {
        "v": (p["V_m"], "mV", f"(j - i_na - i_k - i_l + {p['I_e']!r}*pA) / ({p['C_m']!r}*pF)"),
        "m": (p["Act_m"], "1", "a_m * (1 - m) - b_m * m"),
        "h": (p["Inact_h"], "1", "a_h * (1 - h) - b_h * h"),
        "n": (p["Act_n"], "1", "a_n * (1 - n) - b_n * n"),
        "dj": (0.0, "pA/ms", f"-dj / {tau}"),
        "j": (0.0, "pA", f"dj - j / {tau}"),
        **_filters(p, "v"),
    }
    rise = f"dj + weight * {float(np.e / p['tau_syn_ex'])!r}/ms"
    derivatives = {key: _replace(value, inline) for key, (_, _, value) in states.items()}
    units = {key: unit for key, (_, unit, _) in states.items()}
    groups = [{"rest": "dt"}, *_fehlberg(derivatives, units) * attempts]
    extra = {"rest": _state(0.0, "ms"), "part": _state(0.0, "ms"), "next": _state(STEP_MS, "ms")}
    extra |= {"error": _state(0.0, "1"), **_scratch(states)}
    return {
        **_model("squid", p, states, groups, extra),
        "receptors": {"v": {"unit": "pA", "about": "spikes", "on": {"dj": rise}}},
        "spike": {"when": "v >= 0*mV", "edge": "rising"},
    }


def _filters(p, potential):
    return {
        f"u_{name}": (
            p[f"u_bar_{name}"],
            "mV",
            f"({potential} - u_{name}) / ({p[f'tau_u_bar_{name}']!r}*ms)",
        )
        for name in LINES
    }


def _state(initial, unit):
    return {"initial": initial if unit == "1" else f"{initial!r} {unit}", "unit": unit, "about": "state"}


def _model(name, p, states, groups, extra):
    # NEST's synapse acts when the source sends, on the earlier state of the target; ours when a spike arrives.
    length = kept_steps(p) + 2 * BETWEEN - 1
    line = {
        f"{name}_{k}": f"{name}_{k - 1}" if k > 0 else f"u_{name}"
        for name in LINES
        for k in range(length, -1, -1)
    }
    slopes = {
        f"k{stage}_{key}": _state(0.0, _per_ms(unit))
        for stage in range(1, 5)
        for key, (_, unit, _) in states.items()
    }
    return {
        "kind": "neuron",
        "contract": 1,
        "name": name,
        "about": "A neuron whose filtered potential is kept for a plastic synapse.",
        "cite": ["doi:10.1038/nn.2479"],
        "parameters": {},
        "state": {
            **{key: _state(initial, unit) for key, (initial, unit, _) in states.items()},
            # Before a line is full it holds zeros.
            **{key: _state(0.0, "mV") for key in line},
            **slopes,
            **extra,
        },
        "step": [*groups, line],
    }


def _scratch(states):
    """Return the further parts of an attempt besides four slopes: two more, and its result."""
    found = {}
    for key, (_, unit, _) in states.items():
        found |= {f"k{stage}_{key}": _state(0.0, _per_ms(unit)) for stage in (5, 6)}
        found[f"s_{key}"] = _state(0.0, unit)
    return found


def _per_ms(unit):
    return {"1": "1/ms", "pA/ms": "pA/ms**2"}.get(unit, f"{unit}/ms")


def _replace(text, names):
    return re.sub(r"\b[a-z_]\w*\b", lambda found: names.get(found[0], found[0]), text)


def _runge_kutta(derivatives, h):
    """Write a step of the classical scheme as groups of assignments."""

    def stage(number, share):
        moved = {key: f"({key} + {share}*{h}*k{number - 1}_{key})" for key in derivatives}
        return {f"k{number}_{key}": _replace(text, moved) for key, text in derivatives.items()}

    first = {f"k1_{key}": text for key, text in derivatives.items()}
    sums = {key: f"{key} + {h}/6*(k1_{key} + 2*k2_{key} + 2*k3_{key} + k4_{key})" for key in derivatives}
    return [first, stage(2, 0.5), stage(3, 0.5), stage(4, 1), sums]


# Fehlberg's pair of orders 4 and 5: nodes' weights, the solution, and its difference from that of order 4.
_NODES = (
    (1 / 4,),
    (3 / 32, 9 / 32),
    (1932 / 2197, -7200 / 2197, 7296 / 2197),
    (439 / 216, -8, 3680 / 513, -845 / 4104),
    (-8 / 27, 2, -3544 / 2565, 1859 / 4104, -11 / 40),
)
_SOLUTION = (16 / 135, 0, 6656 / 12825, 28561 / 56430, -9 / 50, 2 / 55)
_DIFFERENCE = (1 / 360, 0, -128 / 4275, -2197 / 75240, 1 / 50, 2 / 55)


def _fehlberg(derivatives, units):
    """Write an attempt at a part of a step, with the rules of GSL's control for the next part.

    An error above 1.1 of the tolerance repeats the part, shorter; one below a half lengthens the next.
    """

    def mix(weights, key):
        return " + ".join(f"({w!r})*k{k}_{key}" for k, w in enumerate(weights, 1) if w != 0)

    def tries(weights):
        return {f"s_{key}": f"{key} + part*({mix(weights, key)})" for key in derivatives}

    tried = {key: f"s_{key}" for key in derivatives}
    groups = [{"part": "min(next, rest)"}, {f"k1_{key}": text for key, text in derivatives.items()}]
    for stage, weights in enumerate(_NODES, 2):
        groups += [tries(weights)]
        groups += [{f"k{stage}_{key}": _replace(text, tried) for key, text in derivatives.items()}]
    errors = [
        f"abs(part*({mix(_DIFFERENCE, key)}))" + ("" if units[key] == "1" else f"/(1*{units[key]})")
        for key in derivatives
    ]
    largest = errors[0]
    for one in errors[1:]:
        largest = f"max({largest}, {one})"
    groups += [{**tries(_SOLUTION), "error": f"1000 * ({largest})"}]
    taken = "error <= 1.1"
    shorter, longer = "max(0.9 * error**(-0.2), 0.2)", "clip(0.9 * error**(-1/6), 1, 5)"
    following = f"where(error > 1.1, {shorter}, where(error < 0.5, {longer}, 1)) * part"
    groups += [
        {
            **{key: f"where({taken}, s_{key}, {key})" for key in derivatives},
            "rest": f"where({taken}, rest - part, rest)",
            "next": f"where(rest > 0*ms, {following}, next)",
        }
    ]
    return groups
