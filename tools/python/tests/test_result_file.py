"""Any HDF5 reader opens a result of the command, whose contents equal NEST's results."""

import json

import h5py
import nest
import numpy as np
import pytest

STEP_MS, STEPS = 0.1, 500
CURRENTS = [300.0, 400.0, 800.0]
NETWORK = {
    "format": "spikeloom-network",
    "version": 1,
    "dt": "0.1 ms",
    "duration": "50 ms",
    "convention": "nest",
    "seed": 3,
    "populations": {
        "n": {
            "model": "lif-curr-exp",
            "size": len(CURRENTS),
            "parameters": {"i_offset": {"values": CURRENTS, "unit": "pA"}},
        }
    },
    "record": [{"population": "n", "variables": ["spikes", "v", "i_syn_exc"], "every": "0.5 ms"}],
}


@pytest.fixture(scope="module")
def file(spikeloom, tmp_path_factory):
    folder = tmp_path_factory.mktemp("result")
    network, out = folder / "network.json", folder / "result.h5"
    network.write_text(json.dumps(NETWORK))
    spikeloom("run", network, "--out", out, "--no-plots", "--quiet")
    with h5py.File(out) as opened:
        yield opened


@pytest.fixture(scope="module")
def peer():
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = STEP_MS
    neurons = nest.Create("iaf_psc_exp", len(CURRENTS))
    neurons.I_e = CURRENTS
    recorder = nest.Create("spike_recorder")
    meter = nest.Create("multimeter", params={"interval": 0.5, "record_from": ["V_m"]})
    nest.Connect(neurons, recorder)
    nest.Connect(meter, neurons)
    nest.Simulate(60.0)
    return recorder.get("events"), meter.get("events")


def test_attributes_describe_the_run(file):
    assert file.attrs["format"] == "spikeloom-result"
    assert file.attrs["version"] == 1
    assert (file.attrs["dt"], file.attrs["duration"]) == (STEP_MS, 50.0)
    assert (file.attrs["steps"], file.attrs["interrupted"]) == (STEPS, 0)
    assert len(file.attrs["spike_hash"]) == 16
    assert dict(file["provenance"].attrs)["convention"] == "nest"
    assert file["provenance"].attrs["seed"] == 3
    assert file["populations/n"].attrs["size"] == len(CURRENTS)


def test_the_network_is_inside(file):
    inside = json.loads(file["network"][()])
    assert inside["populations"]["n"]["size"] == len(CURRENTS)
    assert inside["dt"] == "0.1 ms"


def test_spikes_are_those_of_nest(file, peer):
    spikes = file["spikes/n"]
    times, neurons = spikes["times"][:], spikes["neurons"][:]
    events, _ = peer
    inside = events["times"] <= 50.0
    wanted = sorted(zip(np.round(events["times"][inside], 6), events["senders"][inside] - 1))
    assert spikes["times"].attrs["unit"] == "ms"
    assert sorted(zip(np.round(times, 6), neurons)) == wanted
    assert file["populations/n"].attrs["spikes"] == len(times) == len(wanted) > 3


def test_samples_are_those_of_nest(file, peer):
    state = file["state/n/v"]
    _, events = peer
    count = 100
    assert state["values"].shape == (count, len(CURRENTS))
    assert state["values"].attrs["unit"] == "mV"
    np.testing.assert_allclose(state["times"][:], np.arange(1, count + 1) * 0.5, rtol=1e-15)
    assert state["neurons"][:].tolist() == [0, 1, 2]
    for neuron in range(len(CURRENTS)):
        theirs = events["V_m"][events["senders"] == neuron + 1][:count]
        # Twenty roundings per step decay with tau_m = 10 ms, so about 100 steps of them remain.
        bound = 20 * 101 * np.spacing(127.0)
        assert np.abs(state["values"][:, neuron] - theirs).max() <= bound


def test_times_of_a_recorder_are_stored_once(file):
    first, second = file["state/n/v/times"], file["state/n/i_syn_exc/times"]
    assert first == second, "both names lead to the same dataset"
    assert file["state/n/i_syn_exc/values"].attrs["unit"] in ("pA", "nA")
