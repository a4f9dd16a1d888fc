"""Scripts of Brian2 give the same on SpikeLoom's device as with Brian2's NumPy target.

Spikes, and values at exact operations, are equal bit for bit. Values behind `exp` and other functions may differ: each
library is within one unit in the last place. A state that decays keeps such a difference at its size, and 1e-9
relative to the largest value leaves room for a thousand steps.
"""

import os
import signal
import threading
import time

import brian2 as b2
import numpy as np
import pytest
from brian2 import ms, mV, second
from brian2.devices.device import reset_device

from oracle.brian2_device import on_numpy, on_spikeloom, spikes_of
from spikeloom import SpikeLoomError

RELATIVE = 1e-9


def cuba():
    group = b2.NeuronGroup(
        1000,
        """dv/dt = (ge + gi - (v + 49*mV)) / (20*ms) : volt (unless refractory)
        dge/dt = -ge / (5*ms) : volt
        dgi/dt = -gi / (10*ms) : volt""",
        threshold="v > -50*mV",
        reset="v = -60*mV",
        refractory=5 * ms,
        method="exact",
    )
    group.v = "-60*mV + rand() * 10*mV"
    excitatory = b2.Synapses(group, group, on_pre="ge += 1.62*mV")
    inhibitory = b2.Synapses(group, group, on_pre="gi -= 9*mV")
    excitatory.connect("i < 800", p=0.08)
    inhibitory.connect("i >= 800", p=0.08)
    spikes = b2.SpikeMonitor(group)
    rate = b2.PopulationRateMonitor(group)
    b2.run(200 * ms)
    return {**spikes_of(spikes), "v": group.v_[:], "rate": rate.rate_[:], "rate t": rate.t_[:]}


def cobahh():
    names = {
        "C": 200 * b2.pF, "gl": 10 * b2.nS, "El": -60 * mV, "EK": -90 * mV, "ENa": 50 * mV,
        "gNa": 20 * b2.usiemens, "gK": 6 * b2.usiemens, "VT": -63 * mV,
    }  # fmt: skip
    group = b2.NeuronGroup(
        200,
        """dv/dt = (gl*(El-v) + ge*(0*mV-v) + gi*(-80*mV-v) - gNa*(m*m*m)*h*(v-ENa) - gK*(n*n*n*n)*(v-EK))/C : volt
        dm/dt = alpha_m*(1-m) - beta_m*m : 1
        dn/dt = alpha_n*(1-n) - beta_n*n : 1
        dh/dt = alpha_h*(1-h) - beta_h*h : 1
        dge/dt = -ge/(5*ms) : siemens
        dgi/dt = -gi/(10*ms) : siemens
        alpha_m = 0.32*(mV**-1)*4*mV/exprel((13*mV-v+VT)/(4*mV))/ms : Hz
        beta_m = 0.28*(mV**-1)*5*mV/exprel((v-VT-40*mV)/(5*mV))/ms : Hz
        alpha_h = 0.128*exp((17*mV-v+VT)/(18*mV))/ms : Hz
        beta_h = 4./(1+exp((40*mV-v+VT)/(5*mV)))/ms : Hz
        alpha_n = 0.032*(mV**-1)*5*mV/exprel((15*mV-v+VT)/(5*mV))/ms : Hz
        beta_n = .5*exp((10*mV-v+VT)/(40*mV))/ms : Hz""",
        threshold="v > -20*mV",
        refractory="v > -20*mV",
        method="exponential_euler",
        namespace=names,
    )
    excitatory = b2.Synapses(group, group, on_pre="ge += 6*nS")
    inhibitory = b2.Synapses(group, group, on_pre="gi += 67*nS")
    excitatory.connect("i < 160", p=0.2)
    inhibitory.connect("i >= 160", p=0.2)
    group.v = "El + (randn() * 5 - 5)*mV"
    group.ge = "(randn() * 1.5 + 4) * 10.*nS"
    group.gi = "(randn() * 12 + 20) * 10.*nS"
    spikes = b2.SpikeMonitor(group)
    trace = b2.StateMonitor(group, "v", record=[1, 10, 100])
    b2.run(50 * ms)
    return {**spikes_of(spikes), "v": trace.v_[:], "t": trace.t_[:]}


