"""Draw PyNN scripts: populations of several cells, connected by all kinds of connectors and synapses."""

import numpy as np
from pyNN.parameters import Sequence
from pyNN.random import NumpyRNG, RandomDistribution
from pyNN.space import Line

from .pynn_circle import GRID

LIF = {"v_rest": -65.0, "v_reset": -68.0, "v_thresh": -50.0, "cm": 0.9, "tau_m": 18.0}
DECAYS = {"tau_syn_E": 3.0, "tau_syn_I": 6.0}
REVERSALS = {"e_rev_E": 1.0, "e_rev_I": -75.0}
# By the unit of their weights: cells, their parameters, a strong weight and currents around the threshold.
CELLS = {
    "nA": {
        "IF_curr_exp": ({**LIF, **DECAYS}, 0.6, (0.65, 0.95)),
        "IF_curr_alpha": ({**LIF, **DECAYS}, 0.5, (0.65, 0.95)),
    },
    "uS": {
        "IF_cond_exp": ({**LIF, **DECAYS, **REVERSALS}, 0.012, (0.65, 0.95)),
        "IF_cond_alpha": ({**LIF, **DECAYS, **REVERSALS}, 0.01, (0.65, 0.95)),
        "IF_cond_exp_gsfa_grr": ({**LIF, **DECAYS, **REVERSALS}, 0.012, (1.2, 2.5)),
    },
    "mV": {"IF_curr_delta": (LIF, 2.5, (0.65, 0.95))},
}
DEPENDENCES = (
    "AdditiveWeightDependence",
    "MultiplicativeWeightDependence",
    "AdditivePotentiationMultiplicativeDepression",
    "GutigWeightDependence",
)
DURATION = 250.0


def drawn_script(seed):
    """Draw a script; it builds the same network on each simulator."""

    def script(sim, **options):
        chance = np.random.default_rng([seed, 43])
        sim.setup(**GRID, **options)
        groups = [some(chance, sorted(CELLS)) for _ in range(3)]
        groups[2] = groups[0]
        cells = [cells_of(sim, chance, unit, f"{unit}{k}") for k, unit in enumerate(groups)]
        sources = sources_of(sim, chance)
        for _ in range(7):
            join(sim, chance, [sources, *cells], dict(zip(cells, groups, strict=True)))
        inject(sim, chance, cells)
        for population in (sources, *cells):
            population.record("spikes")
        sim.run(DURATION)
        return sources, *cells

    return script


def some(chance, values):
    """Choose one of some values."""
    return values[chance.integers(len(values))]


def even(chance, low, high):
    """Draw uniformly, from PyNN's own generator."""
    generator = NumpyRNG(int(chance.integers(2**31)))
    return RandomDistribution("uniform", low=low, high=high, rng=generator)


def sources_of(sim, chance):
    size = int(chance.integers(4, 9))
    trains = [np.unique(np.round(chance.uniform(1, DURATION, 14), 1)) for _ in range(size)]
    # PyNN 0.13.0 subtracts the minimum delay, and NEST moves times that are then beyond a step to the next one.
    cell = sim.SpikeSourceArray(spike_times=[Sequence(train - 1e-5) for train in trains])
    return sim.Population(size, cell, structure=Line(dx=10.0), label="sources")


def cells_of(sim, chance, unit, label):
    """Create cells with different parameters and potentials."""
    name = some(chance, sorted(CELLS[unit]))
    parameters, _, currents = CELLS[unit][name]
    shape = (2, int(chance.integers(2, 5))) if chance.random() < 0.3 else int(chance.integers(4, 9))
    size = int(np.prod(shape))
    given = {**parameters, "i_offset": even(chance, *currents)}
    given["tau_refrac"] = np.round(chance.uniform(0.1, 4.0, size), 2)
    structure = None if isinstance(shape, tuple) else Line(dx=9.0)
    cells = sim.Population(shape, getattr(sim, name)(**given), structure=structure, label=label)
    if chance.random() < 0.7:
        cells.initialize(v=even(chance, -66.0, -52.0))
    return cells


def join(sim, chance, populations, units):
    """Connect two groups of cells, with weights that the second one accepts."""
    unit = some(chance, sorted(set(units.values())))
    alike = [population for population, own in units.items() if own == unit]
    post, whole = group_of(chance, alike, unit)
    pre, _ = group_of(chance, populations)
    receptor = some(chance, ["excitatory", "excitatory", "inhibitory"])
    strong = min(CELLS[unit][type(one.celltype).__name__][1] for one in whole)
    sign = -1 if receptor == "inhibitory" and unit != "uS" else 1
    low, high = sorted(np.round(sign * strong * chance.uniform(0.2, 1.2, 2), 5).tolist())
    weight = even(chance, low, high) if chance.random() < 0.6 else low
    delay = some(chance, [0.1, 1.7, even(chance, 0.1, 5.0)])
    sim.Projection(
        pre,
        post,
        connector_of(sim, chance, pre, post),
        synapse_of(sim, chance, {"weight": weight, "delay": delay}, (unit, whole, sign)),
        receptor_type=receptor,
    )


