"""Deterministic PyNN scripts: each connector, each synapse type."""

import tempfile
from pathlib import Path

import numpy as np
from pyNN.connectors import IndexBasedExpression
from pyNN.random import NumpyRNG, RandomDistribution
from pyNN.space import Line

from .circle_cells import CELL_SCRIPTS, DECAYS, DURATION, LIF, drive, driven, sources
from .drawn_scripts import drawn_script
from .pynn_circle import GRID

SEED = 4711


class Ahead(IndexBasedExpression):
    """Connect mostly to the next neurons."""

    def __call__(self, i, j):
        return 0.8 * ((j > i) & (j < i + 4))


LISTED = [
    (0, 1, -0.9, 0.5),
    (0, 1, -0.3, 2.0),
    (4, 2, -0.4, 0.1),
    (3, 3, -0.5, 1.0),
    (1, 0, -0.6, 3.4),
]
CONNECTORS = {
    "AllToAllConnector": lambda sim, rng: sim.AllToAllConnector(allow_self_connections=False),
    "OneToOneConnector": lambda sim, rng: sim.OneToOneConnector(),
    "FixedProbabilityConnector": lambda sim, rng: sim.FixedProbabilityConnector(0.4, rng=rng),
    "FixedProbabilityConnector of pairs": lambda sim, rng: sim.FixedProbabilityConnector(
        0.6, allow_self_connections="NoMutual", rng=rng
    ),
    "DistanceDependentProbabilityConnector": (
        lambda sim, rng: sim.DistanceDependentProbabilityConnector("exp(-d/20)", rng=rng)
    ),
    "IndexBasedProbabilityConnector": lambda sim, rng: sim.IndexBasedProbabilityConnector(
        Ahead(), rng=rng
    ),
    "DisplacementDependentProbabilityConnector": (
        lambda sim, rng: sim.DisplacementDependentProbabilityConnector(
            lambda d: 0.7 * (d[0] > 0), rng=rng
        )
    ),
    "FixedNumberPreConnector": lambda sim, rng: sim.FixedNumberPreConnector(3, rng=rng),
    "FixedNumberPreConnector again and again": lambda sim, rng: sim.FixedNumberPreConnector(
        3, with_replacement=True, rng=rng
    ),
    "FixedNumberPostConnector": lambda sim, rng: sim.FixedNumberPostConnector(
        2, allow_self_connections=False, rng=rng
    ),
    "FixedNumberPostConnector of drawn numbers": lambda sim, rng: sim.FixedNumberPostConnector(
        RandomDistribution("binomial", n=5, p=0.5, rng=NumpyRNG(SEED + 4)), rng=rng
    ),
    "FixedTotalNumberConnector": lambda sim, rng: sim.FixedTotalNumberConnector(20, rng=rng),
    "FromListConnector": lambda sim, rng: sim.FromListConnector(LISTED),
    "ArrayConnector": lambda sim, rng: sim.ArrayConnector(
        np.array([[(i + 2 * j) % 3 == 0 for j in range(5)] for i in range(5)])
    ),
}


def uniform(low, high, seed):
    """Draw uniformly between two numbers, from a separate generator."""
    return RandomDistribution("uniform", low=low, high=high, rng=NumpyRNG(seed))


def prepared(sim, size=5):
    """Create sources and cells that they drive; the cells are 10 um apart."""
    source = sources(sim)
    cell = sim.IF_curr_exp(**LIF, **DECAYS, i_offset=np.linspace(0.68, 0.95, size))
    cells = sim.Population(size, cell, structure=Line(dx=10.0), label="cells")
    for population in (source, cells):
        population.record("spikes")
    return source, cells


def script_of_connector(name):
    def script(sim, **options):
        sim.setup(**GRID, **options)
        source, cells = prepared(sim)
        drive(sim, source, cells)
        sim.Projection(
            cells,
            cells,
            CONNECTORS[name](sim, NumpyRNG(SEED)),
            sim.StaticSynapse(
                weight=uniform(-0.9, -0.2, SEED + 1), delay=uniform(0.1, 4.0, SEED + 2)
            ),
            receptor_type="inhibitory",
        )
        sim.run(DURATION)
        return source, cells

    return script


