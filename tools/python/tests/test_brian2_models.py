"""Equations in Brian2's notation: the same text gives the same spikes and values in both simulators.

Twenty draws per model and integration method, each a separate test named after its seed, with Brian2's step
convention: delays of any length (zero, and half steps, whose rounding is Brian2's), refractory periods of zero
and more, a current as a TimedArray.
"""

import pytest

from oracle import bounds
from oracle.brian2_models import MODELS
from oracle.brian2_runs import run_both
from oracle.compare import check_spikes, check_values
from oracle.draws import SEEDS, by_seed


@pytest.fixture(scope="module")
def traces(tmp_path_factory):
    """Return a function that runs all draws of a model once and returns those of one seed."""
    return by_seed(lambda name: run_both(MODELS[name], tmp_path_factory.mktemp(name)))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", MODELS)
def test_spikes_and_values_are_those_of_brian2(traces, name, seed):
    model = MODELS[name]
    draw, ours, theirs = traces(name, seed)
    check_spikes(draw, ours.spikes, theirs.spikes)
    bound = bounds.same_formula(model, draw, theirs)
    for variable in model.recorded:
        values = ours.values[variable], theirs.values[variable]
        check_values(draw, variable, values, bound[variable])


@pytest.mark.parametrize("name", MODELS)
def test_the_drawn_networks_fire(traces, name):
    """A comparison of silent neurons would prove little: most draws have several spikes."""
    counts = [len(traces(name, seed)[1].spikes) for seed in SEEDS]
    assert sum(count >= 3 for count in counts) >= len(counts) * 0.6, counts
