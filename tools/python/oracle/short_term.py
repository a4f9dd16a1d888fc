"""NEST's short-term synapses, and each again as sums over the previous spikes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp

import numpy as np

from oracle.draws import STEP_MS
from oracle.paired_trains import RUN_STEPS, Learned


@dataclass(frozen=True)
class ShortTerm:
    """A synapse model: NEST's and ours with their parameters, and the weights that its spikes transmit."""

    ours: str
    nest: str
    draw: Callable
    released: Callable
    """Fraction of the weight that each spike transmits, given parameters and times in ms."""
    translate: Callable
    """Our parameters and initial state, given NEST's parameters."""
    unit: str = "pA"
    weights: tuple = (20, 80)
    shares_weight: bool = False
    """All synapses of a NEST model have one weight."""
    begin: int | None = None

    has_pool: bool = False

    def expect(self, pairing):
        """Return the weights that a draw's spikes transmit, as sums over the previous spikes."""
        carried = np.zeros(RUN_STEPS)
        ends = zip(pairing.sources, pairing.delays, pairing.weights, strict=True)
        for train, delay, weight in ends:
            shares = self.released(pairing.parameters, [step * STEP_MS for step in train])
            np.add.at(carried, np.array(train) + delay, weight * np.array(shares))
        return Learned(np.array(pairing.weights), carried, np.array(pairing.target))

    def learns(self, pairing, _pool):
        """Return the settings that give a projection such synapses."""
        values, initial = self.translate(pairing.parameters)
        return {"synapse": {"model": self.ours, "parameters": values}, "initial": initial}


def _resources(chance):
    return {
        "U": chance.between(0.05, 0.7),
        "tau_rec": chance.between(30, 800),
        # Some draws have no facilitation, which both write as a time constant of zero.
        "tau_fac": chance.one_of([0.0, chance.between(30, 800), chance.between(30, 800)]),
    }


def draw_three_states(chance):
    """Draw the synapse with active resources."""
    return {**_resources(chance), "tau_psc": chance.between(1, 10), "u": 0.0, "x": 1.0, "y": 0.0}


def draw_in_use(chance):
    """Draw it with resources in use at time zero."""
    found = draw_three_states(chance)
    y = chance.between(0.0, 0.3)
    return {**found, "u": chance.between(0.0, 0.8), "x": round(1 - y - chance.between(0, 0.5), 3), "y": y}


def draw_two_states(chance):
    """Draw the synapse without active resources; its use must be set to U explicitly in NEST."""
    found = _resources(chance)
    return {**found, "u": found["U"], "x": 1.0}


def _uses(p, times, start):
    """Return the use at each spike: the remainder of the previous one, and U of the rest."""
    uses, left, last = [], start, 0.0
    for time in times:
        fades = exp((last - time) / p["tau_fac"]) if p["tau_fac"] > 0 else 0.0
        left = left * fades + p["U"] * (1 - left * fades)
        uses.append(left)
        last = time
    return uses


def release_of_three_states(p, times):
    """Return the released fraction: the use times the resources that earlier releases have left available.

    Released resources are active for tau_psc and then inactive for tau_rec, so a part of a release is missing
    after a time s: exp(-s / tau_psc) is active and the difference of two exponentials inactive.
    """
    fast, slow = p["tau_psc"], p["tau_rec"]

    def missing(since):
        active = exp(-since / fast)
        return active + slow / (slow - fast) * (exp(-since / slow) - active) * (fast != slow)

    inactive = 1 - p["x"] - p["y"]
    used = []
    for place, (time, use) in enumerate(zip(times, _uses(p, times, p["u"]), strict=True)):
        gone = p["y"] * missing(time) + inactive * exp(-time / slow)
        gone += sum(
            amount * missing(time - earlier)
            for amount, earlier in zip(used, times[:place], strict=True)
        )
        used.append(use * (1 - gone))
    return used


def release_of_two_states(p, times):
    """Return the released fraction if all released resources are inactive immediately."""
    used = []
    for place, (time, use) in enumerate(zip(times, _uses(p, times, 0.0), strict=True)):
        gone = sum(
            amount * exp((earlier - time) / p["tau_rec"])
            for amount, earlier in zip(used, times[:place], strict=True)
        )
        used.append(use * (1 - gone))
    return used


def _ms(value):
    return f"{value!r} ms"


def three_states(p):
    """Translate to active and inactive resources."""
    parameters = {
        "u_0": p["U"],
        "tau_rec": _ms(p["tau_rec"]),
        "tau_facil": _ms(p["tau_fac"]),
        "tau_syn": _ms(p["tau_psc"]),
    }
    return parameters, {"u": p["u"], "y": p["y"], "z": 1 - p["x"] - p["y"]}


def two_states(p):
    """Translate to available resources; the use before the first spike is zero."""
    return {"u_0": p["U"], "tau_rec": _ms(p["tau_rec"]), "tau_facil": _ms(p["tau_fac"])}, {}


_THREE = (draw_three_states, release_of_three_states, three_states)
_IN_USE = (draw_in_use, release_of_three_states, three_states)
_TWO = (draw_two_states, release_of_two_states, two_states)
TWO_STATES = ShortTerm("tsodyks-markram", "tsodyks2_synapse", *_TWO)
_THREE_STATES = ShortTerm("tsodyks-uziel-markram", "tsodyks_synapse", *_THREE)
MODELS = {
    f"{model.ours}, {model.nest}": model
    for model in [
        _THREE_STATES,
        replace(_THREE_STATES, nest="tsodyks_synapse_hom", weights=(50, 50), shares_weight=True),
        TWO_STATES,
    ]
}
IN_USE = ShortTerm("tsodyks-uziel-markram", "tsodyks_synapse", *_IN_USE)
