"""Models of Nengo give the same probes in SpikeLoom as in Nengo's own simulator.

Everything but sums of products is equal bit for bit. Sums of n products may be added in another order than NumPy's
library adds them: the bound is 1e-12 relative to the largest value of a probe, a thousand times what a sum of 100
products of similar size can differ by.
"""

import pickle

import nengo
import numpy as np
import pytest
from nengo.builder.operator import DotInc
from nengo.builder.signal import Signal

import spikeloom.nengo

RELATIVE = 1e-12


def both(model, probes, *, seconds=0.2, optimize=True):
    """Run a model in both simulators, and return pairs of probed data."""
    data = []
    for simulator in (nengo.Simulator, spikeloom.nengo.Simulator):
        with simulator(model, progress_bar=False, optimize=optimize) as sim:
            sim.run(seconds)
            data.append([sim.data[probe] for probe in probes])
    return list(zip(*data))


def assert_close(pairs):
    for ours, theirs in pairs:
        assert ours.shape == theirs.shape
        bound = RELATIVE * max(1.0, np.abs(theirs).max())
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=bound)


NEURONS = [
    nengo.LIF(),
    nengo.LIF(tau_rc=0.03, tau_ref=0.0013, min_voltage=-1, amplitude=0.5),
    nengo.LIFRate(),
    nengo.AdaptiveLIF(),
    nengo.AdaptiveLIFRate(),
    nengo.RectifiedLinear(amplitude=0.3),
    nengo.SpikingRectifiedLinear(),
    nengo.Sigmoid(),
    nengo.Tanh(),
    nengo.Izhikevich(),
    nengo.RegularSpiking(nengo.LIFRate()),
]


@pytest.mark.filterwarnings("error::UserWarning")
@pytest.mark.parametrize("neurons", NEURONS, ids=str)
@pytest.mark.parametrize("optimize", [True, False])
def test_channel(neurons, optimize):
    with nengo.Network(seed=3) as model:
        source = nengo.Node(nengo.processes.WhiteSignal(0.2, high=10, seed=1))
        a = nengo.Ensemble(30, 1, neuron_type=neurons)
        b = nengo.Ensemble(20, 1, neuron_type=neurons)
        nengo.Connection(source, a, synapse=None)
        nengo.Connection(a, b, function=lambda x: x**2)
        probes = [
            nengo.Probe(source),
            nengo.Probe(a.neurons),
            nengo.Probe(b, synapse=0.02),
            nengo.Probe(b.neurons, sample_every=0.0025),
        ]
    pairs = both(model, probes, optimize=optimize)
    assert_close(pairs)
    assert np.abs(pairs[1][0]).max() > 0
    # Nothing is summed before the source.
    np.testing.assert_array_equal(*pairs[0])


@pytest.mark.filterwarnings("error::UserWarning")
@pytest.mark.parametrize("neurons", [nengo.RectifiedLinear(), nengo.SpikingRectifiedLinear()], ids=str)
def test_a_model_without_inexact_operators_is_equal_bit_for_bit(neurons):
    with nengo.Network(seed=3) as model:
        source = nengo.Node(nengo.processes.WhiteSignal(0.2, high=10, seed=1))
        ensemble = nengo.Ensemble(30, 1, neuron_type=neurons)
        nengo.Connection(source, ensemble, synapse=0.01, transform=0.7)
        probes = [nengo.Probe(ensemble.neurons, synapse=0.02), nengo.Probe(ensemble.neurons)]
    with spikeloom.nengo.Simulator(model, progress_bar=False) as sim:
        assert sim.inexact_operators == []
    for ours, theirs in both(model, probes):
        np.testing.assert_array_equal(ours, theirs)
        assert np.ptp(ours) > 0
    with model:
        nengo.Probe(ensemble)
    with spikeloom.nengo.Simulator(model, progress_bar=False) as sim:
        assert [type(one).__name__ for one in sim.inexact_operators] == ["DotInc"]


def test_functions_of_python_run_in_step():
    seen = []
    with nengo.Network(seed=1) as model:
        clock = nengo.Node(lambda t: [np.sin(9 * t), np.cos(9 * t)])
        twice = nengo.Node(lambda t, x: seen.append((t, x.copy())) or 2 * x, size_in=2)
        nengo.Connection(clock, twice, synapse=None)
        probe = nengo.Probe(twice)
    with nengo.Simulator(model, progress_bar=False) as sim:
        seen.clear()
        sim.run(0.05)
    theirs, stock = list(seen), sim.data[probe]
    with spikeloom.nengo.Simulator(model, progress_bar=False) as sim:
        seen.clear()
        sim.run(0.05)
    np.testing.assert_array_equal(sim.data[probe], stock)
    assert [t for t, _ in seen] == [t for t, _ in theirs]
    np.testing.assert_array_equal([x for _, x in seen], [x for _, x in theirs])


