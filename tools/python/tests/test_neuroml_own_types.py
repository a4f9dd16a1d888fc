"""NeuroML with custom component types: jNeuroML gives the traces and spikes of the exported network."""

import json

import numpy as np
import pytest

from oracle.jneuroml import jneuroml
from oracle.ours import run_networks

STEP = 0.05e-3


def parameters(**values):
    """Return parameters of a model with their defaults."""
    return {name: {"default": value, "about": name} for name, value in values.items()}


def neuron(name, **rules):
    """Return a neuron of equations with a potential."""
    state = {own: {"initial": initial, "unit": unit, "about": own} for own, initial, unit in rules.pop("state")}
    return {"contract": 1, "kind": "neuron", "name": name, "about": name, "cite": [], "state": state, **rules}


LEAK = {"c_m": "281 pF", "g_l": "30 nS", "e_l": "-70.6 mV", "e_e": "0 mV", "tau_a": "2 ms", "tau_b": "9 ms"}
STAGES = [("x", "0 nS", "nS"), ("y", "0 nS", "nS"), ("g", "0 nS", "nS")]
COURSE = {"x": "-x/tau_a", "y": "(x-y)/tau_a", "g": "(y-g)/tau_b"}
MODELS = {
    # Three stages of a conductance, and an adaptation that saturates.
    "adex": neuron(
        "adex-soft",
        parameters=parameters(**LEAK, v_t="-50.4 mV", delta_t="2 mV", tau_w="80 ms", a="4 nS", b="80 pA", w_max="150 pA"),
        inputs={"i_syn": {"unit": "nA", "about": "current"}},
        receptors={"odd": {"unit": "uS", "about": "three stages", "on": {"x": "x + weight"}}},
        state=[("v", "e_l", "mV"), ("w", "0 pA", "pA"), *STAGES],
        dynamics={
            "v": "(g_l*(e_l-v) + g_l*delta_t*exp((v-v_t)/delta_t) - w + i_syn + g*(e_e-v))/c_m",
            "w": "(a*(v-e_l)*(1 - w/w_max) - w)/tau_w",
            **COURSE,
        },
        spike={
            "when": "v > -30*mV",
            "reset": {"v": "e_l", "w": "w + b"},
            "refractory": {"for": "1 ms", "hold": ["v"]},
        },
    ),
    # A current that the potential blocks, at a leaky neuron, which NeuroML has.
    "leaky": neuron(
        "leaky",
        parameters=parameters(**LEAK),
        inputs={"i_syn": {"unit": "nA", "about": "current"}},
        receptors={"blocked": {"unit": "nS", "about": "blocked", "on": {"x": "x + 2*weight", "g": "g + 0.5*weight"}}},
        state=[("v", "e_l", "mV"), ("x", "0 nS", "nS"), ("g", "0 nS", "nS")],
        dynamics={
            "v": "(g_l*(e_l-v) + i_syn + (x + g/(1+exp(-(v+40*mV)/(5*mV))))*(e_e-v))/c_m",
            "x": "-x/tau_a",
            "g": "-g/tau_b",
        },
        spike={"when": "v > -50*mV", "reset": {"v": "e_l"}},
    ),
    # No current drives it: its injected input has another unit.
    "cubic": neuron(
        "cubic",
        parameters=parameters(a="0.02 1/ms", b="0.2 1/ms", d="8 mV/ms", k=1e-5),
        inputs={"drive": {"unit": "mV/ms", "about": "drive"}},
        state=[("v", "-65 mV", "mV"), ("u", "-13 mV/ms", "mV/ms")],
        dynamics={
            "v": "0.04*v**2/mV/ms + 5*v/ms + 140*mV/ms - u + drive - k*(v+65*mV)**3/mV**2/ms",
            "u": "a*(b*v - u)",
        },
        spike={"when": "v > 30*mV", "reset": {"v": "-65*mV", "u": "u + d"}},
    ),
}
WEIGHTS = [("adex", "0.3 uS", [1]), ("adex", "0.02 uS", [0]), ("leaky", "4 nS", [0]), ("leaky", "40 nS", [1])]
STIMULI = [
    {"kind": "steps", "into": "adex", "neurons": {"indices": [1]}, "times": ["20 ms", "80 ms"], "values": ["0.8 nA", "0 nA"]},
    {
        **{"kind": "formula", "into": "cubic", "value": "peak*(t/rise)*exp(1 - t/rise)"},
        **{"parameters": {"peak": "14 mV/ms", "rise": "30 ms"}, "start": "5 ms", "stop": "80 ms"},
    },
    {"kind": "time-array", "into": "leaky", "values": {"values": [0, 0.1, 0.15, 0.05], "unit": "nA"}, "every": "20 ms"},
    {
        **{"kind": "sine", "into": "leaky", "amplitude": "50 pA", "frequency": "40 Hz"},
        **{"offset": "80 pA", "phase": 30, "start": "10 ms"},
    },
]