def heterogeneous_delays():
    source = b2.SpikeGeneratorGroup(5, [0, 1, 2, 3, 4, 0], [0, 1, 2, 2, 3, 5.25] * ms, period=8 * ms)
    target = b2.NeuronGroup(4, "dv/dt = -v / (10*ms) : 1", threshold="v > 1", reset="v = 0", method="exact")
    synapses = b2.Synapses(source, target, "w : 1", on_pre={"pre": "v_post += w", "late": "v_post *= 0.9"})
    synapses.connect(j="k for k in range(i % 4 + 1)")
    synapses.w = "0.2 + 0.1 * i + 0.05 * j"
    synapses.pre.delay = "(i + 0.5 * j) * ms"
    synapses.late.delay = 0.25 * ms
    trace = b2.StateMonitor(target, "v", record=True)
    spikes = b2.SpikeMonitor(target, variables="v")
    b2.run(13 * ms)
    # Events on their way arrive in the next run.
    b2.run(12 * ms)
    return {**spikes_of(spikes), "v": trace.v[:], "at spikes": spikes.v[:]}


def plasticity():
    source = b2.PoissonGroup(50, rates="20*Hz + 2*i*Hz")
    target = b2.NeuronGroup(
        3, "dv/dt = (ge - v) / (10*ms) : 1\ndge/dt = -ge / (5*ms) : 1", threshold="v > 1", reset="v = 0", method="exact"
    )
    synapses = b2.Synapses(
        source,
        target,
        """w : 1
        dx/dt = -x / (20*ms) : 1 (event-driven)
        dy/dt = -y / (20*ms) : 1 (event-driven)""",
        on_pre="ge += w\nx += 0.01\nw = clip(w + y, 0, 0.3)",
        on_post="y -= 0.0105\nw = clip(w + x, 0, 0.3)",
    )
    synapses.connect()
    synapses.w = "rand() * 0.3"
    spikes, inputs = b2.SpikeMonitor(target), b2.SpikeMonitor(source)
    weights = b2.StateMonitor(synapses, "w", record=[0, 20], dt=5 * ms)
    b2.run(300 * ms)
    return {**spikes_of(spikes), **spikes_of(inputs, "inputs"), "w": synapses.w[:], "weights": weights.w[:]}


def noise_and_inputs():
    group = b2.NeuronGroup(
        20, "dv/dt = -v / (10*ms) + 0.2 * xi * (10*ms)**-0.5 : 1 (unless refractory)",
        threshold="v > 1", reset="v = 0", refractory="2*ms + 3*ms*rand()", method="euler",
    )  # fmt: skip
    few = b2.PoissonInput(group, "v", 10, 50 * b2.Hz, 0.1)
    many = b2.PoissonInput(group, "v", 1000, 100 * b2.Hz, 0.005)
    spikes = b2.SpikeMonitor(group)
    net = b2.Network(group, few, many, spikes)
    net.run(100 * ms)
    return {**spikes_of(spikes), "v": group.v[:]}


def stored_and_restored():
    group = b2.NeuronGroup(2, "dv/dt = (1.2 - v) / (10*ms) : 1", threshold="v > 1", reset="v = 0", method="exact")
    group.v = [0.1, 0.6]
    synapses = b2.Synapses(group, group, on_pre="v_post += 0.2", delay=3 * ms)
    synapses.connect(condition="i != j")
    spikes = b2.SpikeMonitor(group)
    net = b2.Network(group, synapses, spikes)
    net.run(20 * ms)
    net.store()
    net.run(30 * ms)
    first = spikes_of(spikes, "first")
    net.restore()
    net.run(30 * ms)
    return {**first, **spikes_of(spikes, "second"), "t": float(net.t)}