def test_an_exception_of_a_function_arrives_with_data_of_complete_steps():
    def fail(t):
        if t > 0.0105:
            raise KeyError("own")
        return t

    with nengo.Network() as model:
        node = nengo.Node(fail)
        probe = nengo.Probe(node)
    with spikeloom.nengo.Simulator(model, progress_bar=False) as sim:
        with pytest.raises(KeyError, match="own"):
            sim.run(0.1)
        assert sim.n_steps == 10
        np.testing.assert_allclose(sim.data[probe][:, 0], np.arange(1, 11) * 0.001, rtol=1e-15)


def test_runs_in_parts_resets_and_signals():
    with nengo.Network(seed=5) as model:
        noise = nengo.Node(nengo.processes.WhiteNoise(), size_out=1)
        ensemble = nengo.Ensemble(25, 1, noise=nengo.processes.FilteredNoise(seed=7))
        nengo.Connection(noise, ensemble, synapse=0.1)
        nengo.Connection(ensemble, ensemble, synapse=nengo.Alpha(0.05))
        probe = nengo.Probe(ensemble.neurons)
    results = []
    for simulator in (nengo.Simulator, spikeloom.nengo.Simulator):
        with simulator(model, progress_bar=False, seed=4) as sim:
            sim.run_steps(30)
            sim.step()
            sim.run_steps(10)
            first = sim.data[probe].copy()
            voltage = sim.model.sig[ensemble.neurons]["voltage"]
            before = sim.signals[voltage].copy()
            sim.signals[voltage] = 0.25
            sim.run_steps(5)
            times = sim.trange()
            second = sim.data[probe].copy()
            sim.reset(seed=4)
            sim.run_steps(41)
            results.append((first, before, times, second, sim.data[probe].copy(), sim.time))
    for theirs, ours in zip(*results):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=RELATIVE * 1000)
    np.testing.assert_array_equal(results[1][0], results[1][4])


@pytest.mark.filterwarnings("error::UserWarning")
def test_learnt_weights():
    with nengo.Network(seed=1) as model:
        source = nengo.Node(nengo.processes.WhiteSignal(0.2, high=5, seed=2))
        pre, post = nengo.Ensemble(30, 1), nengo.Ensemble(20, 1)
        error = nengo.Node(size_in=1)
        nengo.Connection(source, pre)
        learnt = nengo.Connection(pre, post, function=lambda x: 0, learning_rule_type=nengo.PES(3e-4))
        nengo.Connection(post, error)
        nengo.Connection(source, error, transform=-1)
        nengo.Connection(error, learnt.learning_rule)
        probes = [nengo.Probe(learnt, "weights"), nengo.Probe(post, synapse=0.03)]
    pairs = both(model, probes)
    assert_close(pairs)
    assert np.ptp(pairs[0][0], axis=0).max() > 0


def test_arrays_of_integers_and_copies_of_a_simulator():
    ones = Signal(np.array([[1], [2], [3]]))
    three, sums = Signal(np.array([3])), Signal(np.array([1, 2, 3]))
    model = nengo.builder.Model(dt=0.001)
    model.operators += [DotInc(ones, three, sums)]
    with spikeloom.nengo.Simulator(None, model=model, progress_bar=False) as sim:
        sim.run_steps(2)
        np.testing.assert_array_equal(sim.signals[sums], [7, 14, 21])
    with nengo.Network(seed=1) as network:
        probe = nengo.Probe(nengo.Ensemble(10, 1).neurons)
    with spikeloom.nengo.Simulator(network, progress_bar=False) as sim:
        sim.run_steps(20)
        with pickle.loads(pickle.dumps(sim)) as copy:
            copy.run_steps(20)
            [copied] = copy.model.probes
            assert copy.n_steps == 40
            sim.run_steps(20)
            np.testing.assert_array_equal(copy.data[copied], sim.data[probe])


def test_an_unknown_neuron_type_runs_in_python_with_a_warning():
    class Halved(nengo.RectifiedLinear):
        def step(self, dt, J, output):
            super().step(dt, J / 2, output)

    with nengo.Network(seed=2) as model:
        ensemble = nengo.Ensemble(10, 1, neuron_type=Halved())
        probe = nengo.Probe(ensemble.neurons)
    with pytest.warns(UserWarning, match="Halved"):
        assert_close(both(model, [probe]))


def test_a_model_of_32_bits_is_refused():
    with nengo.Network(seed=2) as model:
        nengo.Ensemble(10, 1)
    bits = nengo.rc.get("precision", "bits")
    nengo.rc.set("precision", "bits", "32")
    try:
        with pytest.raises(spikeloom.SpikeLoomError) as raised:
            spikeloom.nengo.Simulator(model, progress_bar=False)
    finally:
        nengo.rc.set("precision", "bits", bits)
    assert raised.value.code == "SL_NENGO_TYPE"