def network(step, **population):
    """Return a network of two neurons of each model; one of each gets input that does not make it fire."""
    return {
        **{"format": "spikeloom-network", "version": 1, "name": "own", "convention": "neuron"},
        **{"dt": f"{step} ms", "duration": "100 ms"},
        "populations": {
            "times": {"model": "spike-array", "size": 1, "times": [["5 ms", "9 ms", "30 ms", "33 ms", "60 ms"]]},
            **{name: {"model": model, "size": 2, **population} for name, model in MODELS.items()},
        },
        "projections": [
            {
                **{"from": "times", "to": to, "weight": weight, "delay": "1 ms"},
                **{"toNeurons": {"indices": neurons}, "connector": {"kind": "all-to-all"}},
            }
            for to, weight, neurons in WEIGHTS
        ],
        "stimuli": STIMULI,
        "record": [{"population": name, "variables": ["v", "spikes"]} for name in MODELS],
    }


@pytest.fixture(scope="module")
def written(spikeloom, tmp_path_factory):
    """Write the network with two steps, run it in jNeuroML and here; return the folders and our results."""
    folder = tmp_path_factory.mktemp("own")
    for name, step in [("whole", 0.05), ("half", 0.025)]:
        (folder / f"{name}.json").write_text(json.dumps(network(step)))
        said = spikeloom("convert", f"{name}.json", "--to", "neuroml", "--out", name, "--json", cwd=folder)
        assert json.loads(said)["losses"] == []
        jneuroml(folder / name, "LEMS_own.xml")
    euler = network(0.05, integrator="euler")
    [recorded] = run_networks([{"network": euler, "equations": []}], folder)
    return folder, dict(zip(MODELS, recorded, strict=True))


def spikes_in(file, neuron):
    """Read the times of a neuron from an event file."""
    rows = np.loadtxt(file, ndmin=2)
    return rows[rows[:, 0] == neuron, 1]


def test_traces_are_those_of_jneuroml(written):
    folder, ours = written
    for name in MODELS:
        theirs, half = (np.loadtxt(folder / each / f"{name}_traces.dat").T[1:] for each in ("whole", "half"))
        mine = 1e-3 * ours[name].samples["v"].T
        for neuron in range(2):
            # The first row is the initial state, which a sample at the end of a step lacks.
            trace, halved = theirs[neuron, 1:], half[neuron, 2::2]
            steps = min(len(trace), len(halved), mine.shape[1])
            apart = np.abs(trace[:steps] - mine[neuron, :steps])
            if name == "cubic":
                # The same Euler steps, which jNeuroML writes with 32 bits.
                assert apart.max() < 1e-6 * np.abs(trace).max()
            elif neuron == 0:
                assert np.ptp(trace) > 5e-3
                assert apart.max() <= 3 * np.abs(trace[:steps] - halved[:steps]).max(), name


def test_spikes_are_those_of_jneuroml(written):
    folder, ours = written
    for name in MODELS:
        theirs, half = (spikes_in(folder / each / f"{name}_spikes.spikes", 1) for each in ("whole", "half"))
        mine = ours[name].spike_steps(1)
        assert len(mine) == len(theirs) == len(half) >= 3, name
        # Sums of steps round, so that jLEMS delays by a step more or less; later spikes follow from earlier ones.
        allowed = np.maximum(2.001, 3 * np.abs(theirs - half) / STEP)
        assert (np.abs(mine - theirs / STEP) <= allowed).all(), name


def test_schema_accepts_the_network(written):
    folder, _ = written
    with pytest.raises(RuntimeError, match="Valid against schema") as said:
        jneuroml(folder / "whole", "own.net.nml", validate=True)
    # The other messages are about the components in the other file.
    tests = [line for line in str(said.value).splitlines() if "Test:" in line]
    assert tests
    assert all("not found" in line for line in tests)
