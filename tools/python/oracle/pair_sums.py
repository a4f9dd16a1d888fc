"""Plasticity rules as independent sums over spike pairs: no traces, no histories.

NEST's conventions: a delay is entirely dendritic, so a source's spike reaches the synapse immediately and the
target's after the delay. Of coincident spikes at the synapse neither sees the other; the target's changes the
weight first. A spike transmits the weight after its own update.

Brian2's (``axonal``): the source's spikes are delayed and the target's reach the synapse immediately. Of
coincident spikes the source's comes first, for the weight and for the trace that the target's sees. A spike
transmits the weight before its own update.
"""

from bisect import bisect_left, bisect_right
from math import exp

import numpy as np

from oracle.draws import STEP_MS
from oracle.paired_trains import RUN_STEPS, Learned


class Synapse:
    """Spikes of both ends as they reach one synapse, in steps; a source's may occur twice."""

    def __init__(self, sources, target, delay, pool=(), axonal=False):
        self.sources = sorted(step + delay * axonal for step in sources)
        self.target = sorted(step + delay * (not axonal) for step in target)
        self.pool = sorted(pool)
        self.axonal = axonal

    def sources_before(self, step):
        """Return the source's spikes that one of the target sees in a step."""
        cut = bisect_right if self.axonal else bisect_left
        return self.sources[: cut(self.sources, step)]

    def target_before(self, step):
        """Return the target's spikes before a step."""
        return self.target[: bisect_left(self.target, step)]


def kernel_sum(spikes, step, tau):
    """Return the traces of spikes at a step, each decaying with ``tau`` in ms."""
    return sum(exp((spike - step) * STEP_MS / tau) for spike in spikes)


def walk(rule, p, synapse, weight):
    """Return the weight that each of the source's spikes transmits, and the last one.

    ``rule`` is a pair of functions for spikes of source and target: (p, synapse, place, weight) to weight,
    where place is the index of a source's spike and the step of a target's.
    """
    of_source, of_target = rule
    first = -1 if synapse.axonal else 1
    events = [(step, 0, step) for step in synapse.target]
    events += [(step, first, place) for place, step in enumerate(synapse.sources)]
    carried = []
    for _, is_source, place in sorted(events):
        before = weight
        weight = (of_source if is_source else of_target)(p, synapse, place, weight)
        if is_source:
            # Dynamics between events have been advanced until then.
            carried.append(before if synapse.axonal and rule is not REWARDED else weight)
    return carried, weight


def learn(rule, pairing, axonal=False):
    """Return the final weights of a draw's synapses, and the input of its target in each step."""
    finals, carried = [], np.zeros(RUN_STEPS)
    ends = zip(pairing.sources, pairing.delays, pairing.weights, strict=True)
    for train, delay, weight in ends:
        synapse = Synapse(train, pairing.target, delay, pairing.pool, axonal)
        weights, last = walk(rule, pairing.parameters, synapse, weight)
        np.add.at(carried, np.array(train) + delay, weights)
        finals.append(last)
    return Learned(np.array(finals), carried, np.array(pairing.target))


def _raised(p, weight, amount):
    share = weight / p["Wmax"] + p["lambda"] * (1 - weight / p["Wmax"]) ** p["mu_plus"] * amount
    return min(share, 1.0) * p["Wmax"]


def _lowered(p, weight, amount):
    share = weight / p["Wmax"]
    return max(share - p["alpha"] * p["lambda"] * share ** p["mu_minus"] * amount, 0.0) * p["Wmax"]


def all_pairs(p, synapse):
    """Return the sums over all pairs: for a source's spike, and for a target's."""
    return (
        lambda step: kernel_sum(synapse.target_before(step), step, p["tau_minus"]),
        lambda step: kernel_sum(synapse.sources_before(step), step, p["tau_plus"]),
    )


def _pair_source(p, synapse, place, weight):
    amount, _ = all_pairs(p, synapse)
    return _lowered(p, weight, amount(synapse.sources[place]))


def _pair_target(p, synapse, step, weight):
    _, amount = all_pairs(p, synapse)
    return _raised(p, weight, amount(step))


def _power_source(p, synapse, place, weight):
    amount, _ = all_pairs(p, synapse)
    return max(weight - p["lambda"] * p["alpha"] * weight * amount(synapse.sources[place]), 0.0)


def _power_target(p, synapse, step, weight):
    _, amount = all_pairs(p, synapse)
    return weight + p["lambda"] * weight ** p["mu"] * amount(step)


def _nearest_target(p, synapse, step):
    return kernel_sum(synapse.target_before(step)[-1:], step, p["tau_minus"])


def _nearest_source(p, synapse, step):
    # NEST assumes that the last spike before the first one was at time zero.
    return kernel_sum([0, *synapse.sources_before(step)][-1:], step, p["tau_plus"])