def group_of(chance, populations, unit=None):
    """Choose a population, a part of one, or an assembly; and return its populations."""
    population = some(chance, populations)
    kind = chance.random()
    if kind < 0.4:
        return population, [population]
    if kind < 0.6:
        return population[1 : int(chance.integers(3, population.size + 1))], [population]
    if kind < 0.7:
        mask = chance.random(population.size) < 0.6
        mask[0] = True
        return population[mask], [population]
    if kind < 0.8:
        rows = chance.choice(population.size, 3, replace=False)
        return population[np.sort(rows)], [population]
    other = some(chance, populations)
    if other is population or unit == "mV":
        # PyNN 0.13.0 makes NEST's jumps onto an assembly a thousand times as large.
        return population, [population]
    # PyNN 0.13.0 confuses the sources of an assembly in NEST that are not in the order of their creation.
    population, other = sorted((population, other), key=lambda one: one.first_id)
    return some(chance, [population + other, population[:3] + other[1:]]), [population, other]


def connector_of(sim, chance, pre, post):
    generator = NumpyRNG(int(chance.integers(2**31)))
    autapses = bool(chance.random() < 0.5)
    numbers = {"allow_self_connections": autapses, "rng": generator}
    makers = [
        lambda: sim.AllToAllConnector(allow_self_connections=autapses),
        lambda: sim.OneToOneConnector(),
        lambda: sim.FixedProbabilityConnector(0.5, **numbers),
        lambda: sim.FixedNumberPreConnector(2, with_replacement=not autapses, **numbers),
        lambda: sim.FixedNumberPostConnector(2, with_replacement=not autapses, **numbers),
        lambda: sim.FixedTotalNumberConnector(int(chance.integers(5, 25)), rng=generator),
        lambda: sim.FromListConnector(listed(chance, pre, post)),
        lambda: sim.ArrayConnector(chance.random((pre.size, post.size)) < 0.5),
    ]
    if not any(isinstance(group, sim.Assembly) for group in (pre, post)):
        # PyNN 0.13.0 fails to measure distances in an assembly.
        by_distance = sim.DistanceDependentProbabilityConnector
        makers.append(lambda: by_distance("exp(-d/30)", **numbers))
    return some(chance, makers)()


def listed(chance, pre, post):
    """Draw connections, some of them twice."""
    ends = zip(chance.integers(pre.size, size=12), chance.integers(post.size, size=12), strict=True)
    return [(int(i), int(j)) for i, j in ends]


def synapse_of(sim, chance, ends, target):
    """Choose a synapse type that the target can have."""
    unit, whole, sign = target
    kind = chance.random()
    if kind < 0.25 and unit != "mV" and len(whole) == 1:
        resources = {"U": even(chance, 0.2, 0.8), "tau_rec": 120.0, "tau_facil": some(chance, [0.0, 80.0])}
        return sim.TsodyksMarkramSynapse(**ends, **resources)
    if kind < 0.5 and sign > 0 and unit != "mV":
        name = some(chance, DEPENDENCES)
        strong = max(CELLS[unit][type(one.celltype).__name__][1] for one in whole)
        exponents = {"mu_plus": 0.3, "mu_minus": 0.6} if name.startswith("Gutig") else {}
        return sim.STDPMechanism(
            timing_dependence=sim.SpikePairRule(tau_plus=17.0, A_plus=0.03, A_minus=0.02),
            weight_dependence=getattr(sim, name)(w_min=0.0, w_max=2 * strong, **exponents),
            **ends,
        )
    if kind < 0.6:
        return sim.SimpleStochasticSynapse(p=1.0, **ends)
    return sim.StaticSynapse(**ends)


def inject(sim, chance, cells):
    start = float(np.round(chance.uniform(1, 90), 1))
    amplitude = float(np.round(chance.uniform(0.05, 0.3), 3))
    source = some(
        chance,
        [
            sim.ACSource(amplitude=amplitude, frequency=float(chance.integers(5, 60)), start=start),
            sim.DCSource(amplitude=amplitude, start=start, stop=start + 50.0),
            sim.StepCurrentSource(times=[start, start + 40.0], amplitudes=[amplitude, 0.0]),
        ],
    )
    population = some(chance, cells)
    population.inject(source)
