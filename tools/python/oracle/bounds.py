"""How far two correct simulations may be apart, derived from the parameters of a draw.

Both follow the same recursion v' = P v + ... with 0 < P < 1, so that an error of one step fades by
P a step, and errors of ``delta`` a step come to at most ``delta / (1 - P)``, which is less than
``delta * (1 + tau / dt)``.
"""

import numpy as np

from oracle.draws import STEP_MS

ULP = float(np.spacing(1.0))
# Potentials and their contributions stay below 128 mV.
LARGEST_MV = 127.0


def gathered(per_step, tau):
    """Bound the sum of an error that recurs in each step and decays with a time constant."""
    return per_step * (1 + tau / STEP_MS)


def exact_current(draw):
    """Bound V of a linear model that both advance by its exact propagator.

    A step of either sums at most six products: twelve roundings of half an ulp of the largest value.
    Coefficients are accurate to two ulp each, which adds two ulp per step for the largest of them. Together
    these are ten ulp, doubled for the two simulators.
    """
    rounding = gathered(20 * np.spacing(LARGEST_MV), draw.parameters["tau_m"])
    # Synaptic currents accumulate roundings of their own: one ulp per step of their contribution to V.
    longest = max(draw.parameters.get(name, 0) for name in ("tau_syn_exc", "tau_syn_inh"))
    return rounding + gathered(ULP * LARGEST_MV, longest)


def exact_alpha(draw):
    """Bound V for alpha-shaped currents, where NEST's propagator cancels near equal time constants.

    With beta = tau_m tau_s / |tau_m - tau_s| NEST computes beta expm1(h / beta) - h exp(h / beta), which is
    about h^2 / (2 beta): a relative error of 2 beta / h roundings. Where that would be worse, it uses the limit
    of equal time constants, whose error is h / beta. The coefficient is the fraction h / tau_s of the current's
    contribution to V.
    """
    p = draw.parameters
    lost = 0.0
    for name in ("tau_syn_exc", "tau_syn_inh"):
        gap = abs(p["tau_m"] - p[name])
        if gap == 0:
            continue
        beta = p["tau_m"] * p[name] / gap
        relative = min(2 * beta / STEP_MS * ULP, STEP_MS / beta)
        lost += relative * STEP_MS / p[name] * LARGEST_MV
    return exact_current(draw) + gathered(lost, 0) * 2


def decay_by_steps(tau):
    """Return the error of one step of an exponential decay, relative to the decaying quantity.

    With x = dt / tau the error of the fifth-order formula of NEST's solver is at most x^6 / 720 of its Taylor
    series; that of two half steps of the classical Runge-Kutta scheme is 2 (x / 2)^5 / 120 = x^5 / 1920.
    """
    x = STEP_MS / tau
    return x**5 / 1920 + x**6 / 720


def conductance(draw, largest, rises=False):
    """Bound a conductance that both advance by Runge-Kutta formulas, given its largest value.

    If it rises before it decays, the drive is up to e times as large, and the error of the two coupled
    equations is up to the derivative of the series: six times that of one.
    """
    p = draw.parameters
    fastest = min(value for name, value in p.items() if name.startswith(("tau_syn", "tau_rise")))
    slowest = max(value for name, value in p.items() if name.startswith(("tau_syn", "tau_decay")))
    factor = 6 * np.e if rises else 1.0
    return factor * gathered(decay_by_steps(fastest), slowest) * largest + 1e-12


def conductive_membrane(draw, theirs, rises=False, extra=()):
    """Bound V of a leaky membrane with conductances; both sides advance it by Runge-Kutta formulas."""
    p = draw.parameters
    gates = [theirs.values[name] for name in ("g_exc", "g_inh", *extra)]
    c_m = p["c_m"]
    leak = p.get("g_l", c_m / p.get("tau_m", 1.0))
    off = sum(conductance(draw, gate.max(), rises) for gate in gates)
    # Effect of wrong conductances: at most 100 mV of driving force, for as long as the leak preserves it.
    driven = gathered(STEP_MS / c_m * off * 100, c_m / leak)
    # The formulas' own error at the fastest rate of the membrane.
    rate = (leak + sum(gate.max() for gate in gates)) / c_m
    own = gathered(decay_by_steps(1 / rate), 1 / rate) * LARGEST_MV
    return driven + own + gathered(20 * np.spacing(LARGEST_MV), c_m / leak)