def cloned(sim, **options):
    """Connect again like another projection."""
    sim.setup(**GRID, **options)
    source, cells = prepared(sim)
    drive(sim, source, cells)
    connector = sim.FixedProbabilityConnector(0.4, rng=NumpyRNG(SEED))
    inhibits = {"receptor_type": "inhibitory"}
    synapse_type = sim.StaticSynapse(weight=-0.5, delay=1.0)
    first = sim.Projection(cells, cells, connector, synapse_type, **inhibits)
    again = sim.StaticSynapse(weight=-0.3, delay="0.5+0.05*d")
    sim.Projection(cells, cells, sim.CloneConnector(first), again, **inhibits)
    sim.run(DURATION)
    return source, cells


def from_file(sim, **options):
    """Connect from a file, with strings of distance."""
    sim.setup(**GRID, **options)
    source, cells = prepared(sim)
    drive(sim, source, cells)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "connections.txt"
        rows = "".join("\t".join(map(str, row)) + "\n" for row in LISTED)
        path.write_text(f'# columns = ["i", "j", "weight", "delay"]\n{rows}')
        connector = sim.FromFileConnector(str(path))
        sim.Projection(cells, cells, connector, receptor_type="inhibitory")
    sim.Projection(
        cells,
        cells,
        sim.AllToAllConnector(),
        sim.StaticSynapse(weight="-0.4+0.005*d", delay="0.3+0.05*d"),
        receptor_type="inhibitory",
    )
    sim.run(DURATION)
    return source, cells


SHORT_TERM = {"U": 0.3, "tau_rec": 120.0, "tau_facil": 80.0}
PAIRS = {"tau_plus": 17.0, "tau_minus": 25.0, "A_plus": 0.03, "A_minus": 0.02}


def learning(sim, dependence, **limits):
    """Create plastic synapses with a weight dependence."""
    return sim.STDPMechanism(
        timing_dependence=sim.SpikePairRule(**PAIRS),
        weight_dependence=getattr(sim, dependence)(w_min=0.0, w_max=2.0, **limits),
        weight=uniform(0.3, 0.9, SEED + 1),
        delay=1.3,
    )


SYNAPSES = {
    "StaticSynapse": lambda sim: sim.StaticSynapse(
        weight=uniform(0.3, 0.9, SEED), delay=uniform(0.1, 3.0, SEED + 1)
    ),
    "TsodyksMarkramSynapse": lambda sim: sim.TsodyksMarkramSynapse(
        weight=1.9, delay=1.0, **SHORT_TERM
    ),
    "TsodyksMarkramSynapse with recoveries": lambda sim: sim.TsodyksMarkramSynapse(
        weight=1.9, delay=1.0, **{**SHORT_TERM, "tau_rec": uniform(60.0, 200.0, SEED)}
    ),
    "TsodyksMarkramSynapse of each": lambda sim: sim.TsodyksMarkramSynapse(
        weight=1.9, delay=1.0, **{**SHORT_TERM, "U": uniform(0.1, 0.9, SEED)}
    ),
    "SimpleStochasticSynapse": lambda sim: sim.SimpleStochasticSynapse(
        weight=0.9, delay=1.0, p=1.0
    ),
    "AdditiveWeightDependence": lambda sim: learning(sim, "AdditiveWeightDependence"),
    "MultiplicativeWeightDependence": lambda sim: learning(sim, "MultiplicativeWeightDependence"),
    "AdditivePotentiationMultiplicativeDepression": lambda sim: learning(
        sim, "AdditivePotentiationMultiplicativeDepression"
    ),
    "GutigWeightDependence": lambda sim: learning(
        sim, "GutigWeightDependence", mu_plus=0.3, mu_minus=0.6
    ),
}


