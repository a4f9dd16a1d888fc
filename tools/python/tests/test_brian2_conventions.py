"""The small rules of Brian2, each tested in Brian2 itself and in SpikeLoom with the same text."""

import brian2 as b
import numpy as np
import pytest

from oracle.ours import run_networks

STEP_MS, STEPS = 0.1, 100


def brian2_group(size, equations, **options):
    b.prefs.codegen.target = "numpy"
    b.start_scope()
    b.defaultclock.dt = STEP_MS * b.ms
    return b.NeuronGroup(size, equations, method="euler", **options)


def stamps(monitor):
    """Return (step, neuron) of a spike monitor."""
    steps = np.rint(np.asarray(monitor.t / b.ms) / STEP_MS).astype(int)
    return sorted(zip(steps.tolist(), np.asarray(monitor.i).tolist()))


def ours(folder, model, population, variables=("spikes",), **parts):
    """Run one population of a model given as text; return its recorder."""
    network = {
        "dt": f"{STEP_MS} ms",
        "duration": f"{round(STEPS * STEP_MS, 1)} ms",
        "convention": "brian2",
        "populations": {"n": {"model": "m", **population}, **parts.pop("sources", {})},
        "record": [{"population": "n", "variables": list(variables)}],
        **parts,
    }
    job = {"network": network, "equations": [{"name": "m", "method": "euler", **model}]}
    [[recorder]] = run_networks([job], folder)
    return recorder


def pairs_of(recorder):
    return sorted(map(tuple, recorder.spikes.tolist()))


# Multiples of the step, values just next to them, and no period at all.
PERIODS = [0.0, 0.04, 0.05, 0.0999, 0.1, 0.15, 0.19999, 0.2, 0.3, 0.7, 0.95, 1.0, 1.05, 2.0]


def test_refractory_periods_end_in_the_same_step(tmp_path):
    equations = "v : 1\nperiod : second (constant)"
    group = brian2_group(len(PERIODS), equations, threshold="v > 0", refractory="period")
    group.v, group.period = 1, PERIODS * b.ms
    monitor = b.SpikeMonitor(group)
    b.Network(group, monitor).run(STEPS * STEP_MS * b.ms)
    recorder = ours(
        tmp_path,
        {
            "equations": equations,
            "threshold": "v > 0",
            "refractory": "period",
            "initial": {"v": 1},
            "parameters": {"period": "1 ms"},
        },
        {"size": len(PERIODS), "parameters": {"period": {"values": PERIODS, "unit": "ms"}}},
    )
    assert pairs_of(recorder) == stamps(monitor)


def test_a_refractory_condition_ends_when_it_is_false(tmp_path):
    equations = "dv/dt = 1/ms : 1"
    options = {"threshold": "v > 0.5", "reset": "v = -1", "refractory": "v < 0.75"}
    group = brian2_group(1, equations, **options)
    monitor = b.SpikeMonitor(group)
    b.Network(group, monitor).run(STEPS * STEP_MS * b.ms)
    recorder = ours(tmp_path, {"equations": equations, **options}, {"size": 1})
    assert pairs_of(recorder) == stamps(monitor)


def test_a_level_above_threshold_fires_in_every_step(tmp_path):
    equations = "v = sin(2*pi*t/(3*ms)) : 1"
    group = brian2_group(1, equations, threshold="v > 0.25")
    monitor = b.SpikeMonitor(group)
    b.Network(group, monitor).run(STEPS * STEP_MS * b.ms)
    recorder = ours(tmp_path, {"equations": equations, "threshold": "v > 0.25"}, {"size": 1})
    assert pairs_of(recorder) == stamps(monitor)
    assert len(recorder.spikes) > 20


DELAYS = [0.0, 0.04, 0.05, 0.06, 0.1, 0.15, 0.149, 0.25, 0.3, 0.35, 0.45, 0.7, 1.05, 2.95]


@pytest.mark.parametrize("held", [True, False])
def test_delays_chains_and_lost_input_are_those_of_brian2(tmp_path, held):
    """A chain of jumps: delays of any length, and arrivals in the step of a spike or during refractoriness."""
    flag = " (unless refractory)" if held else ""
    equations = f"dv/dt = -v/(10*ms) : 1{flag}"
    options = {"threshold": "v > 0.8", "reset": "v = 0", "refractory": "0.5*ms"}
    size = len(DELAYS) + 1
    times = [0.0, 0.1, 0.26, 1.0, 1.3, 1.46, 2.0, 2.1, 2.2, 5.0]
    group = brian2_group(size, equations, **options)
    source = b.SpikeGeneratorGroup(1, [0] * len(times), times * b.ms)
    first = b.Synapses(source, group, on_pre="v_post += 1")
    first.connect(i=[0], j=[0])
    chain = b.Synapses(group, group, on_pre="v_post += 1")
    chain.connect(i=range(size - 1), j=range(1, size))
    chain.delay = DELAYS * b.ms
    monitor = b.SpikeMonitor(group)
    states = b.StateMonitor(group, "v", record=True)
    b.Network(group, source, first, chain, monitor, states).run(STEPS * STEP_MS * b.ms)
    recorder = ours(
        tmp_path,
        {"equations": equations, **options, "receptors": ["v"]},
        {"size": size},
        variables=("spikes", "v"),
        sources={
            "s": {"model": "spike-array", "size": 1, "times": [[f"{time} ms" for time in times]]}
        },
        projections=[
            {
                "from": "s",
                "to": "n",
                "toNeurons": {"until": 1},
                "receptor": "v",
                "connector": {"kind": "all-to-all"},
                "weight": 1,
                "delay": "0 ms",
            },
            {
                "from": "n",
                "to": "n",
                "receptor": "v",
                "connector": {"kind": "pairs", "pairs": [[k, k + 1] for k in range(size - 1)]},
                "weight": 1,
                "delay": {"values": DELAYS, "unit": "ms"},
            },
        ],
    )
    assert pairs_of(recorder) == stamps(monitor)
    assert len(recorder.spikes) > size
    # A dozen roundings per step, of numbers up to 4; nothing persists longer than the hundred steps.
    apart = np.abs(recorder.samples["v"] - np.asarray(states.v).T)
    assert apart.max() <= 12 * STEPS * np.spacing(4.0)