def conductive(rises=False):
    """Bound V and both conductances of a leaky membrane."""

    def bound(draw, theirs):
        gates = {
            name: conductance(draw, theirs.values[name].max(), rises) for name in ("g_exc", "g_inh")
        }
        return {"v": conductive_membrane(draw, theirs, rises), **gates}

    return bound


def spike_history(draw, theirs):
    """Bound a membrane whose own spikes open conductances of up to 3.5 uS.

    They make it as fast as 0.03 ms, far below a step. NEST's solver then works at its tolerance of 1e-3 mV per
    internal step, and the fast membrane forgets these errors within two or three of them. SpikeLoom takes steps
    of 0.025 ms, with an error of x^5 / 120 of V's distance from its equilibrium for x up to 0.9; that distance
    is the lag of V behind the decay of the conductance, at most a millivolt.
    """
    bound = conductive()(draw, theirs)
    gates = {}
    for kind in ("sfa", "rr"):
        tau = draw.parameters[f"tau_{kind}"]
        largest = theirs.values[f"g_{kind}"].max()
        gates[f"g_{kind}"] = gathered(decay_by_steps(tau) + 4 * ULP, tau) * largest
    return {**bound, **gates, "v": bound["v"] + 3e-3 + 0.9**5 / 120}


def escaping(draw, theirs):
    """Bound a GIF neuron: its terms decay exactly in NEST and by Runge-Kutta steps here."""
    p = draw.parameters
    bound = conductive()(draw, theirs)
    terms = {
        name: max(
            gathered(decay_by_steps(p[f"tau_{kind}_{k}"]), p[f"tau_{kind}_{k}"]) for k in (1, 2, 3)
        )
        * np.abs(theirs.values[name] - offset).max()
        + 1e-12
        for name, kind, offset in [("i_eta", "eta", 0.0), ("v_t", "gamma", p["v_threshold"])]
    }
    # A wrong current of one pA raises V by the membrane's resistance.
    v = bound["v"] + terms["i_eta"] * p["tau_m"] / p["c_m"]
    return {**bound, **terms, "v": v}


def two_time_scales(draw, _theirs):
    """Bound a linear membrane and its threshold, whose parts decay exactly in both."""
    slowest = draw.parameters["tau_2"]
    return {"v": exact_current(draw), "v_threshold": gathered(4 * np.spacing(LARGEST_MV), slowest)}


def izhikevich(draw, theirs):
    """Bound v and u of forward Euler by following an error along NEST's trace.

    The formulas are the same except for the order in which the weights of one step are summed: a few roundings
    per step, which the unstable direction of the equations multiplies by 1 + dt (0.08 v + 5) until a reset
    discards v.
    """
    a, b = draw.parameters["a"], draw.parameters["b"]
    v, u = theirs.values["v"], theirs.values["u"]
    # The first step starts from equal values.
    error_v, error_u = np.full(len(v), 1e-12), np.full(len(u), 1e-13)
    fired = np.zeros(len(v), bool)
    fired[theirs.spikes - 1] = True
    for k in range(1, len(v)):
        growth = abs(1 + STEP_MS * (0.08 * v[k - 1] + 5))
        sizes = 0.04 * v[k - 1] ** 2 + abs(5 * v[k - 1]) + 140 + abs(u[k - 1]) + 20
        rounding = 8 * ULP * (abs(v[k - 1]) + STEP_MS * sizes) + np.spacing(128.0)
        next_v = growth * error_v[k - 1] + STEP_MS * error_u[k - 1] + rounding
        error_v[k] = 0.0 if fired[k] else next_v
        damped = (1 - STEP_MS * a) * error_u[k - 1] + STEP_MS * a * b * error_v[k - 1]
        error_u[k] = damped + 8 * ULP * (abs(u[k - 1]) + 20)
    return {"v": error_v, "u": error_u}


def adaptive_exponential(rises, sub_steps):
    """Bound V and w by following an error along NEST's trace.

    A reset is at most a sub-step early or late, and w deviates by that time's relaxation from the reset. The
    error of w drives V, whose equation multiplies errors by the exponential of its slope, which is steep in the
    upstroke.
    """

    def bound(draw, theirs):
        found = conductive(rises)(draw, theirs)
        # Errors of one step: as above, and NEST's tolerance of 1e-10 in some ten internal steps.
        each = found["v"] / (1 + draw.parameters["c_m"] / draw.parameters["g_l"] / STEP_MS) + 1e-9
        return {**found, **_follow_adaptive(draw, theirs, each, sub_steps)}

    return bound


