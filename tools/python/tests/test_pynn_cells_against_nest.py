"""Every standard cell of PyNN: NEST's spikes on its grid, step for step."""

import numpy as np
import pytest

from oracle.draws import seeds
from oracle.pynn_cells import ALL, CASES, STEP, drawn, run_on
from oracle.pynn_circle import repair

import spikeloom.pynn as ours

# Of 20 neurons each.
SEEDS = (1, 2, 3)
DRAWN = seeds(ci=1, long=20)
# Which share of the spikes NEST's adaptive solver leaves open by one step: measured in all three seeds, 5 of
# 1222 and 17 of 2907.
HODGKIN_HUXLEY = "HH_cond_exp"
APART = {"EIF_cond_exp_isfa_ista": 0.015, HODGKIN_HUXLEY: 0.015}
BOUNDED = (
    "IF_cond_exp",
    "IF_cond_alpha",
    "IF_cond_exp_gsfa_grr",
    "IF_facets_hardware1",
    "GIF_cond_exp",
)
# NEST's solver has a tolerance of 1e-6 here unless set. (That of its Hodgkin-Huxley neuron is fixed, at 1e-3.)
FINE = 1e-12
ADAPTIVE = ("EIF_cond_exp_isfa_ista", "EIF_cond_alpha_isfa_ista", "PointNeuron of AdExp")


def run_theirs(case, draw, tolerance=None):
    import pyNN.nest as theirs

    repair(theirs)
    return run_on(theirs, case, draw, ("spikes",), tolerance, spike_precision="on_grid")[0]


def steps_apart(found, wanted):
    """Number of steps by which spikes differ, if each neuron has equally many."""
    assert sum(map(len, wanted)) > 50
    assert [len(train) for train in found] == [len(train) for train in wanted]
    return np.abs(np.rint(np.concatenate(found) / STEP) - np.rint(np.concatenate(wanted) / STEP))


def neurons_apart(found, wanted):
    """Number of neurons whose spikes differ from NEST's in any step."""
    assert sum(map(len, wanted)) > 50
    steps = ([np.rint(train / STEP).tolist() for train in trains] for trains in (found, wanted))
    return sum(one != other for one, other in zip(*steps, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cell", CASES)
def test_spikes_are_nests(cell, seed):
    case = CASES[cell]
    draw = drawn(case, seed)
    apart = steps_apart(run_on(ours, case, draw)[0], run_theirs(case, draw))
    assert np.count_nonzero(apart) <= APART.get(cell, 0) * len(apart)
    assert apart.max() <= 1


@pytest.mark.parametrize("seed", DRAWN)
@pytest.mark.parametrize("cell", [cell for cell in ALL if cell not in (*ADAPTIVE, HODGKIN_HUXLEY)])
def test_spikes_off_the_grid_act_as_in_nest(cell, seed):
    """Spike times and delays lie anywhere between the steps.

    The stages of NEST's solver read a potential that the threshold bounds, so that one below it by 1e-6 mV may
    be above it here: one neuron in 2000.
    """
    case = ALL[cell]
    draw = drawn(case, seed, off_grid=True)
    apart = neurons_apart(run_on(ours, case, draw, ("spikes",))[0], run_theirs(case, draw))
    assert apart <= (1 if cell in BOUNDED else 0)


@pytest.mark.parametrize("seed", DRAWN)
@pytest.mark.parametrize("cell", ADAPTIVE)
def test_spikes_off_the_grid_act_as_in_nest_with_a_finer_solver(cell, seed):
    """Neurons that graze the threshold, one in 60, differ under any other solver."""
    case = ALL[cell]
    draw = drawn(case, seed, off_grid=True)
    assert neurons_apart(run_on(ours, case, draw, ("spikes",))[0], run_theirs(case, draw, FINE)) <= 3


@pytest.mark.parametrize("seed", DRAWN)
def test_spikes_off_the_grid_act_as_in_nests_hodgkin_huxley(seed):
    """NEST's solver leaves one spike in a hundred undetermined by a step: 110 of 9424 in ten draws."""
    case = ALL[HODGKIN_HUXLEY]
    draw = drawn(case, seed, off_grid=True)
    apart = steps_apart(run_on(ours, case, draw, ("spikes",))[0], run_theirs(case, draw))
    assert np.count_nonzero(apart) <= 0.03 * len(apart)
    assert apart.max() <= 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cell", ADAPTIVE)
def test_spikes_are_those_of_a_finer_solver(cell, seed):
    case = ALL[cell]
    draw = drawn(case, seed)
    apart = steps_apart(run_on(ours, case, draw)[0], run_theirs(case, draw, FINE))
    assert apart.max() == 0
