"""A refractory period of 0, as one value or in a list, gives AdEx NEST's spikes."""

import numpy as np
import pytest

from oracle.pynn_backends import BACKENDS

import spikeloom.pynn as ours

STEP = 0.1
# NEST's solver has a tolerance of 1e-6 here unless set.
FINE = 1e-12
CURRENTS = [0.7, 1.1]


def spikes_of(sim, cell, refractory, tolerance=None):
    sim.setup(timestep=STEP, min_delay=STEP, max_delay=10.0, spike_precision="on_grid")
    cells = sim.Population(2, getattr(sim, cell)(tau_refrac=refractory, i_offset=CURRENTS))
    cells.record("spikes")
    if tolerance is not None:
        cells.node_collection.set(gsl_error_tol=tolerance)
    sim.run(400.0)
    trains = cells.get_data().segments[0].spiketrains
    return [np.rint(np.asarray(train.magnitude) / STEP).tolist() for train in trains]


@pytest.mark.parametrize("cell", ["EIF_cond_exp_isfa_ista", "EIF_cond_alpha_isfa_ista"])
def test_neurons_that_are_never_refractory_spike_as_in_nest_in_either_form(cell):
    wanted = spikes_of(BACKENDS["nest"](), cell, 0.0, FINE)
    assert sum(map(len, wanted)) > 20
    assert spikes_of(ours, cell, 0.0) == wanted
    assert spikes_of(ours, cell, [0.0, 0.0]) == wanted
