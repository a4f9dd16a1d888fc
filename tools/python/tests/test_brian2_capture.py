"""Networks that scripts of Brian2 write give the spikes of the scripts, in SpikeLoom and exported to Brian2 again.

Spikes must be in the same steps: the scripts are deterministic, and differences in the last digits, by the order of
operations, do not decide over a spike within these durations.
"""

import json

import brian2 as b2
import numpy as np
import pytest
from brian2 import ms, mV
from brian2.devices.device import reset_device
from test_brian2_device import cobahh, cuba

from oracle.brian2_device import on_numpy, run_seeded, spikes_of
from oracle.pynn_scripts import (
    Written,
    convert_files,
    read_spikes,
    run_commands,
    simulate_script,
    spike_rows,
)
from spikeloom import SpikeLoomError

STEP = 0.1


def delays_and_pathways():
    source = b2.SpikeGeneratorGroup(5, [0, 1, 2, 3, 4, 0], [0, 1, 2, 2, 3, 5.25] * ms, period=8 * ms)
    target = b2.NeuronGroup(
        4, "dv/dt = (drive - v) / (10*ms) : 1\ndrive : 1", threshold="v > 1", reset="v -= 1; drive *= 0.98", method="exact"
    )
    target.drive = "0.5 + 0.2 * i"
    synapses = b2.Synapses(source, target, "w : 1", on_pre={"pre": "v_post += w", "late": "drive_post += 0.02 * (2 - v_post)"})
    synapses.connect(j="k for k in range(i % 4 + 1)")
    synapses.w = "0.2 + 0.1 * i + 0.05 * j"
    synapses.pre.delay = "(i + 0.5 * j) * ms"
    synapses.late.delay = 0.25 * ms
    spikes, inputs = b2.SpikeMonitor(target), b2.SpikeMonitor(source)
    b2.run(40 * ms)
    return {**spikes_of(spikes), **spikes_of(inputs, "inputs")}


def plasticity():
    tau, size = 20 * ms, 10
    times = np.cumsum(1 + np.arange(200) % 7)
    source = b2.SpikeGeneratorGroup(size, np.arange(200) * 3 % size, times * 0.3 * ms)
    target = b2.NeuronGroup(
        3, "dv/dt = (ge - v) / (10*ms) : 1\ndge/dt = -ge / (5*ms) : 1", threshold="v > 0.1", reset="v = 0", method="exact"
    )
    synapses = b2.Synapses(
        source,
        target,
        """w : 1
        dx/dt = -x / tau : 1 (event-driven)
        dy/dt = -y / tau : 1 (event-driven)""",
        on_pre="ge += w\nx += 0.1\nw = clip(w + y, 0, limit)",
        on_post="y -= 0.105\nw = clip(w + x, 0, limit)",
        namespace={"limit": 0.5},
        delay=1 * ms,
    )
    synapses.connect()
    synapses.w = "0.05 + 0.03 * i + 0.02 * j"
    spikes = b2.SpikeMonitor(target)
    b2.run(250 * ms, namespace={"tau": tau})
    return spikes_of(spikes)


def short_term_depression():
    source = b2.SpikeGeneratorGroup(2, np.arange(60) % 2, np.arange(60) * 2.1 * ms)
    target = b2.NeuronGroup(2, "dv/dt = -v / (30*ms) : volt", threshold="v > 10*mV", reset="v = 0*mV", method="exact")
    synapses = b2.Synapses(
        source,
        target,
        """dr/dt = (1 - r) / (50*ms) : 1 (event-driven)
        A : volt
        U : 1""",
        on_pre="used = U * r; r -= used; v += A * used",
    )
    synapses.connect()
    synapses.r = 1
    synapses.A = "20*mV + 5*mV * i"
    synapses.U = 0.4
    spikes = b2.SpikeMonitor(target)
    b2.run(120 * ms)
    return spikes_of(spikes)


def graded_and_given_currents():
    drive = b2.TimedArray([0.5, 1.5, 3, 1] * mV, dt=20 * ms)
    each = b2.TimedArray(np.array([[0.5, 0, 1], [0, 2, 1]]) * mV, dt=15 * ms)
    group = b2.NeuronGroup(
        3,
        """dv/dt = (drive(t) * 10 + each(t, i) + coupling + current - v) / tau : volt
        coupling : volt
        tau : second (constant)
        current = gain * 2*mV : volt
        gain : 1 (shared)""",
        threshold="v > 12*mV", reset="v = 1*mV", refractory="0.5 * tau", method="euler",
    )  # fmt: skip
    group.tau = "(5 + 3 * i) * ms"
    group.gain = 0.7
    gaps = b2.Synapses(group, group, "w : 1\ncoupling_post = w * (v_pre - v_post) : volt (summed)")
    gaps.connect("i != j")
    gaps.w = "0.1 + 0.1 * i"
    spikes, rate = b2.SpikeMonitor(group), b2.PopulationRateMonitor(group)
    trace = b2.StateMonitor(group, "v", record=[0, 2], dt=0.5 * ms)
    b2.run(100 * ms)
    assert (len(rate.rate) == 0) == (len(trace.t) == 0)
    return spikes_of(spikes)