def _follow_adaptive(draw, theirs, each, sub_steps):
    p = draw.parameters
    v = theirs.values["v"]
    gates = theirs.values["g_exc"] + theirs.values["g_inh"]
    hold = round(p["tau_refrac"] / STEP_MS)
    held = np.zeros(len(v), bool)
    for stamp in theirs.spikes:
        held[stamp - 1 : stamp + hold] = True
    fired = np.isin(np.arange(1, len(v) + 1), theirs.spikes)
    jump = p["a"] * (p["v_spike"] - p["v_reset"]) + p["b"] + np.abs(theirs.values["w"]).max()
    late = STEP_MS / sub_steps * jump / p["tau_w"]
    error_v, error_w = np.full(len(v), each), np.full(len(v), 1e-9)
    for k in range(1, len(v)):
        steep = np.exp(min((max(v[k - 1], v[k]) - p["v_threshold"]) / p["delta_t"], 30.0))
        slope = (p["g_l"] * (steep - 1) - min(gates[k - 1], gates[k])) / p["c_m"]
        growth = np.exp(min(STEP_MS * slope, 100.0))
        driven = STEP_MS * max(1.0, growth) * error_w[k - 1] / p["c_m"]
        error_v[k] = 0.0
        if not held[k]:
            error_v[k] = min(growth * error_v[k - 1] + driven + each, 1e9)
        relaxed = np.exp(-STEP_MS / p["tau_w"]) * error_w[k - 1]
        error_w[k] = relaxed + STEP_MS * p["a"] / p["tau_w"] * min(error_v[k - 1], 100.0) + 1e-9
        if fired[k]:
            error_w[k] += late
    return {"v": error_v, "w": error_w}


def gates_by_tolerance(draw, theirs):
    """Bound the deviation of a spiking membrane besides a shift in time.

    NEST's solver has a fixed tolerance here: 1e-3 (mV, and the same for a gate) in each internal step. In a
    step of 0.1 ms it takes a few of these while the neuron fires, where V forgets errors within 1/10 ms, and
    one elsewhere, where the leak forgets them at a rate of dt g_l / C; most of those errors are far below the
    tolerance.
    """
    found = conductive()(draw, theirs)
    return {**found, **without_synapses(draw, theirs)}


def without_synapses(_draw, _theirs):
    """Bound a membrane without other input, by the same tolerance."""
    return dict.fromkeys("vmhn", 1e-2)


def same_formula(model, draw, theirs):
    """Bound the difference between two programs of one formula, by following an error along the trace.

    Each step rounds a dozen operations in either program, of numbers up to the largest value, and other
    variables contribute the same: 48 ulp. An error of v grows by exp(dt slope) per step and is discarded at a
    reset, and for as long as v is held. The error of a variable that v drives and that drives v is followed
    together with it; others decay within 20 ms or follow the error of v.
    """
    values, p = theirs.values, draw.parameters
    slope = np.broadcast_to(model.slope(p, values), draw.steps)
    forgets = np.zeros(draw.steps, bool)
    is_held = "v_reset" in p and "volt (unless refractory)" in model.equations
    hold = int(p.get("t_ref", 0) / STEP_MS + 1e-3) if is_held else 1
    for stamp in theirs.spikes if model.reset else ():
        forgets[stamp + 1 : stamp + max(hold, 1) + 1] = True
    each = 48 * np.spacing(max(LARGEST_MV, np.abs(values["v"]).max()))
    error = np.full(draw.steps, each)
    partner, fade, pushed, pushes = model.partner(p) if model.partner else (None, 0.0, 0.0, 0.0)
    own = 48 * np.spacing(np.abs(values[partner]).max()) if partner else 0.0
    beside = np.full(draw.steps, own)
    for k in range(1, draw.steps):
        growth = np.exp(min(STEP_MS * slope[k - 1], 100.0))
        moved = growth * error[k - 1] + STEP_MS * pushes * beside[k - 1] + each
        error[k] = each if forgets[k] else min(moved, 1e9)
        beside[k] = (1 - STEP_MS * fade) * beside[k - 1] + STEP_MS * pushed * error[k - 1] + own
    found = {"v": error * model.swing}
    driven = model.driven(p)
    for name, trace in values.items():
        if name == partner:
            found[name] = beside
        elif name != "v":
            own = 48 * np.spacing(np.abs(trace).max())
            found[name] = gathered(own, 20.0) + driven.get(name, 0.0) * found["v"].max()
    return found
