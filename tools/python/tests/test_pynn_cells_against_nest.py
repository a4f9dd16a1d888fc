"""Every standard cell of PyNN: the spikes that NEST on its grid gives, step for step."""

import numpy as np
import pytest

from oracle.pynn_cells import CASES, drawn, run_gsfa_in_nest, run_on

import spikeloom.pynn as ours

# Seeds of the draws: 20 neurons each.
SEEDS = (1,)
# PyNN cannot make the first in NEST, and cannot record the potential of the second.
ONLY_IN_NEST = "IF_cond_exp_gsfa_grr"
ONLY_SPIKES = "IF_curr_delta"


def run_theirs(case, draw):
    if case.cell == ONLY_IN_NEST:
        return run_gsfa_in_nest(draw), None
    import pyNN.nest as theirs

    record = ("spikes",) if case.cell == ONLY_SPIKES else ("spikes", "v")
    return run_on(theirs, case, draw, record, spike_precision="on_grid")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cell", CASES)
def test_spikes_are_nests(cell, seed):
    case = CASES[cell]
    draw = drawn(case, seed)
    wanted, v_wanted = run_theirs(case, draw)
    found, v_found = run_on(ours, case, draw)
    assert sum(map(len, wanted)) > 100
    for a, b in zip(found, wanted):
        assert np.array_equal(np.rint(10 * a), np.rint(10 * b))
    if v_wanted is not None:
        apart = np.abs(v_found - v_wanted).max()
        # NEST integrates conductances with a tolerance of 1e-3 mV; the rest is exact.
        print(cell, apart)
