"""Every standard cell of PyNN: the spikes that NEST on its grid gives, step for step."""

import numpy as np
import pytest

from oracle.pynn_cells import CASES, STEP, drawn, run_gsfa_in_nest, run_on

import spikeloom.pynn as ours

# Of 20 neurons each.
SEEDS = (1, 2, 3)
# PyNN cannot make the first in NEST, and cannot record the potential of the second.
ONLY_IN_NEST = "IF_cond_exp_gsfa_grr"
ONLY_SPIKES = "IF_curr_delta"
# Which share of the spikes NEST's adaptive solver leaves open by one step: measured in all three seeds, 5 of
# 1222 and 17 of 2907.
APART = {"EIF_cond_exp_isfa_ista": 0.015, "HH_cond_exp": 0.015}
# NEST's solver keeps to 1e-6 here unless told. (That of its Hodgkin-Huxley neuron is fixed, at 1e-3.)
FINE = 1e-12
ADAPTIVE = ("EIF_cond_exp_isfa_ista", "EIF_cond_alpha_isfa_ista")


def run_theirs(case, draw, tolerance=None):
    if case.cell == ONLY_IN_NEST:
        return run_gsfa_in_nest(draw)
    import pyNN.nest as theirs

    record = ("spikes",) if case.cell == ONLY_SPIKES else ("spikes", "v")
    return run_on(theirs, case, draw, record, tolerance, spike_precision="on_grid")[0]


def steps_apart(found, wanted):
    """By how many steps the spikes of equally many in each neuron differ."""
    assert sum(map(len, wanted)) > 50
    assert [len(train) for train in found] == [len(train) for train in wanted]
    return np.abs(np.rint(np.concatenate(found) / STEP) - np.rint(np.concatenate(wanted) / STEP))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cell", CASES)
def test_spikes_are_nests(cell, seed):
    case = CASES[cell]
    draw = drawn(case, seed)
    apart = steps_apart(run_on(ours, case, draw)[0], run_theirs(case, draw))
    assert np.count_nonzero(apart) <= APART.get(cell, 0) * len(apart)
    assert apart.max() <= 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cell", ADAPTIVE)
def test_spikes_are_those_of_a_finer_solver(cell, seed):
    case = CASES[cell]
    draw = drawn(case, seed)
    apart = steps_apart(run_on(ours, case, draw)[0], run_theirs(case, draw, FINE))
    assert apart.max() == 0
