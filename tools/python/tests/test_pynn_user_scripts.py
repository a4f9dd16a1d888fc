"""Scripts as users of PyNN write them give the spikes of pyNN.nest on its grid, in the same steps."""

import numpy as np
import pytest

from compare_examples import connect_single_cells
from oracle.user_scripts import SCRIPTS

import spikeloom.pynn as ours

STEP = 0.1
# NEST's solver of this neuron has a tolerance of 1e-3, and leaves some spikes undetermined by one step.
APART = {"hodgkin_huxley_cells": 1}


def run_on(sim, name):
    """Return the steps of the spikes of each neuron, segment by segment."""
    sim.setup(
        timestep=STEP, min_delay=STEP, max_delay=10.0, spike_precision="on_grid", t_flush=500.0
    )
    found = [
        np.rint(np.asarray(train.magnitude) / STEP)
        for population in SCRIPTS[name](sim)
        for segment in population.get_data("spikes").segments
        for train in segment.spiketrains
    ]
    sim.end()
    return found


@pytest.mark.parametrize("name", SCRIPTS)
def test_spikes_are_nests(name):
    import pyNN.nest as theirs

    connect_single_cells()
    wanted, found = run_on(theirs, name), run_on(ours, name)
    assert sum(map(len, wanted)) > 0
    assert list(map(len, found)) == list(map(len, wanted))
    apart = np.abs(np.concatenate(found) - np.concatenate(wanted))
    assert apart.max() <= (1 if name in APART else 0)
    assert np.count_nonzero(apart) <= APART.get(name, 0)
