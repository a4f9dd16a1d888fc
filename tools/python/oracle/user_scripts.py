"""Scripts as users of PyNN write them: each builds, runs, and returns the populations whose spikes count.

In many of them spike times lie between steps, and on steps where a user would write whole numbers. Random
values come from PyNN's generators, so that both simulators have the same network.
"""

import numpy as np
from pyNN.parameters import Sequence
from pyNN.random import NumpyRNG, RandomDistribution
from pyNN.space import Grid2D, Line

SCRIPTS = {}


def script(function):
    """Register a script by its name."""
    SCRIPTS[function.__name__] = function
    return function


def trains(seed, size, *, until=200.0, rate=25.0):
    """Draw spike times off the grid, for each neuron."""
    chance = np.random.default_rng(seed)
    count = int(rate * until / 1000)
    return [Sequence(np.sort(chance.uniform(1.0, until, count))) for _ in range(size)]


def sources(sim, seed, size, **more):
    return sim.Population(size, sim.SpikeSourceArray(spike_times=trains(seed, size, **more)))


def uniform(low, high, seed):
    return RandomDistribution("uniform", low=low, high=high, rng=NumpyRNG(seed=seed))


# Cells ---------------------------------------------------------------------------------------------


def _driven(sim, cell, weight, *, receptor="excitatory", delay=1.0, seed=3, rate=60.0, **initial):
    cells = sim.Population(6, cell, initial_values=initial)
    source = sources(sim, seed, 6, rate=rate)
    synapse = sim.StaticSynapse(weight=weight, delay=delay)
    sim.Projection(source, cells, sim.OneToOneConnector(), synapse, receptor_type=receptor)
    for population in (source, cells):
        population.record("spikes")
    sim.run(200.0)
    return source, cells


@script
def curr_exp_cells(sim):
    return _driven(sim, sim.IF_curr_exp(i_offset=0.7, tau_refrac=2.0), 0.8)


@script
def curr_alpha_cells(sim):
    return _driven(sim, sim.IF_curr_alpha(i_offset=0.7, tau_syn_E=2.0), 0.9, delay=1.37)


@script
def curr_delta_cells(sim):
    # PyNN cannot set the initial potential of this one in NEST, where it is -70 mV.
    return _driven(sim, sim.IF_curr_delta(i_offset=0.7), 3.0, v=-70.0)


@script
def cond_exp_cells(sim):
    return _driven(sim, sim.IF_cond_exp(i_offset=0.6, tau_m=15.0), 0.02)


@script
def cond_alpha_cells(sim):
    return _driven(sim, sim.IF_cond_alpha(i_offset=0.6, tau_refrac=1.55), 0.03, delay=2.26)


@script
def inhibited_cells(sim):
    return _driven(sim, sim.IF_cond_exp(i_offset=1.0), 0.02, receptor="inhibitory")


@script
def hardware_cells(sim):
    return _driven(sim, sim.IF_facets_hardware1(v_thresh=-58.0), 0.012, rate=150.0)


@script
def adaptive_exponential_cells(sim):
    return _driven(sim, sim.EIF_cond_exp_isfa_ista(i_offset=0.6), 0.01)


@script
def adaptive_alpha_cells(sim):
    return _driven(sim, sim.EIF_cond_alpha_isfa_ista(i_offset=0.6, tau_refrac=1.0), 0.01)


@script
def izhikevich_cells(sim):
    return _driven(sim, sim.Izhikevich(i_offset=0.008, d=6.0), 3.0, v=-65.0, u=-14.0)


@script
def hodgkin_huxley_cells(sim):
    return _driven(sim, sim.HH_cond_exp(i_offset=0.3), 0.02)


# Connectors ----------------------------------------------------------------------------------------


def _layers(sim, connector, *, synapse=None, size=8, cell=None, receptor="excitatory"):
    cells = sim.Population(size, cell or sim.IF_cond_exp(i_offset=uniform(0.5, 0.9, 11)))
    source = sources(sim, 5, size)
    kind = synapse or sim.StaticSynapse(weight=uniform(0.001, 0.01, 12), delay=uniform(0.2, 4.0, 13))
    sim.Projection(source, cells, connector, kind, receptor_type=receptor)
    cells.record("spikes")
    source.record("spikes")
    sim.run(200.0)
    return source, cells


@script
def all_to_all(sim):
    return _layers(sim, sim.AllToAllConnector())


@script
def fixed_probability(sim):
    return _layers(sim, sim.FixedProbabilityConnector(0.4, rng=NumpyRNG(seed=21)))


@script
def fixed_number_pre(sim):
    return _layers(sim, sim.FixedNumberPreConnector(3, rng=NumpyRNG(seed=22)))


@script
def fixed_number_post(sim):
    return _layers(sim, sim.FixedNumberPostConnector(4, rng=NumpyRNG(seed=23)))


@script
def listed_connections(sim):
    chance = np.random.default_rng(24)
    rows = [
        (int(i), int(j), float(w), float(d))
        for i, j, w, d in zip(
            chance.integers(8, size=30), chance.integers(8, size=30),
            chance.uniform(0.001, 0.01, 30), chance.uniform(0.1, 6.0, 30),
        )
    ]  # fmt: skip
    return _layers(sim, sim.FromListConnector(rows))