def script_of_synapse(name):
    def script(sim, **options):
        sim.setup(**GRID, **options)
        source, cells = prepared(sim)
        drive(sim, source, cells, SYNAPSES[name](sim))
        sim.Projection(
            cells,
            cells,
            sim.AllToAllConnector(allow_self_connections=False),
            sim.StaticSynapse(weight=-0.3, delay=0.4),
            receptor_type="inhibitory",
        )
        sim.run(DURATION)
        return source, cells

    return script


def short_term_of_conductances(sim, **options):
    sim.setup(**GRID, **options)
    source, cells = driven(sim, "IF_cond_exp")
    synapse_type = sim.TsodyksMarkramSynapse(weight=0.04, delay=1.0, **SHORT_TERM)
    drive(sim, source, cells, synapse_type)
    for population in (source, cells):
        population.record("spikes")
    sim.run(DURATION)
    return source, cells


def short_term_of_receptors(sim, **options):
    """Each cell has its own decay, which short-term plasticity uses."""
    sim.setup(**GRID, **options)
    source, cells = prepared(sim)
    cells.set(tau_syn_E=[3.0, 4.0, 2.0, 2.5, 5.0])
    drive(sim, source, cells, SYNAPSES["TsodyksMarkramSynapse"](sim))
    sim.run(DURATION)
    return source, cells


def learning_of_a_list(sim, **options):
    """A connector that draws a weight for each connection repeats the parameters of the rule."""
    sim.setup(**GRID, **options)
    source, cells = prepared(sim)
    connector = sim.FromListConnector([(i, j) for i in (0, 2) for j in range(5)])
    synapse_type = learning(sim, "MultiplicativeWeightDependence")
    sim.Projection(source, cells, connector, synapse_type, receptor_type="excitatory")
    sim.run(DURATION)
    return source, cells


def currents(sim, **options):
    """Inject deterministic currents of all kinds."""
    sim.setup(**GRID, **options)
    source, cells = prepared(sim)
    drive(sim, source, cells)
    cells.inject(sim.DCSource(amplitude=0.2, start=20.0, stop=80.0))
    cells[2:].inject(
        sim.StepCurrentSource(times=[10.0, 90.0, 120.0], amplitudes=[1.0, -0.2, 0.0])
    )
    wave = sim.ACSource(
        amplitude=0.3, offset=0.1, frequency=40.0, phase=30.0, start=30.0, stop=200.0
    )
    wave.inject_into(cells[[1, 3]])
    sim.run(DURATION)
    return source, cells


def parts(sim, **options):
    """Combine views and assemblies, and record only some cells."""
    sim.setup(**GRID, **options)
    source, cells = prepared(sim)
    others = sim.Population(4, sim.IF_curr_alpha(**LIF, i_offset=0.9), label="others")
    others[1:3].record("spikes")
    drive(sim, source[[0, 2]], cells[1:5:2])
    every = cells[np.array([True, False, True, True, False])] + others
    synapse_type = sim.StaticSynapse(weight=uniform(-0.5, -0.1, SEED), delay=uniform(0.1, 2.0, 9))
    connector = sim.FixedProbabilityConnector(0.7, rng=NumpyRNG(SEED))
    sim.Projection(every, every, connector, synapse_type, receptor_type="inhibitory")
    drive(sim, source, sim.Assembly(others[:3], cells), sim.StaticSynapse(weight=0.5, delay=0.2))
    sim.run(100.0)
    sim.run(DURATION - 100.0)
    return source, cells, others


SCRIPTS = {
    **CELL_SCRIPTS,
    **{name: script_of_connector(name) for name in CONNECTORS},
    **{"CloneConnector": cloned, "FromFileConnector": from_file},
    **{name: script_of_synapse(name) for name in SYNAPSES},
    "TsodyksMarkramSynapse of conductances": short_term_of_conductances,
    "TsodyksMarkramSynapse of each receptor": short_term_of_receptors,
    "STDPMechanism of a list": learning_of_a_list,
    "currents": currents,
    "parts": parts,
    **{f"drawn {seed}": drawn_script(seed) for seed in range(15)},
}
