"""Plasticity rules in Brian2's notation, between given spike trains."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import exp

import brian2 as b
import numpy as np

from oracle import pair_sums
from oracle import plastic_rules as rules
from oracle.brian2_runs import brian2_unit
from oracle.draws import SEEDS, STEP_MS, Chance
from oracle.pair_sums import learn
from oracle.paired_trains import RUN_STEPS, SOURCES, Learned, draw_pairing, draw_pool
from oracle.short_term import TWO_STATES

# Time constant with which the target forgets its input.
TAU_H_MS = 0.02
KEPT = exp(-STEP_MS / TAU_H_MS)
# Options with which SpikeLoom does the same.
AS_BRIAN2 = {"convention": "brian2", "drive": "0 ms", "tau": f"{TAU_H_MS}*ms"}
WORDS = {"ms": "second", "pA": "amp", "nS": "siemens", "1": "1", "kHz": "Hz"}


@dataclass(frozen=True)
class TextRule:
    """A rule as text: traces of events, effects of spikes, and our rule with its parameters."""

    ours: str
    draw: Callable
    units: dict
    traces: dict
    """Trace to time constant."""
    on_pre: str
    on_post: str
    expected: Callable
    """Learning results of a draw, as sums over spikes."""
    unit: str = "pA"
    weights: tuple = (20, 80)
    moving: tuple = ()
    """Further equations of the synapse."""
    carries: str = "w"
    on_pool: str | None = None
    """Effect of a pool's spike on a synapse."""
    kind: str = "plasticity"
    unbounded: dict = field(default_factory=dict)
    """Bounds of our rule that the text lacks."""

    @property
    def has_pool(self):
        """Test whether a pool of neurons acts on synapses."""
        return self.on_pool is not None

    def learns(self, pairing, pool):
        """Return the settings that make a projection learn by this rule."""
        values = {
            name: value if self.units[name] == "1" else f"{value!r} {self.units[name]}"
            for name, value in pairing.parameters.items()
        }
        # A spike of the pool is given a step before it acts.
        events = {"dopamine": {"from": pool, "delay": f"{STEP_MS} ms"}}
        return {
            self.kind: {"model": self.ours, "parameters": {**values, **self.unbounded}},
            **({"events": events} if self.has_pool else {}),
        }

    def expect(self, pairing):
        """Return the learning results of a draw, as sums over spikes."""
        found = self.expected(pairing)
        # A monitor reads at the start of a step the input since the previous one.
        seen = np.zeros(len(found.carried))
        for step in range(1, len(seen)):
            seen[step] = found.carried[step - 1] + seen[step - 1] * KEPT
        return replace(found, carried=seen)


def _amplitudes(chance):
    return {
        **rules.windows(chance),
        "a_plus": chance.between(0.005, 0.06, digits=4),
        "a_minus": chance.between(0.005, 0.06, digits=4),
        "w_max": chance.between(90, 120),
    }


def _triplets(chance):
    return {
        **rules.windows(chance),
        "tau_x": chance.between(60, 150),
        "tau_y": chance.between(60, 150),
        "a2_plus": chance.between(0.05, 0.6),
        "a2_minus": chance.between(0.1, 0.8),
        "a3_plus": chance.between(0.05, 0.6),
        "a3_minus": chance.between(0.01, 0.2),
        "w_max": chance.between(90, 120),
    }


def _inhibitory(chance):
    return {
        "tau": chance.between(8, 40),
        "rate_target": chance.between(0.02, 0.06, digits=5),
        "eta": chance.between(0.1, 0.6),
        "w_max": chance.between(90, 120),
    }


def sums_over_pairs(rule, translate):
    """Return the function that gives the sums of a rule, whose parameters ``translate`` names as in NEST."""

    def expected(pairing):
        named = {**pairing.parameters, **translate(pairing.parameters)}
        return learn(rule, replace(pairing, parameters=named), axonal=True)

    return expected


def _pair_sums(p):
    alpha = p["a_minus"] / p["a_plus"]
    steps = {"lambda": p["a_plus"], "alpha": alpha, "Wmax": p["w_max"]}
    return {**steps, "mu_plus": 0.0, "mu_minus": 0.0}


def _triplet_sums(p):
    own = {"tau_plus_triplet": p["tau_x"], "tau_minus_triplet": p["tau_y"], "Wmax": p["w_max"]}
    names = [("Aplus", "a2_plus"), ("Aminus", "a2_minus")]
    names += [("Aplus_triplet", "a3_plus"), ("Aminus_triplet", "a3_minus")]
    return {**own, **{theirs: p[name] for theirs, name in names}}