@script
def array_of_connections(sim):
    chosen = np.random.default_rng(25).random((8, 8)) < 0.4
    return _layers(sim, sim.ArrayConnector(chosen))


@script
def connections_by_distance(sim):
    cells = sim.Population((4, 4), sim.IF_curr_exp(i_offset=uniform(0.75, 0.95, 31)))
    source = sim.Population(
        16, sim.SpikeSourceArray(spike_times=trains(32, 16)), structure=Grid2D(dx=1.0, dy=1.0)
    )
    connector = sim.DistanceDependentProbabilityConnector("exp(-d)", rng=NumpyRNG(seed=33))
    synapse = sim.StaticSynapse(weight=0.6, delay="0.3 + 0.5*d")
    sim.Projection(source, cells, connector, synapse, receptor_type="excitatory")
    cells.record("spikes")
    sim.run(200.0)
    return (cells,)


@script
def recurrent_network(sim):
    exc = sim.Population(40, sim.IF_curr_exp(i_offset=uniform(0.7, 1.0, 41), tau_refrac=2.0), label="E")
    inh = sim.Population(10, sim.IF_curr_exp(i_offset=uniform(0.7, 1.0, 42), tau_refrac=2.0), label="I")
    exc.initialize(v=uniform(-65.0, -50.0, 43))
    inh.initialize(v=uniform(-65.0, -50.0, 44))
    everyone = exc + inh
    for pre, weight, receptor, seed in ((exc, 0.1, "excitatory", 45), (inh, -0.5, "inhibitory", 46)):
        connector = sim.FixedProbabilityConnector(0.2, rng=NumpyRNG(seed=seed))
        synapse = sim.StaticSynapse(weight=weight, delay=uniform(0.5, 3.0, seed + 10))
        sim.Projection(pre, everyone, connector, synapse, receptor_type=receptor)
    everyone.record("spikes")
    sim.run(200.0)
    return exc, inh


# Synapses ------------------------------------------------------------------------------------------


@script
def depressing_synapses(sim):
    synapse = sim.TsodyksMarkramSynapse(
        weight=0.02, delay=uniform(0.2, 3.0, 51), U=0.5, tau_rec=150.0, tau_facil=0.0
    )
    return _layers(sim, sim.AllToAllConnector(), synapse=synapse)


@script
def facilitating_synapses(sim):
    synapse = sim.TsodyksMarkramSynapse(weight=0.03, delay=1.44, U=0.1, tau_rec=50.0, tau_facil=300.0)
    return _layers(sim, sim.OneToOneConnector(), synapse=synapse)


def _learning(sim, rule, **timing):
    synapse = sim.STDPMechanism(
        timing_dependence=sim.SpikePairRule(**{"tau_plus": 20.0, "tau_minus": 20.0, **timing}),
        weight_dependence=rule,
        weight=0.008,
        delay=uniform(0.3, 2.0, 61),
    )
    return _layers(sim, sim.AllToAllConnector(), synapse=synapse)


@script
def additive_learning(sim):
    return _learning(sim, sim.AdditiveWeightDependence(w_min=0.0, w_max=0.02), A_plus=0.05, A_minus=0.06)


@script
def multiplicative_learning(sim):
    rule = sim.MultiplicativeWeightDependence(w_min=0.0, w_max=0.02)
    return _learning(sim, rule, A_plus=0.1, A_minus=0.1, tau_minus=30.0)


@script
def learning_in_one_direction(sim):
    rule = sim.AdditiveWeightDependence(w_min=0.0, w_max=0.03)
    return _learning(sim, rule, A_plus=0.2, A_minus=0.0)


# Currents ------------------------------------------------------------------------------------------


def _injected(sim, *currents, cell=None):
    cells = sim.Population(4, cell or sim.IF_curr_exp(i_offset=uniform(0.6, 0.8, 71)))
    for current in currents:
        current.inject_into(cells)
    cells.record("spikes")
    sim.run(200.0)
    return (cells,)


@script
def direct_current(sim):
    return _injected(sim, sim.DCSource(amplitude=0.5, start=20.0, stop=150.0))


@script
def step_currents(sim):
    return _injected(
        sim, sim.StepCurrentSource(times=[10.0, 60.0, 120.04], amplitudes=[0.3, 0.9, 0.1])
    )


@script
def alternating_current(sim):
    cell = sim.EIF_cond_exp_isfa_ista()
    current = sim.ACSource(amplitude=0.6, offset=0.6, frequency=40.0, phase=30.0, start=5.0, stop=180.0)
    return _injected(sim, current, cell=cell)


@script
def currents_add_up(sim):
    return _injected(
        sim,
        sim.DCSource(amplitude=0.3, start=10.0),
        sim.ACSource(amplitude=0.2, frequency=20.0, start=30.0),
    )


@script
def current_into_a_view(sim):
    cells = sim.Population(6, sim.IF_cond_alpha(i_offset=0.5))
    current = sim.DCSource(amplitude=0.6, start=15.0, stop=160.0)
    cells[1:4].inject(current)
    cells[5].inject(current)
    cells.record("spikes")
    sim.run(200.0)
    return (cells,)