def subgroups_and_sums():
    group = b2.NeuronGroup(10, "dv/dt = (u - v) / (5*ms) : 1\nu : 1\ntotal : 1", threshold="v > 1", reset="v = 0", method="exact")
    group.u = "0.9 + 0.05 * i"
    part = group[3:8]
    graded = b2.Synapses(part, group[5:], "w : 1\ntotal_post = w * v_pre : 1 (summed)\ndz/dt = (v_pre - z) / (3*ms) : 1 (clock-driven)", method="euler")
    graded.connect("i != j")
    graded.w = "0.1 * (i + 1)"
    events = b2.Synapses(part, part, on_pre="u_post += 0.01")
    events.connect(j="i")
    spikes, rate = b2.SpikeMonitor(part), b2.PopulationRateMonitor(part)
    part.run_regularly("u = u + 0.001 * i", dt=1 * ms)
    trace = b2.StateMonitor(group, ["total", "v"], record=True, dt=0.5 * ms)
    b2.run(40 * ms)
    return {**spikes_of(spikes), "rate": rate.rate_[:], "total": trace.total[:], "z": graded.z[:], "u": group.u[:]}


def linked_events_and_tables():
    table = b2.TimedArray(np.array([[0.5, 2.0], [1.5, 0.1], [3.0, 1.0]]), dt=7 * ms)
    shape = b2.TimedArray(np.array([1.0, -0.5]) * mV, dt=3 * ms)
    source = b2.NeuronGroup(
        2, "dv/dt = (table(t, i) - v) / (5*ms) : 1\ns = shape(t) / mV : 1 (constant over dt)\ndirection = int(v > 0.7) : integer",
        threshold="v > 1", reset="v = 0", events={"low": "v < 0.2"}, method="euler",
    )  # fmt: skip
    source.run_on_event("low", "v += 0.05")
    reader = b2.NeuronGroup(4, "v_in : 1 (linked)\ndx/dt = (v_in - x + 0.1 * (i % 3) - i // 2) / (2*ms) : 1", method="rk4")
    reader.v_in = b2.linked_var(source, "v", index=np.array([1, 0, 0, 1]))
    low = b2.EventMonitor(source, "low")
    spikes = b2.SpikeMonitor(source)
    trace = b2.StateMonitor(reader, "x", record=True)
    slow = b2.StateMonitor(source, ["s", "direction"], record=True, clock=b2.Clock(dt=0.25 * ms))
    b2.run(25 * ms)
    return {**spikes_of(spikes), **spikes_of(low, "low"), "x": trace.x[:], "s": slow.s[:], "direction": slow.direction[:]}


def python_in_lock_step():
    group = b2.NeuronGroup(3, "dv/dt = (u - v) / (5*ms) : 1\nu : 1", threshold="v > 1", reset="v = 0", method="exact")
    seen = []

    @b2.network_operation(dt=2 * ms)
    def control(t):
        seen.append((t / ms, *group.v[:]))
        group.u = 1.5 + 0.1 * t / ms
        if t > 15 * ms:
            b2.stop()

    spikes = b2.SpikeMonitor(group)
    b2.run(30 * ms)
    return {**spikes_of(spikes), "seen": seen, "t": b2.defaultclock.t / second}


def functions_in_python():
    @b2.check_units(x=1, result=1)
    def squared(x):
        return x * x

    group = b2.NeuronGroup(
        5, "dv/dt = (1.5 + squared(v) - v) / (5*ms) : 1", threshold="v > 1", reset="v = 0", method="euler",
        namespace={"squared": squared},
    )  # fmt: skip
    group.v = "0.1 * i"
    synapses = b2.Synapses(group, group, on_pre="v_post += 0.1 * squared(0.5 * (j + 1))", delay=1 * ms, namespace={"squared": squared})
    synapses.connect("abs(i - j) == 1")
    synapses.delay = 1 * ms
    spikes = b2.SpikeMonitor(group)
    b2.run(20 * ms)
    return spikes_of(spikes)


