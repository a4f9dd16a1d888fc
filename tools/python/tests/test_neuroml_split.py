"""Networks whose neurons differ, in plain NeuroML: jNeuroML runs the accompanying simulation like SpikeLoom."""

import json
from pathlib import Path

import pytest

from oracle.jneuroml import jneuroml
from oracle.pynn_scripts import read_spikes, run_commands
from oracle.recurrent_networks import NEURONS, SIZE, STEP, recurrent

# Neurons of the last one do not interact.
MODELS = ("lif-curr-exp", "lif-curr-alpha", "eif")
FILES = ["LEMS_network.xml", "network.net.nml"]


def network_of(name):
    """Return a network of neurons with different currents, and a stimulus of some."""
    network = recurrent(name, NEURONS[name])
    network["populations"]["cells"]["integrator"] = "euler"
    network["convention"] = "neuron"
    if name != "eif":
        stimulus = {"kind": "steps", "into": "cells", "neurons": {"from": 3, "until": 9}}
        network["stimuli"] = [{**stimulus, "times": ["40 ms", "80 ms"], "values": ["20 pA", "0 pA"]}]
    return {"format": "spikeloom-network", "version": 1, **network}


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """Write each network into its folder and run it; return the losses by model."""
    folder = tmp_path_factory.mktemp("split")
    losses = {}
    for name in MODELS:
        place = folder / name
        place.mkdir()
        (place / "net.json").write_text(json.dumps(network_of(name)))
    places = [folder / name for name in MODELS]
    words = [["convert", place / "net.json", "--to", "neuroml", "--out", place / "out", "--json"] for place in places]
    words += [["run", place / "net.json", "--out", place / "net.h5", "--no-plots", "--quiet"] for place in places]
    answers = run_commands(words, folder)
    assert [answer["code"] for answer in answers] == [3] * len(MODELS) + [0] * len(MODELS)
    for name, answer in zip(MODELS, answers, strict=False):
        losses[name] = json.loads(answer["printed"])["losses"]
    return folder, losses


def rows_of(file):
    """Return the spikes of a LEMS file as rows of step and neuron, in order."""
    rows = [line.split() for line in file.read_text().splitlines()]
    return sorted((round(1000 * float(time) / STEP), int(neuron)) for neuron, time in rows)


@pytest.mark.parametrize("name", MODELS)
def test_jneuroml_runs_the_written_files(converted, name, monkeypatch):
    folder, losses = converted
    out = folder / name / "out"
    # No file of types: everything is standard NeuroML.
    assert sorted(file.name for file in out.iterdir()) == FILES
    split = [loss["message"] for loss in losses[name] if loss["code"] == "split"]
    assert any(f"{SIZE} populations, cells_0 to cells_{SIZE - 1}" in message for message in split)
    # Outputs of a simulation are written to the working directory.
    (folder / name / "again").mkdir()
    monkeypatch.chdir(folder / name / "again")
    [ran] = run_commands([["run", out / FILES[0], "--out", "run", "--no-plots", "--quiet"]], ".")
    assert ran["code"] == 0, ran["complained"]
    jneuroml(out, FILES[0])
    theirs = rows_of(out / "cells_spikes.spikes")
    assert len(theirs) > 100
    assert theirs == rows_of(Path("cells_spikes.spikes"))
    if name == "eif":
        ours = read_spikes(folder / name / "net.h5", STEP)["cells"]
        for neuron in range(SIZE):
            mine, others = ([step for step, one in rows if one == neuron] for rows in (ours, theirs))
            assert abs(len(mine) - len(others)) <= 1
            # A refractory period of jLEMS ends a step late if rounding moves it.
            assert all(abs(a - b) <= k + 1 for k, (a, b) in enumerate(zip(mine, others, strict=False)))


def test_schema_accepts_the_written_files(converted):
    said = jneuroml(converted[0] / MODELS[0] / "out", FILES[1], validate=True)
    assert "Valid against schema and all tests" in said
