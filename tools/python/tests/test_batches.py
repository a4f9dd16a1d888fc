"""Copies of a network that Python runs at once have the results of single runs, labelled by copy."""

import numpy as np
import pytest

import spikeloom as sl
from spikeloom import SpikeLoomError

RECORD = {
    "format": "spikeloom-network",
    "version": 1,
    "seed": 5,
    "duration": "100 ms",
    "populations": {
        "E": {"model": "lif-curr-exp", "size": 40},
        "I": {"model": "lif-curr-exp", "size": 10},
    },
    "projections": [
        {
            "from": "E",
            "to": "I",
            "receptor": "excitatory",
            "weight": "0.2 nA",
            "delay": "1.5 ms",
            "connector": {"kind": "fixed-probability", "p": 0.3},
        }
    ],
    "stimuli": [
        {"kind": "poisson", "into": "E", "receptor": "excitatory", "rate": "8 kHz", "weight": "0.07 nA"}
    ],
    "record": [{"population": "E", "variables": ["spikes", "v"], "neurons": {"until": 3}}],
}


@pytest.fixture
def network():
    with sl.load(RECORD) as one:
        yield one


def assert_same(one, other):
    assert one.summary.spike_hash == other.summary.spike_hash
    assert one.summary.spike_counts == other.summary.spike_counts
    for mine, its in zip(one.recordings, other.recordings, strict=True):
        assert np.array_equal(mine.spikes.times, its.spikes.times)
        assert np.array_equal(mine.spikes.neurons, its.spikes.neurons)
        assert np.array_equal(mine.samples["v"].values, its.samples["v"].values)


@pytest.mark.parametrize("workers", [1, 2])
def test_copies_have_consecutive_seeds_and_the_results_of_single_runs(network, workers):
    results = network.run(batch=3, workers=workers)
    assert [one.copy for one in results] == [(k, 5 + k, 0, {}) for k in range(3)]
    for one in results:
        alone = network.run(seed=one.copy.seed)
        assert_same(one, alone)
        assert one.summary.time == 100.0
        assert not one.interrupted
    assert len({one.summary.spike_hash for one in results}) == 3
    assert results[0].summary.spike_counts["E"] > 0


def test_copies_of_a_list_have_their_own_seeds_trials_and_parameters(network):
    slow = {"stimuli[0].rate": "6 kHz", "populations.E.size": np.int64(20)}
    copies = [{"seed": np.int64(9), "trial": 2}, {"parameters": slow}, {}]
    first, second, third = network.run("50 ms", batch=copies)
    assert first.copy == (0, 9, 2, {})
    assert second.copy == (1, 5, 0, {"stimuli[0].rate": "6 kHz", "populations.E.size": 20})
    assert_same(first, network.run("50 ms", seed=9, trial=2))
    assert_same(third, network.run("50 ms"))
    changed = {**RECORD, "populations": {**RECORD["populations"], "E": {"model": "lif-curr-exp", "size": 20}}}
    changed["stimuli"] = [{**RECORD["stimuli"][0], "rate": "6 kHz"}]
    with sl.load(changed) as other:
        assert_same(second, other.run("50 ms"))


def test_a_batch_leaves_a_prepared_simulation_as_it_is(network):
    sim = network.prepare(seed=1)
    sim.advance("10 ms")
    network.run("20 ms", batch=2)
    assert sim.summary().time == 10.0
    sim.advance("10 ms")
    assert sim.summary().spike_hash == network.run("20 ms", seed=1).summary.spike_hash


@pytest.mark.parametrize(
    ("batch", "place"),
    [(0, "batch"), (True, "batch"), ([], "batch"), ("3", "batch"), ([{"sead": 1}], "batch[0]"), (2.0, "batch")],
)
def test_what_is_no_batch_is_refused(network, batch, place):
    with pytest.raises(SpikeLoomError) as refused:
        network.run(batch=batch)
    assert refused.value.place == place


def test_an_error_names_its_copy(network):
    copies = [{}, {"parameters": {"populations.X.size": 3}}]
    with pytest.raises(SpikeLoomError) as refused:
        network.run(batch=copies)
    assert refused.value.code == "SL_NETWORK_PATH"
    assert refused.value.place.startswith("copy 1 (seed 5)")
    with pytest.raises(SpikeLoomError) as refused:
        network.run(batch=2, revisable=True)
    assert refused.value.code == "SL_LINK_VALUE"