def _symmetric_source(p, synapse, place, weight):
    return _lowered(p, weight, _nearest_target(p, synapse, synapse.sources[place]))


def _symmetric_target(p, synapse, step, weight):
    return _raised(p, weight, _nearest_source(p, synapse, step))


def _centred_target(p, synapse, step, weight):
    last = [0, *synapse.target_before(step)][-1]
    fresh = [spike for spike in synapse.sources_before(step) if spike >= last]
    return _raised(p, weight, kernel_sum(fresh, step, p["tau_plus"]))


def _restricted_source(p, synapse, place, weight):
    step = synapse.sources[place]
    last = [0, *synapse.sources[:place]][-1]
    # A target's spike in exactly this step opens this as well, although an older one is paired.
    if not any(last < spike <= step for spike in synapse.target):
        return weight
    return _lowered(p, weight, _nearest_target(p, synapse, step))


def _restricted_target(p, synapse, step, weight):
    last = [0, *synapse.sources_before(step)][-1]
    if any(last < spike < step for spike in synapse.target):
        return weight
    return _raised(p, weight, _nearest_source(p, synapse, step))


def _triplet_source(p, synapse, place, weight):
    step = synapse.sources[place]
    amount, _ = all_pairs(p, synapse)
    slow = kernel_sum(synapse.sources[:place], step, p["tau_plus_triplet"])
    lost = amount(step) * (p["Aminus"] + p["Aminus_triplet"] * slow)
    return max(weight - lost, 0.0)


def _triplet_target(p, synapse, step, weight):
    _, amount = all_pairs(p, synapse)
    slow = kernel_sum(synapse.target_before(step), step, p["tau_minus_triplet"])
    gained = amount(step) * (p["Aplus"] + p["Aplus_triplet"] * slow)
    return min(weight + gained, p["Wmax"])


def _vogels_source(p, synapse, place, weight):
    step = synapse.sources[place]
    amount = kernel_sum(synapse.target_before(step), step, p["tau"])
    return max(min(weight + p["eta"] * amount, p["Wmax"]) - p["alpha"] * p["eta"], 0.0)


def _vogels_at_once(p, synapse, place, weight):
    amount = kernel_sum(synapse.target_before(synapse.sources[place]), synapse.sources[place], p["tau"])
    return min(max(weight + p["eta"] * (amount - p["alpha"]), 0.0), p["Wmax"])


def _vogels_target(p, synapse, step, weight):
    amount = kernel_sum(synapse.sources_before(step), step, p["tau"])
    return min(weight + p["eta"] * amount, p["Wmax"])


def _eligible(p, synapse, end):
    """Return the traces of pairs before a step: (step, amount) each."""
    before, after = all_pairs(p, synapse)
    found = [(step, p["A_plus"] * after(step)) for step in synapse.target_before(end)]
    found += [(step, -p["A_minus"] * before(step)) for step in synapse.sources_before(end)]
    return found


def _product(p, eligible, released, end):
    """Integrate the eligibility of one pair times the release of one spike of the pool, up to a step."""
    start = max(eligible, released)
    rate = 1 / p["tau_c"] + 1 / p["tau_n"]
    size = exp((eligible - start) * STEP_MS / p["tau_c"] + (released - start) * STEP_MS / p["tau_n"])
    return size * (1 - exp((start - end) * STEP_MS * rate)) / rate / p["tau_n"]


def _rewarded_source(p, synapse, place, weight):
    """Return the change since the previous spike: an integral of eligibility times third factor."""
    end = synapse.sources[place]
    start = synapse.sources[place - 1] if place > 0 else 0
    return weight + _integral(p, synapse, end) - _integral(p, synapse, start)


def _integral(p, synapse, end):
    found = 0.0
    for step, amount in _eligible(p, synapse, end):
        found += sum(
            amount * _product(p, step, spike, end) for spike in synapse.pool if spike < end
        )
        faded = p["tau_c"] * (1 - exp((step - end) * STEP_MS / p["tau_c"]))
        found -= p["b"] * amount * faded
    return found


def _rewarded_target(_p, _synapse, _step, weight):
    return weight


PAIR = (_pair_source, _pair_target)
POWER_LAW = (_power_source, _power_target)
NEAREST_SYMMETRIC = (_symmetric_source, _symmetric_target)
NEAREST_PRE_CENTRED = (_symmetric_source, _centred_target)
NEAREST_RESTRICTED = (_restricted_source, _restricted_target)
TRIPLET = (_triplet_source, _triplet_target)
INHIBITORY = (_vogels_source, _vogels_target)
INHIBITORY_AT_ONCE = (_vogels_at_once, _vogels_target)
REWARDED = (_rewarded_source, _rewarded_target)