# Groups and parameters -----------------------------------------------------------------------------


@script
def views_and_assemblies(sim):
    one = sim.Population(6, sim.IF_curr_exp(i_offset=0.8), label="one")
    two = sim.Population(4, sim.IF_curr_alpha(i_offset=0.85, tau_syn_E=1.0), label="two")
    one[:3].set(tau_m=12.0, i_offset=1.2)
    two[[0, 2]].set(cm=0.7)
    source = sources(sim, 81, 5, rate=60.0)
    both = one[2:] + two
    synapse = sim.StaticSynapse(weight=0.4, delay=0.68)
    sim.Projection(source[1:4], both, sim.AllToAllConnector(), synapse, receptor_type="excitatory")
    both.record("spikes")
    sim.run(200.0)
    return one, two


@script
def parameters_of_each_neuron(sim):
    cells = sim.Population(10, sim.IF_cond_exp(tau_m=np.linspace(8.0, 25.0, 10)), structure=Line(dx=5.0))
    cells.set(i_offset=lambda i: 0.7 + 0.04 * i)
    cells.set(tau_refrac=uniform(0.5, 4.0, 83))
    cells[4].v_thresh = -54.0
    cells.record("spikes")
    sim.run(200.0)
    return (cells,)


@script
def spikes_in_bursts(sim):
    # Several spikes within one step, and in neighbouring ones.
    times = Sequence([20.01, 20.04, 20.07, 20.11, 60.0, 60.02, 100.099, 100.1])
    source = sim.Population(1, sim.SpikeSourceArray(spike_times=times))
    cells = sim.Population(3, sim.IF_cond_exp(i_offset=0.6))
    synapse = sim.StaticSynapse(weight=0.03, delay=[[0.24, 1.0, 2.95]])
    sim.Projection(source, cells, sim.AllToAllConnector(), synapse, receptor_type="excitatory")
    source.record("spikes")
    cells.record("spikes")
    sim.run(150.0)
    return source, cells


@script
def runs_in_pieces(sim):
    cells = sim.Population(5, sim.IF_curr_exp(i_offset=uniform(0.7, 0.9, 85)))
    source = sources(sim, 86, 5)
    synapse = sim.StaticSynapse(weight=0.5, delay=1.0)
    sim.Projection(source, cells, sim.OneToOneConnector(), synapse, receptor_type="excitatory")
    cells.record("spikes")
    source.record("spikes")
    for _ in range(4):
        sim.run(50.0)
    return source, cells


@script
def step_current_set_on_the_way(sim):
    cells = sim.Population(2, sim.IF_curr_exp())
    current = sim.StepCurrentSource(times=[10.0, 50.0], amplitudes=[0.9, 1.1])
    current.inject_into(cells)
    cells.record("spikes")
    sim.run(100.0)
    current.set_parameters(times=[140.0, 160.0], amplitudes=[0.5, 1.5])
    sim.run(100.0)
    return (cells,)


@script
def new_spikes_on_the_way(sim):
    source = sources(sim, 91, 3, until=90.0)
    cells = sim.Population(3, sim.IF_cond_exp(i_offset=0.7))
    synapse = sim.StaticSynapse(weight=0.02, delay=1.5)
    sim.Projection(source, cells, sim.OneToOneConnector(), synapse, receptor_type="excitatory")
    source.record("spikes")
    cells.record("spikes")
    sim.run(100.0)
    chance = np.random.default_rng(92)
    source.set(spike_times=[Sequence(np.sort(chance.uniform(105.0, 190.0, 6))) for _ in range(3)])
    sim.run(100.0)
    return source, cells


@script
def repeated_by_reset(sim):
    cells = sim.Population(3, sim.IF_cond_exp(i_offset=uniform(0.6, 0.9, 95)))
    source = sources(sim, 96, 3, until=80.0)
    synapse = sim.StaticSynapse(weight=0.01, delay=1.2)
    sim.Projection(source, cells, sim.OneToOneConnector(), synapse, receptor_type="excitatory")
    cells.record("spikes")
    sim.run(100.0)
    sim.reset()
    cells.set(i_offset=0.8)
    sim.run(100.0)
    return (cells,)


@script
def composed_neuron(sim):
    neuron = sim.PointNeuron(
        sim.LIF(i_offset=0.6, tau_refrac=1.5),
        AMPA=sim.CurrExpPostSynapticResponse(tau_syn=2.0),
        GABA=sim.CurrExpPostSynapticResponse(tau_syn=5.0),
    )
    cells = sim.Population(4, neuron)
    for receptor, weight, seed in (("AMPA", 1.6, 97), ("GABA", -0.4, 98)):
        source = sources(sim, seed, 4, rate=60.0)
        synapse = sim.StaticSynapse(weight=weight, delay=0.97)
        sim.Projection(source, cells, sim.OneToOneConnector(), synapse, receptor_type=receptor)
    cells.record("spikes")
    sim.run(200.0)
    return (cells,)
