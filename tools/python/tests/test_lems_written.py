"""Exported LEMS: jNeuroML and PyLEMS give the traces and spikes of the exported network."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from oracle.jneuroml import jneuroml
from oracle.ours import run_networks

STEP = 0.05e-3
NEURONS = {
    "cond": ("lif-cond-exp", {"i_offset": {"values": [0.3, 0.5, 0.6], "unit": "nA"}}),
    "adapting": ("lif-cond-exp-sfa-rr", {"i_offset": "0.9 nA"}),
    "axon": ("hodgkin-huxley", {"i_offset": "10 uA/cm^2"}),
    "izhikevich": ("izhikevich", {"i_offset": "0.01 nA"}),
}
REFRACTORY = ["cond", "adapting"]


def network(names, *, connected):
    """Return a network of such neurons with Euler steps."""
    populations = {
        name: {
            "model": NEURONS[name][0],
            "size": 3,
            "parameters": NEURONS[name][1],
            **({} if name == "izhikevich" else {"integrator": "euler"}),
        }
        for name in names
    }
    synapses = [
        {"from": "times", "to": "cond", "receptor": "excitatory", "weight": "0.01 uS", "delay": "1 ms"},
        {"from": "cond", "to": "izhikevich", "weight": "3 mV", "delay": "0.5 ms"},
        {"from": "cond", "to": "adapting", "receptor": "inhibitory", "weight": "0.02 uS", "delay": "2 ms"},
    ]
    for k, synapse in enumerate(synapses):
        synapse["connector"] = {"kind": "all-to-all"}
        synapse["weight"] = [synapse["weight"], {"draw": "uniform", "low": "2 mV", "high": "4 mV"}][k == 1]
    times = {"times": {"model": "spike-array", "size": 2, "times": [["5 ms", "9 ms"], ["9 ms", "30 ms"]]}}
    steps = {"kind": "steps", "into": "izhikevich", "times": ["10 ms", "40 ms"], "values": ["0.01 nA", "0 nA"]}
    return {
        **{"format": "spikeloom-network", "version": 1, "name": "written", "convention": "neuron"},
        **{"dt": "0.05 ms", "duration": "50 ms", "seed": 7},
        "populations": {**populations, **(times if connected else {})},
        "projections": synapses if connected else [],
        "stimuli": [steps] if connected else [],
        "record": [{"population": name, "variables": ["v", "spikes"]} for name in names],
    }


@pytest.fixture
def written(spikeloom, tmp_path):
    """Return a function that writes a network and runs it, and returns the folder and our results."""

    def write(names, *, connected):
        made = network(names, connected=connected)
        (tmp_path / "network.json").write_text(json.dumps(made))
        said = spikeloom("convert", "network.json", "--to", "lems", "--out", "lems", "--json", cwd=tmp_path)
        assert json.loads(said)["losses"] == []
        [recorded] = run_networks([{"network": made, "equations": []}], tmp_path)
        return tmp_path / "lems", dict(zip(names, recorded, strict=True))

    return write


def spikes_in(file):
    """Read a file of events: the times of each neuron."""
    found = [[], [], []]
    for line in file.read_text().splitlines():
        which, time = line.split()
        found[int(which)].append(float(time))
    return found


def test_jneuroml_agrees(written):
    folder, ours = written(NEURONS, connected=True)
    jneuroml(folder, "LEMS_written.xml")
    for name in NEURONS:
        theirs = np.loadtxt(folder / f"{name}_traces.dat").T[1:]
        # The first row is the start, which a sample at the end of a step does not have; jLEMS shows what moves in
        # a regime a row late. It writes 32 bits.
        late = 1 if name in REFRACTORY else 0
        mine = 1e-3 * ours[name].samples["v"].T
        apart = np.abs(theirs[:, 1 + late :] - mine[:, : mine.shape[1] - late])
        assert apart.max() < 1e-6 * np.abs(theirs).max(), name
        assert np.ptp(theirs) > 5e-3, name
        for k, times in enumerate(spikes_in(folder / f"{name}_spikes.spikes")):
            assert np.array_equal(ours[name].spike_steps(k), np.rint(np.array(times) / STEP))
    assert len(ours["cond"].spikes) > 5


def test_pylems_agrees_without_delays(written):
    """PyLEMS delays no events, and its first row is that after a step."""
    names = ["cond", "izhikevich"]
    folder, ours = written(names, connected=False)
    command = [Path(sys.executable).with_name("pylems"), "-nogui", "LEMS_written.xml"]
    subprocess.run([str(part) for part in command], cwd=folder, check=True, capture_output=True)
    for name in names:
        theirs = np.loadtxt(folder / f"{name}_traces.dat").T[1:]
        apart = np.abs(theirs - 1e-3 * ours[name].samples["v"].T[:, : theirs.shape[1]])
        assert apart.max() < 1e-9, name
        assert np.ptp(theirs) > 5e-3, name
