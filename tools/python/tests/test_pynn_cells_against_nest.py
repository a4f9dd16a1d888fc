"""Every standard cell of PyNN: the spikes that NEST on its grid gives, step for step."""

import numpy as np
import pytest

from oracle.pynn_cells import CASES, LENGTH, STEP, drawn, run_gsfa_in_nest, run_on

import spikeloom.pynn as ours

# Of 20 neurons each.
SEEDS = (1, 2, 3)
# PyNN cannot make the first in NEST, and cannot record the potential of the second.
ONLY_IN_NEST = "IF_cond_exp_gsfa_grr"
ONLY_SPIKES = "IF_curr_delta"
# The upstroke of these magnifies what NEST's adaptive solver leaves open: which share of the spikes may be
# how many steps apart. Measured in all three seeds: 11 of 1222 by one step, 10 of 1818 by 4, 17 of 2907 by one;
# NEST itself moves 5 of the first 1222 by one where its tolerance goes from 1e-6 to 1e-12.
APART = {
    "EIF_cond_exp_isfa_ista": (0.02, 1),
    "EIF_cond_alpha_isfa_ista": (0.02, 4),
    "HH_cond_exp": (0.015, 1),
}
# NEST adds the weight of a spike in another order, and the last bit grows tenfold in 25 ms. Until then, in ms:
UNTIL = {"Izhikevich": 250.0}


def run_theirs(case, draw):
    if case.cell == ONLY_IN_NEST:
        return run_gsfa_in_nest(draw)
    import pyNN.nest as theirs

    record = ("spikes",) if case.cell == ONLY_SPIKES else ("spikes", "v")
    return run_on(theirs, case, draw, record, spike_precision="on_grid")[0]


def steps_of(trains, until):
    return [np.rint(train[train <= until] / STEP) for train in trains]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cell", CASES)
def test_spikes_are_nests(cell, seed):
    case = CASES[cell]
    draw = drawn(case, seed)
    until = UNTIL.get(cell, LENGTH)
    wanted = steps_of(run_theirs(case, draw), until)
    found = steps_of(run_on(ours, case, draw)[0], until)
    assert sum(map(len, wanted)) > 50
    assert [len(train) for train in found] == [len(train) for train in wanted]
    apart = np.abs(np.concatenate(found) - np.concatenate(wanted))
    share, steps = APART.get(cell, (0, 0))
    assert np.count_nonzero(apart) <= share * len(apart)
    assert apart.max() <= steps