def test_poisson_input_does_not_change_a_refractory_variable(tmp_path):
    equations = "dv/dt = -v/(10*ms) : 1 (unless refractory)"
    options = {"threshold": "v > 0.5", "reset": "v = 0", "refractory": "1*second"}
    group = brian2_group(50, equations, **options)
    drive = b.PoissonInput(group, "v", N=20, rate=2 * b.kHz, weight=0.2)
    states = b.StateMonitor(group, "v", record=True)
    monitor = b.SpikeMonitor(group)
    b.Network(group, drive, states, monitor).run(STEPS * STEP_MS * b.ms)
    recorder = ours(
        tmp_path,
        {"equations": equations, **options, "receptors": ["v"]},
        {"size": 50},
        variables=("spikes", "v"),
        stimuli=[
            {
                "kind": "poisson",
                "into": "n",
                "receptor": "v",
                "rate": "2 kHz",
                "count": 20,
                "weight": 0.2,
            }
        ],
    )
    # Four spikes of 0.2 per step on average: all fire immediately, and then stay at the reset value.
    for last, count in ((np.asarray(states.v)[:, -1], monitor.count[:]),
                        (recorder.samples["v"][-1], np.bincount(recorder.spikes[:, 1]))):  # fmt: skip
        assert count.tolist() == [1] * 50
        assert last.tolist() == [0.0] * 50


@pytest.mark.parametrize("every", [0.1, 0.3, 0.25, 1.0])
def test_a_timed_array_is_constant_between_samples(tmp_path, every):
    """Samples of any length, clamped at the end."""
    values = [1.0, 3.0, -2.0, 0.5, 7.0]
    group = brian2_group(1, "dv/dt = stimulus(t) : 1", namespace={
        "stimulus": b.TimedArray(values * b.Hz, dt=every * b.ms)
    })  # fmt: skip
    states = b.StateMonitor(group, "v", record=True)
    b.Network(group, states).run(STEPS * STEP_MS * b.ms)
    recorder = ours(
        tmp_path,
        {"equations": "dv/dt = stimulus : 1\nstimulus : Hz", "inputs": ["stimulus"]},
        {"size": 1},
        variables=("v",),
        stimuli=[
            {
                "kind": "time-array",
                "into": "n",
                "input": "stimulus",
                "every": f"{every} ms",
                "values": {"values": values, "unit": "Hz"},
            }
        ],
    )
    apart = np.abs(recorder.samples["v"][:, 0] - np.asarray(states.v)[0])
    assert apart.max() <= STEPS * np.spacing(0.1)


def test_a_declared_name_hides_a_unit(tmp_path):
    """Brian2 reserves only the usual units; a name that is not declared is a unit."""
    equations = """dv/dt = (V2 - v + GA*uV)/(m3*ms) : volt
    mV2 = 2*V2 : volt
    V2 : volt (constant)
    GA : 1 (constant)
    uV : volt (constant)
    m3 : 1 (constant)"""
    values = {"V2": -60, "GA": 3, "uV": 5, "m3": 7}
    group = brian2_group(1, equations, threshold="v < -15*mV", reset="v += mV2/-3")
    group.V2, group.GA, group.uV, group.m3 = -60 * b.mV, 3, 5 * b.mV, 7
    states, monitor = b.StateMonitor(group, "v", record=True), b.SpikeMonitor(group)
    b.Network(group, states, monitor).run(STEPS * STEP_MS * b.ms)
    units = {"V2": " mV", "GA": "", "uV": " mV", "m3": ""}
    recorder = ours(
        tmp_path,
        {
            "equations": equations,
            "threshold": "v < -15*mV",
            "reset": "v += mV2/-3",
            "parameters": {name: f"{value}{units[name]}" for name, value in values.items()},
        },
        {"size": 1},
        variables=("spikes", "v"),
    )
    assert len(pairs_of(recorder)) >= 2
    assert pairs_of(recorder) == stamps(monitor)
    np.testing.assert_allclose(recorder.samples["v"][:, 0], states.v[0] / b.mV, rtol=1e-13)


@pytest.mark.parametrize("name", ["mV", "um2", "mvolt2"])
def test_common_units_cannot_be_declared(tmp_path, name):
    with pytest.raises(SyntaxError, match="unit"):
        brian2_group(1, f"{name} : 1")
    with pytest.raises(RuntimeError, match="SL_EQUATION_NAME"):
        ours(tmp_path, {"equations": f"{name} : 1"}, {"size": 1})
