"""Third-party models are available to networks that Python loads, as they are to the command."""

import json

import pytest

import spikeloom as sl
from spikeloom import SpikeLoomError

MODEL = {
    "kind": "neuron",
    "contract": 1,
    "name": "steady",
    "about": "Fires by itself.",
    "parameters": {"tau": {"default": "20 ms", "about": "membrane time constant"}},
    "state": {"v": {"initial": "0 mV", "unit": "mV", "about": "potential"}},
    "dynamics": {"v": "(20*mV - v) / tau"},
    "spike": {"when": "v >= 10*mV", "reset": {"v": "0*mV"}},
}
NETWORK = {
    "format": "spikeloom-network",
    "version": 1,
    "populations": {"E": {"model": "steady", "size": 2}},
}


def spikes(network):
    with network, network.prepare() as sim:
        sim.advance("50 ms")
        return len(sim.spikes("E").times)


def test_a_record_with_a_plugin_by_path(tmp_path):
    model = tmp_path / "steady.json"
    model.write_text(json.dumps(MODEL))
    assert spikes(sl.load(NETWORK, plugins=[model])) == 6


def test_a_file_with_a_configuration_next_to_it(tmp_path):
    (tmp_path / "steady.json").write_text(json.dumps(MODEL))
    (tmp_path / "net.json").write_text(json.dumps(NETWORK))
    (tmp_path / "spikeloom.config.json").write_text(json.dumps({"plugins": ["./steady.json"]}))
    assert spikes(sl.load(tmp_path / "net.json")) == 6
    with sl.load(tmp_path / "net.json") as network:
        assert network.check() == []


def test_missing_plugins_are_reported_by_code_and_name(tmp_path):
    (tmp_path / "net.json").write_text(json.dumps(NETWORK))
    with pytest.raises(SpikeLoomError) as caught:
        sl.load(tmp_path / "net.json", plugins=["spikeloom-neurons-none"])
    assert caught.value.code == "SL_PLUGIN_MISSING"
    with sl.load(tmp_path / "net.json") as network:
        assert [error.code for error in network.check()] == ["SL_UNKNOWN_PLUGIN"]