def branches():
    """Return a tree whose sections have 1 to 20 compartments."""
    morphology = b2.Soma(30 * b2.um)
    morphology.axon = b2.Cylinder(diameter=1 * b2.um, length=300 * b2.um, n=20)
    morphology.dendrite = b2.Section(diameter=[3, 2, 1.5, 1, 0.5] * b2.um, length=[40, 50, 60, 70] * b2.um, n=4)
    morphology.dendrite.L = b2.Cylinder(diameter=1 * b2.um, length=100 * b2.um, n=7)
    morphology.dendrite.R = b2.Cylinder(diameter=0.7 * b2.um, length=100 * b2.um, n=1)
    morphology.dendrite.R.L = b2.Cylinder(diameter=0.7 * b2.um, length=100 * b2.um, n=3)
    return morphology


def spatial(equations, **options):
    return b2.SpatialNeuron(branches(), equations, Cm=1 * b2.uF / b2.cm**2, Ri=100 * b2.ohm * b2.cm, **options)


def spikes_along_an_axon():
    neuron = spatial(
        """Im = 3e-4*siemens/cm**2 * (-54*mV - v) + g * (m**3 * h * (50*mV - v) + 0.3 * n**4 * (-77*mV - v)) : amp/meter**2
        dm/dt = (1 / (1 + exp(-(v + 40*mV) / (9*mV))) - m) / (0.2*ms) : 1
        dh/dt = (1 / (1 + exp((v + 62*mV) / (7*mV))) - h) / (1*ms) : 1
        dn/dt = (1 / (1 + exp(-(v + 53*mV) / (16*mV))) - n) / (2*ms) : 1
        g : siemens/meter**2
        drive : amp (point current)""",
        threshold="m > 0.5",
        threshold_location=branches().axon.indices[0] + 19,
        refractory="m > 0.4",
        method="exponential_euler",
    )
    neuron.v = -70 * mV
    neuron.h = 0.9
    neuron.g = 0.12 * b2.siemens / b2.cm**2
    target = b2.NeuronGroup(1, "dv/dt = -v / (5*ms) : 1", method="exact")
    synapses = b2.Synapses(neuron, target, on_pre="v += 1", delay=0.5 * ms)
    synapses.connect(i=20, j=0)
    neuron.drive[0] = 1 * b2.nA
    spikes = b2.SpikeMonitor(neuron)
    trace = b2.StateMonitor(neuron, ["v", "m"], record=[0, 10, 20, 30])
    b2.run(30 * ms)
    return {**spikes_of(spikes), "v": trace.v_[:], "m": trace.m[:], "target": target.v[:]}


def random_numbers_in_python():
    def noisy(x):
        return x + np.random.randn(len(x))

    noisy = b2.check_units(x=1, result=1)(noisy)
    group = b2.NeuronGroup(
        5, "dv/dt = (2 - v) / (10*ms) + 0.1 * xi / sqrt(ms) : 1", threshold="v > 1", reset="v = 0", method="euler"
    )
    other = b2.NeuronGroup(3, "dv/dt = (noisy(v) + rand()) / (10*ms) : 1", method="euler", namespace={"noisy": noisy})
    counts = b2.NeuronGroup(4, "small : 1\nlarge : 1", namespace={"few": b2.BinomialFunction(100, 0.02, approximate=False), "many": b2.BinomialFunction(1000, 0.7, approximate=False)})
    counts.run_regularly("small = few()\nlarge = many()")

    @b2.network_operation(dt=1 * ms)
    def shift():
        group.v = group.v + 0.3 * np.random.rand(5)

    spikes = b2.SpikeMonitor(group)
    trace = b2.StateMonitor(counts, ["small", "large"], record=True)
    b2.run(20 * ms)
    return {**spikes_of(spikes), "v": group.v[:], "other": other.v[:], "small": trace.small[:], "large": trace.large[:]}


def synapses_created_between_runs():
    source = b2.PoissonGroup(5, 200 * b2.Hz)
    target = b2.NeuronGroup(5, "dv/dt = -v / (10*ms) : 1", threshold="v > 1", reset="v = 0", method="exact")
    synapses = b2.Synapses(source, target, "w : 1", on_pre="v += w", delay=3 * ms)
    synapses.connect("i == j")
    synapses.w = 0.6
    spikes = b2.SpikeMonitor(target)
    net = b2.Network(source, target, synapses, spikes)
    net.run(30 * ms)
    synapses.connect("i != j", p=0.5)
    synapses.w = 0.4
    net.run(30 * ms)
    return {**spikes_of(spikes), "v": target.v[:]}


