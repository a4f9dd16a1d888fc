"""The guides' statements about where other simulators run a PyNN script differently: each row, on that simulator."""

import numpy as np
import pytest
from pyNN.parameters import Sequence

from oracle.pynn_backends import BACKENDS

import spikeloom.pynn as ours

STEP = 0.1
CHANGED = 50.0
LENGTH = 100.0
# Potentials of a linear neuron that never fires: NEST's and ours differ only by rounding.
SAME = 1e-9


def potentials(sim, *, times=(), start=None, least=STEP, change=None, at=CHANGED, **options):
    """Run a cell driven by spikes and currents, and from a time on with the effect of `change`."""
    bounds = {} if least == "auto" else {"min_delay": least, "max_delay": 10.0}
    sim.setup(timestep=STEP, spike_precision="on_grid", **bounds, **options)
    cells = sim.Population(1, sim.IF_curr_exp(tau_m=10.0, v_thresh=1000.0))
    source = sim.Population(1, sim.SpikeSourceArray(spike_times=Sequence(times)))
    synapse = sim.StaticSynapse(weight=0.5, delay=2.0)
    sim.Projection(source, cells, sim.AllToAllConnector(), synapse, receptor_type="excitatory")
    current = sim.StepCurrentSource(times=[10.0, 20.0], amplitudes=[0.2, 0.3])
    current.inject_into(cells)
    if start is not None:
        sim.DCSource(amplitude=0.4, start=start).inject_into(cells)
    cells.record("v")
    if change is not None:
        sim.run(at)
        change(sim, cells=cells, source=source, current=current)
    sim.run(LENGTH - sim.get_current_time())
    return np.asarray(cells.get_data().segments[0].filter(name="v")[0].magnitude)[:, 0]


def check_same(one, other):
    assert np.ptp(other) > 0.5
    assert np.abs(one - other).max() < SAME


@pytest.mark.parametrize("least", [STEP, 1.0])
def test_a_parameter_set_between_runs_acts_in_nest_after_the_minimum_delay(least):
    def change(sim, *, cells, **parts):
        cells.set(i_offset=0.7)

    theirs = potentials(BACKENDS["nest"](), least=least, change=change)
    check_same(theirs, potentials(ours, change=change, at=CHANGED + least))


@pytest.mark.parametrize("least", [STEP, 1.0])
def test_a_current_set_between_runs_acts_in_nest_after_twice_the_minimum_delay_and_a_step(least):
    def change(sim, *, cells, **parts):
        sim.DCSource(amplitude=0.4).inject_into(cells)

    theirs = potentials(BACKENDS["nest"](), least=least, change=change)
    late = CHANGED + 2 * least + STEP
    check_same(theirs, potentials(ours, change=change, at=round(late, 9)))


@pytest.mark.parametrize("least", [STEP, 1.0])
def test_spikes_given_between_runs_are_lost_in_nest_up_to_twice_the_minimum_delay(least):
    times = [CHANGED + 1.5 * least, CHANGED + 2.5 * least]

    def change(chosen):
        return lambda sim, *, source, **parts: source.set(spike_times=Sequence(chosen))

    theirs = potentials(BACKENDS["nest"](), least=least, change=change(times))
    check_same(theirs, potentials(ours, change=change(times[1:])))


@pytest.mark.parametrize("least", [STEP, 1.0])
def test_a_current_from_the_beginning_acts_in_nest_after_the_minimum_delay_and_a_step(least):
    theirs = potentials(BACKENDS["nest"](), start=0.0, least=least)
    check_same(theirs, potentials(ours, start=least + STEP))


def test_spikes_up_to_the_minimum_delay_are_lost_in_nest():
    theirs = potentials(BACKENDS["nest"](), times=[0.53, 0.97, 5.03], least=1.0)
    check_same(theirs, potentials(ours, times=[5.03]))


def test_spikes_are_late_in_nest_if_the_minimum_delay_is_automatic():
    """By the smallest delay of the network, 2 ms, minus a step."""
    theirs = potentials(BACKENDS["nest"](), times=[5.03, 30.07], least="auto")
    check_same(theirs, potentials(ours, times=[5.03 + 1.9, 30.07 + 1.9]))


def steps_anew(sim, *, current, **parts):
    current.set_parameters(times=[60.0, 80.0], amplitudes=[0.5, 0.1])


def test_new_steps_of_a_current_keep_its_value_in_nest():
    check_same(
        potentials(BACKENDS["nest"](), change=steps_anew), potentials(ours, change=steps_anew)
    )


def test_new_steps_of_a_current_are_ignored_in_neuron():
    """PyNN 0.13.0 continues to play its first vectors; the potential is that of the old current."""
    theirs = potentials(BACKENDS["neuron"](), change=steps_anew)
    check_same(theirs, potentials(ours, convention="neuron"))
    followed = potentials(ours, change=steps_anew, convention="neuron")
    assert np.abs(followed - theirs).max() > 0.5


def test_new_steps_of_a_current_after_its_last_are_ignored_in_brian2():
    """PyNN 0.13.0 continues in the new list at its index in the old one, which was the end."""
    theirs = potentials(BACKENDS["brian2"](), change=steps_anew)
    check_same(theirs, potentials(ours, convention="brian2"))
    followed = potentials(ours, change=steps_anew, convention="brian2")
    assert np.abs(followed - theirs).max() > 0.5