def _vogels_sums(p):
    return {"alpha": 2 * p["rate_target"] * p["tau"], "Wmax": p["w_max"]}


def _rewarded_sums(p):
    return {"A_plus": p["a_plus"], "A_minus": p["a_minus"], "b": 0.0}


def _released(pairing):
    p = pairing.parameters
    named = {"U": p["u_0"], "tau_fac": p["tau_facil"], "tau_rec": p["tau_rec"]}
    return TWO_STATES.expect(replace(pairing, parameters=named))


def _resources(chance):
    return {
        "u_0": chance.between(0.05, 0.7),
        "tau_facil": chance.between(30, 800),
        "tau_rec": chance.between(30, 800),
    }


def _rewards(chance):
    return {
        **rules.windows(chance),
        "tau_c": chance.between(50, 500),
        "tau_n": chance.between(20, 200),
        "a_plus": chance.between(0.05, 0.2),
        "a_minus": chance.between(0.05, 0.2),
    }


_PAIR = {"tau_plus": "ms", "tau_minus": "ms", "a_plus": "1", "a_minus": "1", "w_max": "pA"}
_TRIPLET = {
    **{name: "ms" for name in ("tau_plus", "tau_minus", "tau_x", "tau_y")},
    **{name: "pA" for name in ("a2_plus", "a2_minus", "a3_plus", "a3_minus", "w_max")},
}
_VOGELS = {"tau": "ms", "rate_target": "kHz", "eta": "nS", "w_max": "nS"}
_REWARDED = {
    **{name: "ms" for name in ("tau_plus", "tau_minus", "tau_c", "tau_n")},
    **{"a_plus": "pA", "a_minus": "pA"},
}
RULES = {
    rule.ours: rule
    for rule in [
        TextRule(
            "stdp-pair",
            _amplitudes,
            _PAIR,
            {"r_1": "tau_plus", "o_1": "tau_minus"},
            "r_1 += 1; w = clip(w - a_minus*w_max*o_1, 0*amp, w_max)",
            "o_1 += 1; w = clip(w + a_plus*w_max*r_1, 0*amp, w_max)",
            sums_over_pairs(pair_sums.PAIR, _pair_sums),
        ),
        TextRule(
            "stdp-triplet",
            _triplets,
            _TRIPLET,
            {"r_1": "tau_plus", "r_2": "tau_x", "o_1": "tau_minus", "o_2": "tau_y"},
            "w = clip(w - o_1*(a2_minus + a3_minus*r_2), 0*amp, w_max); r_1 += 1; r_2 += 1",
            "w = clip(w + r_1*(a2_plus + a3_plus*o_2), 0*amp, w_max); o_1 += 1; o_2 += 1",
            sums_over_pairs(pair_sums.TRIPLET, _triplet_sums),
        ),
        TextRule(
            "vogels",
            _inhibitory,
            _VOGELS,
            {"r_1": "tau", "o_1": "tau"},
            "r_1 += 1; w = clip(w + eta*(o_1 - 2*rate_target*tau), 0*siemens, w_max)",
            "o_1 += 1; w = clip(w + eta*r_1, 0*siemens, w_max)",
            sums_over_pairs(pair_sums.INHIBITORY_AT_ONCE, _vogels_sums),
            "nS",
        ),
        TextRule(
            "tsodyks-markram",
            _resources,
            {"u_0": "1", "tau_facil": "ms", "tau_rec": "ms"},
            {"u": "tau_facil"},
            "u += u_0*(1 - u); z += u*(1 - z)",
            "",
            _released,
            # A spike uses a fraction of the resources that are not inactive.
            moving=("dz/dt = -z/tau_rec : 1 (event-driven)",),
            carries="w * (u + u_0*(1 - u)) * (1 - z)",
            kind="synapse",
        ),
        # The equations of Brian2's example of Izhikevich (2007), except for the integration step.
        TextRule(
            "stdp-dopamine",
            _rewards,
            _REWARDED,
            {"r_1": "tau_plus", "o_1": "tau_minus"},
            "r_1 += 1; c -= a_minus*o_1",
            "o_1 += 1; c += a_plus*r_1",
            sums_over_pairs(pair_sums.REWARDED, _rewarded_sums),
            moving=(
                "dc/dt = -c/tau_c : amp (clock-driven)",
                "dn/dt = -n/tau_n : Hz (clock-driven)",
                "dw/dt = c*n : amp (clock-driven)",
            ),
            on_pool="n_post += 1/tau_n_post",
            unbounded={"w_min": "-10000 pA", "w_max": "10000 pA"},
        ),
    ]
}


