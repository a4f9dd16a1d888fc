"""Plasticity rules in Brian2's notation: the same weights, final and transmitted.

These are stdp-pair, stdp-triplet, vogels, stdp-dopamine and the short-term synapse tsodyks-markram.

Twenty draws per rule, each a separate test: three sources with delays of 0 to 30 steps onto one target, given
trains at both ends that coincide on purpose. A spike transmits the weight from before it, and of coincident
spikes at a synapse the source's comes first.
"""

import pytest

from oracle.brian2_plasticity import AS_BRIAN2, RULES, draw_pairings, run_in_brian2
from oracle.compare import check_learned
from oracle.drawn_learning import check_meeting, learned_by_ours, learned_by_seed
from oracle.draws import SEEDS

# As for NEST: rounding is far below the tolerance.
TOLERANCE = 1e-9


@pytest.fixture(scope="module")
def drawn():
    """Return a function of (name, seed) that gives a draw and its results in Brian2."""
    return learned_by_seed(RULES, draw_pairings, run_in_brian2)


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """Return our results: a list of draws by name of the rule."""
    return learned_by_ours(RULES, draw_pairings, tmp_path_factory.mktemp("drawn"), **AS_BRIAN2)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", RULES)
def test_brian2_equals_the_sums_over_pairs(drawn, name, seed):
    pairing, theirs = drawn(name, seed)
    check_learned(pairing, RULES[name].expect(pairing), theirs, TOLERANCE)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", RULES)
def test_weights_are_those_of_brian2(drawn, ours, name, seed):
    pairing, theirs = drawn(name, seed)
    check_learned(pairing, ours[name][seed], theirs, TOLERANCE)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.kind == "plasticity"])
def test_the_drawn_spikes_coincide_and_change_weights(drawn, name):
    """Most synapses have coincident spikes, and end away from their start and from bounds."""

    def arrivals(pairing, k):
        return {step + pairing.delays[k] for step in pairing.sources[k]}, set(pairing.target)

    check_meeting([drawn(name, seed) for seed in SEEDS], arrivals, "w_max")