def subgroups():
    group = b2.NeuronGroup(
        10, "dv/dt = (u - v) / (5*ms) : 1 (unless refractory)\nu : 1", threshold="v > level", reset="v = 0; u += 0.01",
        refractory="v > 0.5 * level", method="rk4", namespace={"level": 1},
    )  # fmt: skip
    group.u = "0.9 + 0.05 * i"
    part = group[3:8]
    events = b2.Synapses(part, group[5:], on_pre="u_post += 0.02 * (1.2 - v_post)", delay=0.7 * ms)
    events.connect("i != j")
    spikes = b2.SpikeMonitor(group)
    b2.run(60 * ms)
    return spikes_of(spikes)


SCRIPTS = [cuba, cobahh, delays_and_pathways, plasticity, short_term_depression, graded_and_given_currents, subgroups]


def capture(script, path):
    """Run a script that writes its network."""
    b2.set_device("spikeloom", capture=str(path))
    try:
        return run_seeded(script)
    finally:
        reset_device()


@pytest.fixture(scope="module")
def captured(tmp_path_factory):
    """Capture all scripts; run the files, and convert them to scripts of Brian2."""
    folder = tmp_path_factory.mktemp("captured")
    files = {}
    for script in SCRIPTS:
        (folder / script.__name__).mkdir()
        path = files[script.__name__] = folder / script.__name__ / "model.json"
        values = capture(script, path)
        assert len(values["spikes i"]) == 0
    graded = files.pop("graded_and_given_currents")
    commands = [["run", graded, "--out", graded.with_suffix(".h5"), "--no-plots", "--quiet", "--json"]]
    found = convert_files(files, folder, STEP, to="brian2")
    [answer] = run_commands(commands, folder)
    assert answer["code"] == 0, answer["complained"]
    # Scripts of Brian2 do not couple neurons without spikes.
    spikes = read_spikes(graded.with_suffix(".h5"), STEP)
    return {**found, "graded_and_given_currents": Written(spikes=spikes, script=None, losses=[])}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: one.__name__)
def test_a_captured_network_gives_the_spikes_of_the_script(script, captured):
    found = captured[script.__name__]
    expected = on_numpy(script)
    assert len(expected["spikes i"]) > 10
    steps = np.rint(expected["spikes t"] * 1e3 / STEP).astype(int)
    rows = sorted(zip(steps.tolist(), expected["spikes i"].tolist()))
    if isinstance(found, Exception):
        raise found
    name = next(name for name in found.spikes if name.startswith("neurongroup"))
    assert found.spikes[name] == rows
    if found.script is None:
        return
    # The exported script, which is the inverse.
    assert {loss["code"] for loss in found.losses} <= {"recording"}
    assert spike_rows(simulate_script(found.script), name, STEP) == rows


def oscillator():
    group = b2.NeuronGroup(1, "dv/dt = (1.5 - v) / (10*ms) : 1", threshold="v > 1", reset="v = 0", method="exact", name="cells")
    return group, b2.SpikeMonitor(group, name="spikes")


def with_run_regularly():
    group, spikes = oscillator()
    group.run_regularly("v += 0.1", dt=1 * ms)
    b2.Network(group, spikes).run(10 * ms)


def with_an_operation():
    group, spikes = oscillator()
    operation = b2.NetworkOperation(lambda: None, name="operation")
    b2.Network(group, spikes, operation).run(10 * ms)


def with_a_variable_at_spikes():
    group, _ = oscillator()
    b2.Network(group, b2.SpikeMonitor(group, variables="v", name="spikes")).run(10 * ms)


def with_a_product():
    group, spikes = oscillator()
    synapses = b2.Synapses(group, group, on_pre="v *= 0.5", name="halving")
    synapses.connect()
    b2.Network(group, spikes, synapses).run(10 * ms)


def with_a_change_between_runs():
    group, spikes = oscillator()
    net = b2.Network(group, spikes, name="net")
    net.run(10 * ms)
    group.v = 0.5
    net.run(10 * ms)


def with_compartments():
    neuron = b2.SpatialNeuron(b2.Soma(30 * b2.um), "Im = 0*amp/meter**2 : amp/meter**2", name="tree")
    b2.Network(neuron).run(1 * ms)


@pytest.mark.parametrize(
    ("script", "name"),
    [
        (with_run_regularly, "cells_run_regularly"),
        (with_an_operation, "operation"),
        (with_a_variable_at_spikes, "spikes"),
        (with_a_product, "halving"),
        (with_a_change_between_runs, "cells"),
        (with_compartments, "tree"),
    ],
)
def test_what_a_file_cannot_express_is_refused_with_its_line(script, name, tmp_path):
    with pytest.raises(SpikeLoomError, match=rf"SL_BRIAN2_CAPTURE at {name} \(.*test_brian2_capture.py, line \d+\)"):
        capture(lambda: script() or {}, tmp_path / "model.json")


def test_two_runs_of_an_unchanged_network_become_one(tmp_path):
    def script():
        group, spikes = oscillator()
        net = b2.Network(group, spikes)
        net.run(10 * ms)
        net.run(15 * ms)
        return {}

    capture(script, tmp_path / "model.json")
    assert json.loads((tmp_path / "model.json").read_text("utf-8"))["duration"] == "25.0 ms"


def test_other_files_are_not_replaced(tmp_path):
    path = tmp_path / "model.json"
    path.write_text("{}")
    with pytest.raises(SpikeLoomError, match="SL_OUTPUT_OTHER"):
        capture(lambda: with_a_network() or {}, path)
    assert path.read_text() == "{}"


def with_a_network():
    group, spikes = oscillator()
    b2.Network(group, spikes).run(10 * ms)