SCRIPTS = [
    cuba,
    cobahh,
    heterogeneous_delays,
    plasticity,
    noise_and_inputs,
    stored_and_restored,
    subgroups_and_sums,
    linked_events_and_tables,
    python_in_lock_step,
    functions_in_python,
    spikes_along_an_axon,
    random_numbers_in_python,
    synapses_created_between_runs,
]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: one.__name__)
def test_scripts_give_the_same_as_on_numpy(script):
    expected, got = on_numpy(script), on_spikeloom(script)
    assert any(name.endswith(" i") and len(values) > 3 for name, values in expected.items())
    for name, values in expected.items():
        if name.split(" ")[-1] in ("i", "t", "count"):
            np.testing.assert_array_equal(got[name], values, err_msg=name)
        else:
            limit = RELATIVE * max(1e-30, np.abs(values).max())
            np.testing.assert_allclose(got[name], values, rtol=0, atol=limit, err_msg=name)


def oscillator():
    group = b2.NeuronGroup(1, "dv/dt = (1.5 - v) / (10*ms) : 1", threshold="v > 1", reset="v = 0", method="exact")
    spikes = b2.SpikeMonitor(group)
    return b2.Network(group, spikes), spikes


def test_ctrl_c_stops_a_run_and_keeps_what_was_recorded():
    def script():
        net, spikes = oscillator()
        net.run(10 * ms)

        def interrupt():
            time.sleep(1)
            os.kill(os.getpid(), signal.SIGINT)

        threading.Thread(target=interrupt).start()
        net.run(1e6 * second)
        reached, count = float(net.t), int(spikes.num_spikes)
        net.run(1 * second)
        return {"reached": reached, "count": count, "later": int(spikes.num_spikes)}

    result = on_spikeloom(script)
    # One spike in 11.0 ms: 10 ms times the logarithm of 3, rounded up to a step.
    assert 0.1 < result["reached"] < 1e6
    assert abs(result["count"] - result["reached"] / 0.011) <= 1
    assert result["later"] > result["count"] + 80


def test_an_exception_in_python_arrives_unchanged():
    def script():
        net, spikes = oscillator()

        @b2.network_operation(dt=5 * ms)
        def fail(t):
            if t > 20 * ms:
                raise RuntimeError("from the script")

        net.add(fail)
        with pytest.raises(RuntimeError, match="from the script") as raised:
            net.run(50 * ms)
        # The traceback ends in the line of the script.
        assert raised.traceback[-1].name == "fail"
        assert str(raised.traceback[-1].path) == __file__
        return {"t": float(net.t), "spikes": spikes.num_spikes}

    assert on_spikeloom(script) == {"t": pytest.approx(0.025), "spikes": 2}


def test_a_killed_process_is_reported_and_the_next_run_starts_another():
    def script():
        net, spikes = oscillator()
        net.run(10 * ms)
        pid = b2.get_device()._link.pid

        def kill():
            time.sleep(1)
            os.kill(pid, signal.SIGKILL)

        threading.Thread(target=kill).start()
        with pytest.raises(SpikeLoomError, match="SL_LINK_ENDED"):
            net.run(1e6 * second)
        net.run(100 * ms)
        return {"spikes": spikes.num_spikes}

    assert on_spikeloom(script)["spikes"] > 8


def test_ten_gigabytes_are_refused_before_they_are_recorded():
    def script():
        group = b2.NeuronGroup(2000, "dx/dt = -x / (10*ms) : 1", method="exact")
        monitor = b2.StateMonitor(group, "x", record=True, name="everything")
        # 2001 numbers in each of 10^9 steps, more than any machine has memory for.
        b2.Network(group, monitor).run(1e5 * second)
        return {}

    place = r"everything \(.*test_brian2_device.py, line \d+\)"
    with pytest.raises(SpikeLoomError, match=rf"SL_BRIAN2_MEMORY at {place}: .* got 64032\.0 GB"):
        on_spikeloom(script)


