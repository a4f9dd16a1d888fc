"""Every model that NEST has too: the same spikes and potentials under random parameters and input.

Twenty draws per model, each a separate test named after its seed. Both run at 0.1 ms with NEST's step
convention.
"""

from dataclasses import replace

import numpy as np
import pytest

from oracle.compare import (
    before_parting,
    check_between,
    check_spikes,
    check_values,
    shifted_by_a_step,
)
from oracle.draws import SEEDS, by_seed
from oracle.nest_models import MODELS
from oracle.nest_runs import run_both, run_in_ours


@pytest.fixture(scope="module")
def traces(tmp_path_factory):
    """Return a function that runs all draws of a model once and returns those of one seed."""
    return by_seed(lambda name: run_both(MODELS[name], tmp_path_factory.mktemp(name)))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", MODELS)
def test_spikes_and_potentials_are_those_of_nest(traces, name, seed):
    model = MODELS[name]
    draw, ours, theirs = traces(name, seed)
    check_spikes(draw, ours.spikes, theirs.spikes, late=model.late)
    bound = model.bound(draw, theirs)
    together = np.ones(draw.steps, bool)
    if model.until_parted:
        together = before_parting(ours.spikes, theirs.spikes, draw.steps)
    for variable in model.recorded:
        values = ours.values[variable], theirs.values[variable]
        where = together.copy()
        if variable in model.not_at_spikes:
            where[theirs.spikes - 1] = False
        if variable in model.shifted:
            limits = shifted_by_a_step(values[1], bound[variable])
            check_between(draw, variable, values[0], limits, where)
        else:
            check_values(draw, variable, values, bound[variable], where)


@pytest.mark.parametrize("name", MODELS)
def test_the_drawn_networks_fire(traces, name):
    """A comparison of silent neurons would prove little: most draws have several spikes."""
    counts = [len(traces(name, seed)[1].spikes) for seed in SEEDS]
    assert sum(count >= 3 for count in counts) >= len(counts) * 0.7, counts


@pytest.mark.parametrize("name", [name for name, model in MODELS.items() if model.sub_steps])
def test_pinned_sub_steps_keep_draws_within_a_step(traces, tmp_path, name):
    """Ten sub-steps and a followed upstroke find the step in which NEST's adaptive solver resets."""
    model = replace(MODELS[name], sub_steps=None)
    draws, _, theirs = zip(*(traces(name, seed) for seed in SEEDS), strict=True)
    pairs = zip(run_in_ours(model, draws, tmp_path), theirs, strict=True)
    close = [
        len(one.spikes) == len(peer.spikes)
        and np.abs(one.spikes - peer.spikes).max(initial=0) <= 1
        for one, peer in pairs
    ]
    assert sum(close) == len(close), f"draws further than a step: {np.flatnonzero(~np.array(close))}"
