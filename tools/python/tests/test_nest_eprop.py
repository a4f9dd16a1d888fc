"""e-prop: the weight changes of one update of a recurrent network, as in NEST's models."""

import math

import numpy as np
import pytest

from oracle.eprop import as_nest_sums, run_in_nest, run_in_ours

SEEDS = (7, 8, 9)
# NEST's neuron, and the increase of its threshold per unit of adaptation.
NEURONS = {"eprop_iaf_bsshslm_2020": 0.0, "eprop_iaf_adapt_bsshslm_2020": 0.17}
# Of the largest gradient of a projection. Both add some hundred products, of errors near 1 and traces near 10,
# in other orders: a hundred roundings of 1e-16 each, with room for the potentials, which leak in another order.
TOLERANCE = 1e-13
# Constants of the network: membrane and adaptation, in steps.
ALPHA, RHO = math.exp(-1 / 20), math.exp(-1 / 100)


@pytest.fixture(scope="module")
def ours():
    """Return the common settings of all cases, and results by neuron, seed and reset."""
    cases = {
        (name, seed, off): {"beta": beta / RHO, "off": off, "seed": seed}
        for name, beta in NEURONS.items()
        for seed in SEEDS
        for off in ((1 / ALPHA, 1) if seed == SEEDS[0] else (1 / ALPHA,))
    }
    shared = run_in_ours(list(cases.values()))
    assert (shared["constants"]["tau_m"], shared["constants"]["tau_a"]) == (20, 100)
    return shared, dict(zip(cases, shared["results"], strict=True))


def apart(found, wanted):
    return [np.abs(f - w).max() / np.abs(w).max() for f, w in zip(found, wanted, strict=True)]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NEURONS)
def test_gradients_are_those_of_nest(ours, name, seed):
    shared, results = ours
    one = results[name, seed, 1 / ALPHA]
    theirs, spikes = run_in_nest(name, NEURONS[name], shared, one)
    assert spikes > 10
    assert min(np.abs(gradient).max() for gradient in theirs) > 1
    far = apart(as_nest_sums(shared, one), theirs)
    assert max(far) < TOLERANCE, far


@pytest.mark.parametrize("name", NEURONS)
def test_gradients_depend_on_when_a_reset_leaks(ours, name):
    # If the threshold is subtracted immediately, and leaks in the step in which NEST subtracts it.
    shared, results = ours
    one = results[name, SEEDS[0], 1]
    theirs, _ = run_in_nest(name, NEURONS[name], shared, one)
    assert max(apart(as_nest_sums(shared, one), theirs)) > 1e-2