def test_arrays_that_cannot_be_addressed_are_refused_before_they_are_copied(monkeypatch):
    def script():
        group = b2.NeuronGroup(200_000, "dx/dt = -x / (10*ms) : 1", method="exact", name="huge")
        b2.Network(group).run(1 * ms)
        return {}

    assert on_spikeloom(script) == {}
    # In place of the 4 GiB of addresses of 32 bits.
    monkeypatch.setattr("spikeloom.brian2.memory._ADDRESSED", 2**20)
    with pytest.raises(SpikeLoomError, match=r"SL_BRIAN2_MEMORY at huge \(.*, line \d+\): .* at most 0.0 GB"):
        on_spikeloom(script)


def test_unknown_options_are_refused():
    with pytest.raises(SpikeLoomError, match="SL_BRIAN2_OPTION at set_device.openmp_threads"):
        b2.set_device("spikeloom", openmp_threads=2)
    reset_device()


def test_potentials_of_passive_compartments_are_those_of_numpy_bit_for_bit():
    def script():
        neuron = spatial("Im = g * (-70*mV - v) : amp/meter**2\ng : siemens/meter**2\nI : amp (point current)")
        neuron.g = "(1 + 0.1 * i) * 1e-4*siemens/cm**2"
        neuron.v = -65 * mV
        neuron.I[0] = 0.5 * b2.nA
        trace = b2.StateMonitor(neuron, "v", record=True)
        net = b2.Network(neuron, trace)
        net.run(5 * ms)
        neuron.I = 0 * b2.amp
        neuron.dendrite.g *= 50
        net.run(5 * ms)
        return {"v": trace.v_[:], "Ic": neuron.Ic_[:], "coupling": neuron._u_plus[:]}

    expected, got = on_numpy(script), on_spikeloom(script)
    assert np.ptp(expected["v"]) > 0.02
    for name, values in expected.items():
        np.testing.assert_array_equal(got[name], values, err_msg=name)


@pytest.mark.parametrize("target", ["auto", "numpy"])
def test_methods_of_gsl_are_refused_before_anything_runs(target):
    def script():
        group = b2.NeuronGroup(1, "dv/dt = -v / (10*ms) : 1", method="gsl_rk4", name="decaying")
        b2.prefs.codegen.target = target
        b2.Network(group).run(1 * ms)
        return {}

    try:
        with pytest.raises(SpikeLoomError, match=r"SL_BRIAN2_METHOD at decaying \(.*test_brian2_device.py, line \d+\): .*'gsl_rk4'"):
            on_spikeloom(script)
    finally:
        b2.prefs.codegen.target = "auto"


def test_a_compiled_project_cannot_be_run_again():
    def script():
        net, _ = oscillator()
        net.run(1 * ms)
        b2.device.build(run=False)
        with pytest.raises(SpikeLoomError, match="SL_BRIAN2_PROJECT at device.run"):
            b2.device.run(run_args={})
        return {}

    on_spikeloom(script)


def test_a_profile_contains_the_objects_of_the_network():
    def script():
        net, _ = oscillator()
        seen = []
        slow = b2.NetworkOperation(lambda: seen.append(time.sleep(0.02)), dt=10 * ms, name="slow")
        net.add(slow)
        net.run(100 * ms, profile=True)
        profile = {name: float(seconds) for name, seconds in net.profiling_info}
        assert set(profile) == {one.name for one in net.sorted_objects}
        # The operation sleeps in each of ten calls, and the code of the group takes time in each of 1000 steps.
        assert 0.2 <= profile["slow"] < 20
        assert all(seconds >= 0 for seconds in profile.values())
        assert sum(profile.values()) > profile["slow"]
        net.run(1 * ms)
        with pytest.raises(ValueError, match="profile=True"):
            net.profiling_info
        return {"calls": len(seen)}

    # The eleventh call is in the second run.
    assert on_spikeloom(script)["calls"] == 11


def test_a_run_without_objects_takes_no_time():
    b2.set_device("spikeloom")
    try:
        net = b2.Network()
        net.run(1 * second)
        assert float(net.t) == 0
    finally:
        reset_device()
