"""Refractoriness in Brian2 scripts, compared with Brian2 itself and `(unless refractory)` written by hand."""

import brian2 as b
import numpy as np
import pytest

from oracle.exported_networks import STEP
from oracle.pynn_scripts import load_script, simulate_script, spike_rows, write_scripts

DURATION = 60
# Multiples of the step, values next to them, none, and one longer than most intervals.
PERIODS = [0.0, 0.04, 0.05, 0.1, 0.15, 0.3, 0.7, 1.05, 2.0, 9.0]
DRIVES = np.linspace(1.2, 3.0, len(PERIODS)).round(3).tolist()
TIMES = [2.0, 2.1, 3.3, 9.9, 10.0, 21.4, 33.0, 33.1, 33.2, 50.0]
HELD = {"both": ["v", "w"], "v": ["v"], "w": ["w"]}


def of_held(held):
    """Two variables that decay and jump, some of which a spike holds until the neuron is free."""
    neuron = {
        **{"kind": "neuron", "contract": 1, "name": "mine", "about": "Two variables that a spike may hold."},
        "parameters": {
            "drive": {"default": "0", "about": "where the first tends to"},
            "period": {"default": "1 ms", "about": "refractory period"},
        },
        "receptors": {"up": {"unit": "1", "about": "excites", "on": {"v": "v + weight", "w": "w + weight"}}},
        "state": {
            "v": {"initial": "0", "unit": "1", "about": "what spikes"},
            "w": {"initial": "0", "unit": "1", "about": "what adapts"},
        },
        "dynamics": {"v": "(drive - v - w) / (10*ms)", "w": "-w / (30*ms)"},
        "spike": {
            "when": "v > 1",
            "reset": {"v": "0", "w": "w + 0.1"},
            "refractory": {"for": "period", "hold": held},
        },
    }
    cells = {"drive": DRIVES, "period": {"values": PERIODS, "unit": "ms"}}
    return {
        **{"dt": f"{STEP} ms", "duration": f"{DURATION} ms", "convention": "brian2", "models": {"mine": neuron}},
        "populations": {
            "source": {"model": "spike-array", "size": 1, "times": [TIMES]},
            "cells": {
                **{"model": "mine", "size": len(PERIODS), "integrator": {"name": "euler"}},
                "parameters": cells,
            },
        },
        "projections": [
            {
                **{"from": "source", "to": "cells", "receptor": "up", "connector": {"kind": "all-to-all"}},
                **{"weight": "0.15", "delay": "0.3 ms"},
            }
        ],
        "record": [{"population": "cells", "variables": ["spikes", "v", "w"]}],
    }


def live(held):
    """Run the same in Brian2's own notation."""
    b.start_scope()
    b.prefs.codegen.target = "numpy"
    b.defaultclock.dt = STEP * b.ms
    flag = {name: " (unless refractory)" if name in held else "" for name in ("v", "w")}
    group = b.NeuronGroup(
        len(PERIODS),
        f"""dv/dt = (drive - v - w) / (10*ms) : 1{flag["v"]}
        dw/dt = -w / (30*ms) : 1{flag["w"]}
        drive : 1
        period : second""",
        threshold="v > 1",
        reset="v = 0; w += 0.1",
        refractory="period",
        method="euler",
    )
    group.drive, group.period = DRIVES, PERIODS * b.ms
    source = b.SpikeGeneratorGroup(1, [0] * len(TIMES), TIMES * b.ms)
    synapses = b.Synapses(source, group, on_pre="v_post += 0.15; w_post += 0.15", delay=0.3 * b.ms)
    synapses.connect()
    spikes, states = b.SpikeMonitor(group), b.StateMonitor(group, ["v", "w"], record=True)
    b.Network(group, source, synapses, spikes, states).run(DURATION * b.ms)
    steps = np.rint(np.asarray(spikes.t / b.ms) / STEP).astype(int).tolist()
    return sorted(zip(steps, np.asarray(spikes.i).tolist(), strict=True)), states


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    networks = {name: of_held(held) for name, held in HELD.items()}
    one = of_held(["v"])
    one["populations"]["cells"].update(size=1, parameters={"drive": "2"})
    return write_scripts({**networks, "one": one}, tmp_path_factory.mktemp("held"), STEP, to="brian2")


@pytest.mark.parametrize("name", HELD)
def test_variables_held_after_a_spike_are_held_in_brian2(written, name):
    found = written[name]
    if isinstance(found, Exception):
        raise found
    assert found.losses == []
    assert found.script.read_text().count("(unless refractory)") == len(HELD[name])
    spikes, states = live(HELD[name])
    arrays = simulate_script(found.script)
    assert len(spikes) > 40
    assert found.spikes["cells"] == spikes
    assert spike_rows(arrays, "cells", STEP) == spikes
    for variable in ("v", "w"):
        # Six hundred Euler steps, each with some roundings of numbers around one.
        own = getattr(states, variable).T
        np.testing.assert_allclose(arrays[f"samples/cells/{variable}"], own, atol=1e-12)


def test_scripts_use_the_singular_for_one_neuron(written, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["network.py", "--duration", "1"])
    load_script(written["one"].script).main()
    said = capsys.readouterr().out.splitlines()
    assert said == ["source: 1 neuron", "cells: 1 neuron, 0 spikes"]