def draw_pairings(rule, seeds=SEEDS):
    """Draw parameters and trains; a delay is entirely axonal, and may be zero."""
    found = []
    for seed in seeds:
        chance = Chance(f"Brian2's {rule.ours}", seed)
        parameters = rule.draw(chance)
        pairing = draw_pairing(chance, seed, parameters, rule.weights, dendritic=False)
        if rule.has_pool:
            # A generator of Brian2 sends at most once in a step.
            pairing = replace(pairing, pool=tuple(sorted(set(draw_pool(chance, pairing)))))
        found.append(pairing)
    return found


def run_in_brian2(rule, pairings):
    """Return the learning results of each draw; all draws are synapses of one object."""
    b.prefs.codegen.target = "numpy"
    b.start_scope()
    b.defaultclock.dt = STEP_MS * b.ms
    targets = b.NeuronGroup(
        len(pairings),
        f"v : 1\ndh/dt = -h/({TAU_H_MS}*ms) : {WORDS[rule.unit]}",
        threshold="v >= 1",
        reset="v -= 1",
        method="exact",
    )
    sources = _given([train for one in pairings for train in one.sources])
    given = _given([np.array(one.target) - 1 for one in pairings])
    drive = b.Synapses(given, targets, on_pre="v_post += 1")
    drive.connect(j="i")
    synapses = _synapses(rule, pairings, sources, targets)
    pool = _pool(rule, pairings, synapses) if rule.has_pool else []
    spikes = b.SpikeMonitor(targets)
    states = b.StateMonitor(targets, "h", record=True)
    network = b.Network(targets, sources, given, drive, synapses, *pool, spikes, states)
    network.run(RUN_STEPS * STEP_MS * b.ms)
    weights = np.asarray(synapses.w / brian2_unit(rule.unit)).reshape(-1, SOURCES)
    carried = np.asarray(states.h / brian2_unit(rule.unit))
    trains = spikes.spike_trains()
    return [
        Learned(weights[k], carried[k], np.rint(np.asarray(trains[k] / b.ms) / STEP_MS).astype(int))
        for k in range(len(pairings))
    ]


def _synapses(rule, pairings, sources, targets):
    declared = [f"{name} : {WORDS[unit]} (constant)" for name, unit in rule.units.items()]
    moving = [f"d{name}/dt = -{name}/{tau} : 1 (event-driven)" for name, tau in rule.traces.items()]
    weight = [] if any("dw/dt" in line for line in rule.moving) else [f"w : {WORDS[rule.unit]}"]
    made = b.Synapses(
        sources,
        targets,
        "\n".join([*weight, *declared, *moving, *rule.moving]),
        # The value before the event is the arriving one.
        on_pre=f"h_post += {rule.carries}; {rule.on_pre}",
        on_post=rule.on_post or None,
        # Dynamics between events are smooth over 20 ms and more: a relative error of 1e-14 per step.
        method="rk4",
    )
    size = SOURCES * len(pairings)
    made.connect(i=np.arange(size), j=np.repeat(np.arange(len(pairings)), SOURCES))
    made.w = np.ravel([one.weights for one in pairings]) * brian2_unit(rule.unit)
    made.pre.delay = np.ravel([one.delays for one in pairings]) * STEP_MS * b.ms
    for name, unit in rule.units.items():
        values = np.repeat([one.parameters[name] for one in pairings], SOURCES)
        setattr(made, name, values if unit == "1" else values * brian2_unit(unit))
    return made


def _pool(rule, pairings, synapses):
    given = _given([one.pool for one in pairings])
    reward = b.Synapses(given, synapses, on_pre=rule.on_pool)
    size = SOURCES * len(pairings)
    reward.connect(i=np.repeat(np.arange(len(pairings)), SOURCES), j=np.arange(size))
    return given, reward


def _given(trains):
    indices = np.concatenate([[k] * len(train) for k, train in enumerate(trains)])
    times = np.concatenate([np.array(train) for train in trains]) * STEP_MS
    return b.SpikeGeneratorGroup(len(trains), indices.astype(int), times * b.ms)
