"""PyNN's spike sources: given times in NEST's steps, random ones with NEST's distribution.

Together with the twelve neuron cells and `PointNeuron` of the cell tests these four are the 17 that pyNN.nest
supports; `SpikeSourceInhGamma` needs a module that NEST's wheel cannot build.
"""

import numpy as np
import pytest
from pyNN.parameters import Sequence
from scipy.stats import ks_2samp

from oracle.draws import seeds

import spikeloom.pynn as ours

STEP = 0.1
LENGTH = 1000.0
SIZE = 100
DRAWN = seeds(ci=1, long=20)


def drawn_poisson(chance):
    steps = chance.integers(1, 3000)
    duration = chance.integers(4000, 6000) * STEP
    return {"rate": chance.uniform(20, 300), "start": steps * STEP, "duration": duration}


# Ranges of their parameters. Only the first can start and end in NEST.
LAWS = {
    "SpikeSourcePoisson": drawn_poisson,
    "SpikeSourcePoissonRefractory": lambda chance: {
        "rate": chance.uniform(20, 100),
        "tau_refrac": chance.uniform(1, 8),
    },
    "SpikeSourceGamma": lambda chance: {
        "alpha": float(chance.integers(2, 6)),
        "beta": chance.uniform(100, 300),
    },
}


def spikes_of(sim, source):
    """Return the steps of the spikes of each source."""
    sim.setup(
        timestep=STEP, min_delay=STEP, max_delay=10.0, spike_precision="on_grid", rng_seed=11
    )
    population = sim.Population(SIZE, source(sim))
    population.record("spikes")
    sim.run(LENGTH)
    trains = population.get_data().segments[0].spiketrains
    return [np.rint(np.asarray(train.magnitude) / STEP) for train in trains]


def on_both(source):
    import pyNN.nest as theirs

    return spikes_of(ours, source), spikes_of(theirs, source)


@pytest.mark.parametrize("seed", DRAWN)
def test_given_times_are_recorded_in_nests_steps(seed):
    chance = np.random.default_rng(seed)
    times = [Sequence(np.sort(chance.uniform(2 * STEP, LENGTH - STEP, 60))) for _ in range(SIZE)]
    found, wanted = on_both(lambda sim: sim.SpikeSourceArray(spike_times=times))
    assert sum(map(len, wanted)) > 5000
    assert [train.tolist() for train in found] == [train.tolist() for train in wanted]


@pytest.mark.parametrize("seed", DRAWN)
@pytest.mark.parametrize("name", LAWS)
def test_drawn_times_have_nests_distribution(name, seed):
    """Counts within five deviations of their difference, and intervals that no test distinguishes at 1e-5."""
    parameters = LAWS[name](np.random.default_rng(seed))
    found, wanted = on_both(lambda sim: getattr(sim, name)(**parameters))
    counts = [sum(map(len, trains)) for trains in (found, wanted)]
    assert min(counts) > 500
    assert abs(counts[0] - counts[1]) < 5 * np.sqrt(sum(counts))
    intervals = [np.concatenate([np.diff(train) for train in trains]) for trains in (found, wanted)]
    assert ks_2samp(*intervals).pvalue > 1e-5, parameters
