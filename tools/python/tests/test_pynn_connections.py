"""Connections of the PyNN backend: the same as those of PyNN's own connectors, in the same order."""

import numpy as np
import pyNN.mock as theirs
import pytest
from pyNN import errors
from pyNN.core import IndexBasedExpression
from pyNN.random import NumpyRNG, RandomDistribution
from pyNN.space import Grid2D, Space

import spikeloom.pynn as ours
from spikeloom import SpikeLoomError


class Ramp(IndexBasedExpression):
    """A value that grows with the distance between indices."""

    def __call__(self, i, j):
        return 0.01 * (1 + abs(i - j))


class Band(IndexBasedExpression):
    """A probability that falls with the distance between indices."""

    def __call__(self, i, j):
        return 1 / (1 + abs(i - j))


def normal(seed):
    return RandomDistribution("normal", (0.5, 0.01), rng=NumpyRNG(seed))


def number(seed):
    return RandomDistribution("binomial", (8, 0.5), rng=NumpyRNG(seed))


CONNECTORS = {
    "all": lambda sim: sim.AllToAllConnector(),
    "all, not itself": lambda sim: sim.AllToAllConnector(allow_self_connections=False),
    "probability": lambda sim: sim.FixedProbabilityConnector(0.3),
    "probability, own generator": lambda sim: sim.FixedProbabilityConnector(0.3, rng=NumpyRNG(5)),
    "probability, not itself": lambda sim: sim.FixedProbabilityConnector(
        0.6, allow_self_connections=False, rng=NumpyRNG(6)
    ),
    "probability, one way": lambda sim: sim.FixedProbabilityConnector(
        0.6, allow_self_connections="NoMutual", rng=NumpyRNG(7)
    ),
    "distance": lambda sim: sim.DistanceDependentProbabilityConnector(
        "exp(-d/3)", rng=NumpyRNG(8)
    ),
    "index": lambda sim: sim.IndexBasedProbabilityConnector(Band(), rng=NumpyRNG(9)),
    "displacement": lambda sim: sim.DisplacementDependentProbabilityConnector(
        lambda d: 0.8 * (abs(d[0]) < 2), rng=NumpyRNG(10)
    ),
    "pre": lambda sim: sim.FixedNumberPreConnector(5, rng=NumpyRNG(11)),
    "pre, more than there are": lambda sim: sim.FixedNumberPreConnector(30, rng=NumpyRNG(12)),
    "pre, replaced": lambda sim: sim.FixedNumberPreConnector(
        5, with_replacement=True, rng=NumpyRNG(13)
    ),
    "pre, replaced, not itself": lambda sim: sim.FixedNumberPreConnector(
        5, with_replacement=True, allow_self_connections=False, rng=NumpyRNG(14)
    ),
    "pre, not itself": lambda sim: sim.FixedNumberPreConnector(
        5, allow_self_connections=False, rng=NumpyRNG(15)
    ),
    "pre, drawn number": lambda sim: sim.FixedNumberPreConnector(number(16), rng=NumpyRNG(17)),
    "post": lambda sim: sim.FixedNumberPostConnector(5, rng=NumpyRNG(18)),
    "post, more than there are": lambda sim: sim.FixedNumberPostConnector(30, rng=NumpyRNG(19)),
    "post, replaced": lambda sim: sim.FixedNumberPostConnector(
        5, with_replacement=True, rng=NumpyRNG(20)
    ),
    "post, replaced, not itself": lambda sim: sim.FixedNumberPostConnector(
        3, with_replacement=True, allow_self_connections=False, rng=NumpyRNG(26)
    ),
    "post, not itself": lambda sim: sim.FixedNumberPostConnector(
        5, allow_self_connections=False, rng=NumpyRNG(22)
    ),
    "post, drawn number": lambda sim: sim.FixedNumberPostConnector(number(23), rng=NumpyRNG(24)),
    "total": lambda sim: sim.FixedTotalNumberConnector(60, rng=NumpyRNG(25)),
    "array": lambda sim: sim.ArrayConnector(np.arange(144).reshape(12, 12) % 5 == 0),
    "list": lambda sim: sim.FromListConnector(
        [(k * 7 % 12, k * 5 % 12, 0.1 * k, 1 + 0.1 * k) for k in range(40)]
    ),
    "list of pairs": lambda sim: sim.FromListConnector([(k % 12, k // 12) for k in range(40)]),
    "one to one": lambda sim: sim.OneToOneConnector(),
}
SYNAPSES = {
    "numbers": lambda sim: sim.StaticSynapse(weight=0.5, delay=1.5),
    "drawn": lambda sim: sim.StaticSynapse(weight=normal(31), delay=normal(32)),
    "drawn with one generator": lambda sim: shared(sim, NumpyRNG(33)),
    "drawn within bounds": lambda sim: sim.StaticSynapse(
        weight=RandomDistribution("normal_clipped", (0.5, 0.2, 0.3, 0.7), rng=NumpyRNG(34)),
        delay=RandomDistribution("uniform_int", (1, 5), rng=NumpyRNG(35)),
    ),
    "distance": lambda sim: sim.StaticSynapse(weight="0.1 + 0.03 * d", delay=lambda d: 1 + d),
    "array": lambda sim: sim.StaticSynapse(
        weight=np.arange(144.0).reshape(12, 12), delay=2.0
    ),
    "index": lambda sim: sim.StaticSynapse(weight=Ramp(), delay=2.0),
    "depressing": lambda sim: sim.TsodyksMarkramSynapse(weight=normal(36), U=normal(37)),
}


def shared(sim, rng):
    return sim.StaticSynapse(
        weight=RandomDistribution("gamma", (2.0, 0.1), rng=rng),
        delay=RandomDistribution("exponential", (0.5,), rng=rng),
    )


def connections(sim, connector, synapse, select=None):
    """Return the connections of one projection, in order."""
    # NEURON's events use the delays as drawn; other simulators return the rounded delays.
    sim.setup(timestep=0.1, convention="neuron")
    cells = sim.Population(12, sim.IF_curr_exp(), structure=Grid2D(aspect_ratio=3))
    others = cells if select is None else select(cells)
    made = synapse(sim)
    space = Space(periodic_boundaries=((0, 6), None, None))
    prj = sim.Projection(cells, others, connector(sim), made, space=space)
    return prj.get(made.get_parameter_names(), "list")


# A list needs one value per row: PyNN cannot assign others.
NOT_IN_LISTS = ("array", "index")


@pytest.mark.parametrize(
    ("connector", "synapse"),
    [
        (connector, synapse)
        for connector in CONNECTORS
        for synapse in SYNAPSES
        if not (connector.startswith("list") and synapse in NOT_IN_LISTS)
    ],
)
def test_connections_are_pynns(connector, synapse):
    wanted = connections(theirs, CONNECTORS[connector], SYNAPSES[synapse])
    found = connections(ours, CONNECTORS[connector], SYNAPSES[synapse])
    assert len(wanted) > 10
    assert found == [tuple(row) for row in wanted]


@pytest.mark.parametrize(
    ("row", "side"), [((0, 7), "target"), ((7, 0), "source"), ((0, -1), "target"), ((-1, 0), "source")]
)
def test_rows_out_of_range_are_refused(row, side, tmp_path):
    file = tmp_path / "rows.txt"
    ours.setup()
    cells = ours.Population(2, ours.IF_curr_exp())
    rows = [(1, 1, 0.1, 1.0), (*row, 0.1, 1.0)]
    file.write_text("\n".join("\t".join(map(str, row)) for row in rows) + "\n")
    delays = ours.StaticSynapse(delay=RandomDistribution("uniform", (1.0, 2.0)))
    for connector, synapse, number in (
        (ours.FromListConnector(rows), None, " 1"),
        (ours.FromListConnector([r[:2] for r in rows]), delays, " 1"),
        (ours.FromFileConnector(str(file)), None, ""),
    ):
        pair = f"row{number} connects {row[0]} to {row[1]}, and the {side}"
        with pytest.raises(errors.ConnectionError, match="out of range") as caught:
            ours.Projection(cells, cells, connector, synapse)
        if number or side == "target":
            assert pair in str(caught.value)


@pytest.mark.parametrize(
    ("bounds", "delay"),
    [
        ({"max_delay": 2.0}, 5.0),
        ({"min_delay": 0.5}, 0.2),
        ({"min_delay": 0.5, "max_delay": 2.0}, 2.1),
        ({"max_delay": 2.0}, RandomDistribution("uniform", (1.9, 40.0))),
    ],
)
def test_delays_keep_the_bounds(bounds, delay):
    ours.setup(timestep=0.1, **bounds)
    cells = ours.Population(5, ours.IF_curr_exp())
    every = ours.AllToAllConnector()
    with pytest.raises(SpikeLoomError, match="_delay = ") as caught:
        ours.Projection(cells, cells, every, ours.StaticSynapse(delay=delay), label="loop")
    assert (caught.value.code, caught.value.place) == ("SL_PYNN_CONNECTION", "loop")
    # A value that is rounded to a bound equals it.
    within = bounds.get("max_delay", 0.47) + 0.02
    prj = ours.Projection(cells, cells, every, ours.StaticSynapse(delay=within))
    with pytest.raises(SpikeLoomError, match="_delay = "):
        prj.set(delay=delay)
    with pytest.raises(SpikeLoomError, match="_delay = "):
        prj[3].delay = 50.0 if "max_delay" in bounds else 0.1
    ours.run(1.0)


def test_the_range_of_delays_is_reported():
    assert ours.setup(timestep=0.1) == 0
    assert (ours.get_min_delay(), ours.get_max_delay()) == (0.1, 0.1)
    cells = ours.Population(2, ours.IF_curr_exp())
    rows = [(0, 1, 0.1, 0.5), (1, 0, 0.1, 3.0)]
    ours.Projection(cells, cells, ours.FromListConnector(rows))
    ours.run(1.0)
    assert (ours.get_min_delay(), ours.get_max_delay()) == (0.5, 3.0)
    ours.setup(timestep=0.1, min_delay=0.2)
    assert (ours.get_min_delay(), ours.get_max_delay()) == (0.2, 10.0)
    ours.setup(timestep=0.1, min_delay=0.2, max_delay=4.0)
    assert (ours.get_min_delay(), ours.get_max_delay()) == (0.2, 4.0)
