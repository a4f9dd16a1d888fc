"""Networks as PyNEST scripts: they give the spikes that SpikeLoom gives, to the step."""

import json

import numpy as np
import pytest

from oracle.exported_networks import (
    CELLS,
    STEP,
    TOLERANT,
    drawn_network,
    driven,
    of_both_signs,
    of_connector,
    of_currents,
    of_each_neuron,
    of_parts,
)
from oracle.ours import run_networks
from oracle.pynn_scripts import simulate_script, spike_rows, write_scripts

# A leaky neuron in the words of somebody who never saw our models.
STRANGER = {
    "kind": "neuron",
    "contract": 1,
    "name": "mine",
    "about": "A leaky neuron with currents that decay.",
    "parameters": {
        "C": {"default": "0.9 nF", "about": "capacitance"},
        "gL": {"default": "50 nS", "about": "leak"},
        "EL": {"default": "-65 mV", "about": "rest"},
        "VT": {"default": "-50 mV", "about": "threshold"},
        "drive": {"default": "0.8 nA", "about": "constant current"},
    },
    "receptors": {
        "up": {"unit": "nA", "about": "excites", "on": {"x": "weight + x"}},
        "down": {"unit": "nA", "about": "inhibits", "on": {"y": "y + weight"}},
    },
    "state": {
        "u": {"initial": "EL", "unit": "V", "about": "potential"},
        "x": {"initial": "0 nA", "unit": "nA", "about": "current"},
        "y": {"initial": "0 nA", "unit": "nA", "about": "current"},
    },
    "dynamics": {"u": "-(gL*u)/C + EL*gL/C + (x + drive)/C + y/C", "x": "-x/(3*ms)", "y": "-y/6/ms"},
    "spike": {
        "when": "u > VT",
        "reset": {"u": "-68*mV"},
        "refractory": {"for": "1.5*ms", "hold": ["u"]},
    },
}


def of_stranger():
    network = driven("lif-curr-exp")
    network["models"] = {"mine": STRANGER}
    drives = {"values": [0.68, 0.75, 0.8, 0.9, 0.95], "unit": "nA"}
    network["populations"]["cells"] = {"model": "mine", "size": 5, "parameters": {"drive": drives}}
    for projection, receptor in zip(network["projections"], ("up", "down"), strict=True):
        projection["receptor"] = receptor
    return network


def recorded():
    network = driven("lif-curr-exp")
    network["record"] += [{"population": "cells", "variables": ["v"], "neurons": {"indices": [1, 3]}}]
    return network


def of_model(model, alike):
    """Let another model take the place of one with the same receptors."""
    network = driven(alike)
    network["populations"]["cells"].update(model=model, parameters=OTHER[model])
    return network


CURRENTS = {"i_offset": {"values": [0.4, 0.55, 0.7, 0.85, 1.0], "unit": "nA"}}
OTHER = {
    "mat2-curr-exp": CURRENTS,
    "lif-cond-beta": {"i_offset": {"values": [0.3, 0.4, 0.5, 0.6, 0.7], "unit": "nA"}},
    "gif-cond-exp": {},
}
SAME = {
    "mat2-curr-exp": of_model("mat2-curr-exp", "lif-curr-exp"),
    "lif-cond-beta": of_model("lif-cond-beta", "lif-cond-exp"),
    **{model: driven(model) for model in CELLS},
    "each neuron": of_each_neuron(),
    **{kind: of_connector(kind) for kind in ("pairs", "matrix", "small-world")},
    "parts": of_parts(),
    "both signs": of_both_signs(),
    "currents": of_currents(),
    "stranger": of_stranger(),
    "recorded": recorded(),
    **{f"drawn {seed}": drawn_network(seed) for seed in (0, 1)},
}
# Whose spikes NEST's adaptive solver may find in a step beside ours, which is told.
TOLD = {*TOLERANT, "traub-miles-cond-exp"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("scripts")


@pytest.fixture(scope="module")
def written(folder):
    """Run and convert all networks in one process."""
    others = {
        "refused": of_model("gif-cond-exp", "lif-cond-exp"),
        "of Brian2": {**driven("lif-curr-exp"), "convention": "brian2"},
    }
    return write_scripts({**SAME, **others}, folder, STEP, to="nest")


@pytest.mark.parametrize("name", SAME)
def test_spikes_come_in_the_same_steps(written, name):
    found = written[name]
    if isinstance(found, Exception):
        raise found
    codes = {loss["code"] for loss in found.losses}
    assert codes <= ({"positions", "integration"} if name in TOLD else {"positions"})
    arrays = simulate_script(found.script)
    assert sum(map(len, found.spikes.values())) >= 20
    for population, spikes in found.spikes.items():
        assert spike_rows(arrays, population, STEP) == spikes, population


def test_samples_are_those_of_the_same_times(written, folder):
    [[_, _, ours]] = run_networks([{"network": recorded()}], folder)
    arrays = simulate_script(written["recorded"].script)
    assert arrays["samples/cells/v/neurons"].tolist() == [1, 3]
    # An exact step each: some thousands of roundings of numbers below 100.
    np.testing.assert_allclose(arrays["samples/cells/v"], ours.samples["v"], atol=1e-9)


@pytest.mark.parametrize(
    ("name", "code", "place"),
    [
        ("refused", "SL_EXPORT_NEURON", "populations.cells.model"),
        ("of Brian2", "SL_EXPORT_VALUE", "convention.order"),
    ],
)
def test_what_nest_has_not_is_refused(written, name, code, place):
    error = json.loads(str(written[name]))["error"]
    assert error["code"] == code
    assert error["place"].endswith(place)
