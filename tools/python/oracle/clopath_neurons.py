"""NEST's neurons for voltage-based plasticity, as models of a network: equations with their own update.

A step is a Runge-Kutta step of the equations, written out, and then what NEST does at its end: values of
the filtered potential move along a line, so that a synapse reads those of some milliseconds before.
"""

import re

import numpy as np

from oracle.draws import STEP_MS

LINES = ("plus", "minus")
OTHERWISE = {"fired": "0"}


def kept_steps(p):
    """Return for how many steps a filtered potential is kept."""
    return round(p["delay_u_bars"] / STEP_MS)


def adaptive(p, sub_steps):
    """Return the adaptive exponential neuron that is clamped for a while at each spike."""
    peak = f"{p['V_peak']!r}*mV"
    bounded = f"min(v, {peak})"
    leak = f"{p['g_L']!r}*nS*({bounded} - ({p['E_L']!r})*mV)"
    upstroke = f"{p['g_L'] * p['Delta_T']!r}*pA * exp(({bounded} - v_t)/({p['Delta_T']!r}*mV))"
    coupling = f"{p['a']!r}*nS*({bounded} - ({p['E_L']!r})*mV)"
    states = {
        "v": (p["V_m"], "mV", f"free*(upstroke - w + z - {leak} + {p['I_e']!r}*pA) / ({p['C_m']!r}*pF)"),
        "w": (p["w"], "pA", f"free*({coupling} - w) / ({p['tau_w']!r}*ms)"),
        "z": (0.0, "pA", f"-z / ({p['tau_z']!r}*ms)"),
        "v_t": (p["V_th_rest"], "mV", f"-(v_t - ({p['V_th_rest']!r})*mV) / ({p['tau_V_th']!r}*ms)"),
        **_filters(p, bounded),
    }
    inline = {"upstroke": upstroke, "free": "int(clamp == 0)"}
    held = round(p["t_clamp"] / STEP_MS)
    # What a spike does; `clamp` counts the steps that are left of it.
    does = {"w": f"w + {p['b']!r}*pA", "z": f"{p['I_sp']!r}*pA", "v_t": f"{p['V_th_max']!r}*mV"}
    # Twenty slopes above its threshold the upstroke is over within e^-20 membrane time constants, which
    # NEST's solver finds within a step: the spike is at its start. Its step counts down, too.
    steep = f"clamp == 0 and v > v_t + {20 * p['Delta_T']!r}*mV"
    at_once = {"v": f"{p['V_clamp']!r}*mV", **does, "clamp": str(held + 1), "fired": "1"}
    before = {key: f"where({steep}, {value}, {OTHERWISE.get(key, key)})" for key, value in at_once.items()}
    after = {"v": f"where(clamp == 1, ({p['V_reset']!r})*mV, v)", "clamp": "max(clamp - 1, 0)"}
    spike = {
        "when": f"fired == 1 or (v >= {peak} and clamp == 0)",
        "reset": {
            "v": f"{p['V_clamp']!r}*mV",
            **{key: f"where(fired == 1, {key}, {value})" for key, value in does.items()},
            "clamp": f"where(fired == 1, clamp, {held})",
        },
    }
    counts = {"clamp": _state(0, "1"), "fired": _state(0, "1")}
    made = _model("clamped-adaptive", p, states, (inline, after), sub_steps, counts)
    return {
        **made,
        "step": [before, *made["step"]],
        "receptors": {"v": {"unit": "mV", "about": "spikes", "on": {"v": "v + weight"}}},
        "spike": spike,
    }


def hodgkin_huxley(p, sub_steps):
    """Return the neuron of squid's channels with alpha-shaped currents."""
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
    return {
        **_model("squid", p, states, (inline, {}), sub_steps, {}),
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


def _model(name, p, states, texts, sub_steps, extra):
    inline, after = texts
    derivatives = {key: _replace(value, inline) for key, (_, _, value) in states.items()}
    length = kept_steps(p)
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
        "step": [*_runge_kutta(derivatives, sub_steps), {**line, **after}],
    }


def _per_ms(unit):
    return {"1": "1/ms", "pA/ms": "pA/ms**2"}.get(unit, f"{unit}/ms")


def _replace(text, names):
    return re.sub(r"\b[a-z_]\w*\b", lambda found: names.get(found[0], found[0]), text)


def _runge_kutta(derivatives, sub_steps):
    """Write the classical scheme as groups of assignments."""
    h = f"dt/{sub_steps}"

    def stage(number, share, before):
        moved = {key: f"({key} + {share}*{h}*k{before}_{key})" for key in derivatives} if share else {}
        return {f"k{number}_{key}": _replace(text, moved) for key, text in derivatives.items()}

    stages = [stage(1, 0, 0), stage(2, 0.5, 1), stage(3, 0.5, 2), stage(4, 1, 3)]
    sums = {key: f"{key} + {h}/6*(k1_{key} + 2*k2_{key} + 2*k3_{key} + k4_{key})" for key in derivatives}
    return [*stages, sums] * sub_steps
