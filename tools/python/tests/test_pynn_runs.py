"""Runs of the PyNN backend: recordings, segments, changes between runs, as in PyNN's documentation."""

import json
import os
import signal as signals
import threading
import warnings

import numpy as np
import pytest
from pyNN.parameters import Sequence

import spikeloom
import spikeloom.pynn as sim


@pytest.fixture(autouse=True)
def network():
    sim.setup(timestep=0.1, min_delay=0.1)


def driven(n=1, **parameters):
    """Return cells that receive spikes at 5 and 15 ms, a ms later."""
    cells = sim.Population(n, sim.IF_curr_exp(**parameters))
    source = sim.Population(1, sim.SpikeSourceArray(spike_times=[5.0, 15.0]))
    synapse = sim.StaticSynapse(weight=0.5, delay=1.0)
    return cells, source, sim.Projection(source, cells, sim.AllToAllConnector(), synapse)


def signal(cells, name="v", segment=-1):
    return cells.get_data(name).segments[segment].filter(name=name)[0]


def test_samples_begin_with_the_initial_value():
    cells, _, _ = driven(3)
    cells.initialize(v=-64.0)
    cells[0:2].record("v")
    sim.run(20.0)
    v = signal(cells)
    assert v.shape == (201, 2)
    assert v.magnitude[0].tolist() == [-64, -64]
    assert v.array_annotations["channel_index"].tolist() == [0, 1]
    assert float(v.t_start) == 0


def test_a_spike_arrives_after_its_delay():
    cells, _, _ = driven()
    cells.record("v")
    sim.run(10.0)
    v = signal(cells).magnitude[:, 0]
    assert np.all(v[:61] == -65)
    assert v[61] > -65


def test_samples_can_be_taken_at_intervals():
    cells, _, _ = driven()
    cells.record("v", sampling_interval=0.5)
    sim.run(10.0)
    assert signal(cells).shape == (21, 1)
    with pytest.raises(ValueError, match="interval"):
        cells.record("v", sampling_interval=1.0)
    other = sim.Population(1, sim.IF_curr_exp())
    with pytest.raises(ValueError, match="multiple"):
        other.record("v", sampling_interval=0.25)


def test_a_late_recording_states_its_start():
    cells, _, _ = driven()
    sim.run(5.0)
    cells.record("v")
    sim.run(5.0)
    assert float(signal(cells).t_start) == pytest.approx(5)
    assert signal(cells).shape == (51, 1)


def test_cleared_data_continue_with_their_last_sample():
    cells, source, _ = driven()
    source.record("spikes")
    cells.record("v")
    sim.run(10.0)
    before = cells.get_data("v", clear=True).segments[0].analogsignals[0]
    assert len(source.get_data(clear=True).segments[0].spiketrains[0]) == 1
    sim.run(10.0)
    after = signal(cells)
    assert after.shape == (101, 1)
    assert float(after.t_start) == 10
    assert after.magnitude[0] == before.magnitude[-1]
    assert source.get_data().segments[0].spiketrains[0].magnitude.tolist() == [15]


def test_repeated_runs_are_equal_segments():
    cells, source, _ = driven(2, i_offset=0.4)
    cells.record(["v", "spikes"])
    for repeat in range(3):
        sim.run(20.0)
        sim.reset(annotations={"repeat": repeat})
    sim.run(20.0)
    segments = cells.get_data().segments
    assert [s.name for s in segments] == [f"segment{k:03d}" for k in range(4)]
    assert segments[1].annotations["repeat"] == 1
    first = segments[0].analogsignals[0].magnitude
    assert all(np.array_equal(first, s.analogsignals[0].magnitude) for s in segments)


def test_parameters_change_between_runs():
    cells, source, prj = driven()
    cells.record("v")
    sim.run(10.0)
    source.set(spike_times=[Sequence([12.0])])
    prj.set(weight=0.0)
    cells.set(i_offset=0.3)
    sim.run(10.0)
    v = signal(cells).magnitude[:, 0]
    assert v.shape == (201,)
    assert np.all(np.diff(v[-50:]) > 0)


def test_callbacks_return_when_to_be_called_next():
    times = []
    cells, _, _ = driven()

    def callback(time):
        times.append(time)
        cells.set(i_offset=0.01 * time)
        return time + 4.0

    assert sim.run(10.0, callbacks=[callback]) == 10
    assert np.allclose(times, [0, 4, 8, 10])
    assert sim.run_until(10.0) == 10
    with pytest.raises(ValueError, match="past"):
        sim.run_until(5.0)


def test_times_of_callbacks_are_rounded_and_advance():
    times = []

    def callback(time):
        times.append(time)
        return time + (0.25 if time < 1 else 0.01)

    assert sim.run(1.5, callbacks=[callback]) == 1.5
    assert np.allclose(np.array(times) * 10, np.rint(np.array(times) * 10))
    assert np.all(np.diff(times) > 0.05)


def test_many_short_runs_stay_on_the_grid():
    sim.setup(timestep=0.001)
    for _ in range(3000):
        sim.run(0.001)
    assert sim.get_current_time() == pytest.approx(3, abs=1e-9)


def test_projections_can_be_added_between_runs():
    cells, source, _ = driven()
    cells.record("v")
    sim.run(10.0)
    more = sim.Projection(
        source, cells, sim.AllToAllConnector(), sim.StaticSynapse(weight=0.5, delay=1.0)
    )
    sim.run(10.0)
    v = signal(cells).magnitude[:, 0]
    assert len(more) == 1
    # One spike reaches the cell through one connection, the next through two.
    assert v[161] - v[160] - (v[160] - v[159]) > 1.8 * (v[61] - v[60])


def test_assemblies_and_views_are_connected_and_recorded():
    a, b = sim.Population(3, sim.IF_curr_exp()), sim.Population(2, sim.IF_curr_alpha())
    source = sim.Population(2, sim.SpikeSourceArray(spike_times=[2.0]))
    both = a[1:3] + b
    pairs = [(0, 0), (1, 2), (1, 3)]
    connector = sim.FromListConnector([(i, j, 1.0, 0.5) for i, j in pairs])
    prj = sim.Projection(source, both, connector)
    both.record("v")
    sim.run(5.0)
    moved = signal(both).magnitude.max(axis=0) > -65
    assert moved.tolist() == [True, False, True, True]
    prj.set(weight=0.0)
    assert prj.get("weight", "list") == [(i, j, 0.0) for i, j in pairs]


def test_currents_flow_and_can_be_read():
    cells = sim.Population(2, sim.IF_curr_exp())
    source = sim.DCSource(amplitude=0.2, start=2.0, stop=6.0)
    cells[0].inject(source)
    source.record()
    cells.record("v")
    sim.run(10.0)
    v = signal(cells).magnitude
    assert np.all(v[:21, 0] == -65)
    assert v[21, 0] > -65
    assert np.all(v[:, 1] == -65)
    trace = source.get_data()
    assert trace.shape == (101, 1)
    assert np.flatnonzero(trace.magnitude[:, 0]).tolist() == list(range(20, 60))


@pytest.mark.parametrize("fraction", [0.0, 0.5, 1.0])
def test_weights_change_by_pairs_of_spikes(fraction):
    pre = sim.Population(1, sim.SpikeSourceArray(spike_times=[10.0]))
    drive = sim.Population(1, sim.SpikeSourceArray(spike_times=[14.0]))
    post = sim.Population(1, sim.IF_curr_delta())
    sim.Projection(
        drive, post, sim.OneToOneConnector(), sim.StaticSynapse(weight=30.0, delay=1.0),
        receptor_type="excitatory",
    )  # fmt: skip
    rule = sim.STDPMechanism(
        sim.SpikePairRule(tau_plus=20.0, tau_minus=20.0, A_plus=0.1, A_minus=0.1),
        sim.AdditiveWeightDependence(w_min=0.0, w_max=2.0),
        dendritic_delay_fraction=fraction,
        weight=1.0,
        delay=2.0,
    )
    prj = sim.Projection(pre, post, sim.OneToOneConnector(), rule, receptor_type="excitatory")
    sim.run(30.0)
    pre.set(spike_times=[40.0])
    sim.run(30.0)
    # The cell fires at 15 ms: between the spikes at the synapse lie 5 ms less what the axon takes and more
    # what the dendrite takes. The second spike of the source, much later, depresses.
    (spike,) = (15.0,)
    d_pre = 2.0 * (1 - fraction)
    d_post = 2.0 * fraction
    up = 0.1 * 2 * np.exp(-(spike + d_post - 10 - d_pre) / 20)
    down = 0.1 * 2 * np.exp(-(40 + d_pre - spike - d_post) / 20)
    assert prj.get("weight", "list")[0][2] == pytest.approx(1 + up - down, abs=0.002)
    sim.reset()
    assert prj.get("weight", "list")[0][2] == 1


def test_models_of_the_simulator_run():
    adex = sim.native("adex")
    cells = sim.Population(1, adex(i_offset=1.0))
    cells.record(["spikes", "v", "w"])
    sim.run(100.0)
    assert cells.mean_spike_count() > 2
    assert signal(cells, "w").units == 1 * signal(cells, "w").units


def test_custom_equations_run():
    leaky = {
        "kind": "neuron",
        "contract": 1,
        "name": "own-leaky",
        "about": "A leaky integrator.",
        "parameters": {
            "tau": {"default": "10 ms", "about": "time constant"},
            "v_inf": {"default": "-50 mV", "about": "where it goes"},
        },
        "state": {"v": {"unit": "mV", "initial": "-70 mV", "about": "potential"}},
        "dynamics": {"v": "(v_inf - v) / tau"},
        "spike": {"when": "v > -55*mV", "reset": {"v": "-70*mV"}},
    }
    cells = sim.Population(2, sim.native(leaky)(tau=[10.0, 20.0]))
    cells.record(["spikes", "v"])
    sim.run(15.0)
    v = signal(cells).magnitude
    # Towards -50 mV from -70 mV: after 5 ms of 10 ms time constant.
    assert v[50, 0] == pytest.approx(-50 - 20 * np.exp(-0.5), abs=1e-4)
    # It reaches -55 mV after tau * log(4) = 13.9 ms.
    assert cells.get_spike_counts() == {int(cells[0]): 1, int(cells[1]): 0}


def test_native_plasticity_changes_weights():
    synapse = sim.native_synapse(plasticity="stdp-pair")
    pre = sim.Population(1, sim.SpikeSourceArray(spike_times=[10.0]))
    post = sim.Population(1, sim.IF_curr_exp(i_offset=0.0))
    kick = sim.Population(1, sim.SpikeSourceArray(spike_times=[12.0]))
    sim.Projection(kick, post, sim.OneToOneConnector(), sim.StaticSynapse(weight=40.0, delay=0.1))
    prj = sim.Projection(
        pre, post, sim.OneToOneConnector(), synapse(weight=0.1, delay=0.1, a_plus=0.05)
    )
    sim.run(30.0)
    assert prj.get("weight", "list")[0][2] > 0.1


def test_data_are_written_to_files_at_the_end(tmp_path):
    cells, _, _ = driven()
    file = tmp_path / "v.pkl"
    cells.record("v", to_file=str(file))
    sim.run(5.0)
    assert not file.exists()
    sim.end()
    assert file.exists()
    assert signal(cells).shape == (51, 1)


def test_data_of_a_discarded_network_are_refused():
    cells, _, _ = driven()
    cells.record("v")
    sim.run(5.0)
    sim.setup()
    sim.run(5.0)
    with pytest.raises(spikeloom.SpikeLoomError) as caught:
        cells.get_data()
    assert caught.value.code == "SL_PYNN_STALE"
    fresh = sim.Population(2, sim.IF_curr_exp())
    for ends in ((cells, fresh), (fresh, cells[:1])):
        with pytest.raises(spikeloom.SpikeLoomError) as caught:
            sim.Projection(*ends, sim.AllToAllConnector())
        assert caught.value.code == "SL_PYNN_STALE"


def test_networks_are_captured_without_a_run(tmp_path):
    file = tmp_path / "network.json"
    sim.setup(timestep=0.1, capture=file)
    cells, _, _ = driven(3)
    cells.record("spikes", to_file=str(tmp_path / "spikes.pkl"))
    current = sim.DCSource()
    current.inject_into(cells)
    with pytest.warns(UserWarning, match=r"network\.json.*not simulated"):
        sim.run(10.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sim.run(5.0)
    sim.reset()
    for read in (cells.get_data, cells.get_spike_counts, cells.mean_spike_count, current.get_data):
        with pytest.raises(spikeloom.SpikeLoomError) as caught:
            read()
        assert caught.value.code == "SL_PYNN_CAPTURED"
    sim.end()
    assert not (tmp_path / "spikes.pkl").exists()
    network = json.loads(file.read_text("utf8"))
    assert network["format"] == "spikeloom-network"
    assert len(network["populations"]) == 2
    assert sim.losses() == []


def test_scripts_are_captured(tmp_path, spikeloom):
    from spikeloom.pynn.capture import capture

    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        "import pyNN.nest as sim\n"
        "sim.setup(timestep=0.1)\n"
        "cells = sim.Population(int(sys.argv[1]), sim.IF_cond_exp(i_offset=1.0))\n"
        "cells.record('spikes')\n"
        "sim.run(100.0)\n"
        "assert cells.mean_spike_count() == 0\n"
    )
    file = tmp_path / "network.json"
    assert capture(script, file, ["4"]) == []
    ran = json.loads(spikeloom("run", file, "--for", "100 ms", "--json"))
    assert ran


def test_runs_of_the_same_seed_are_the_same():
    counts = []
    for seed in (1, 1, 2):
        sim.setup(timestep=0.1, rng_seed=seed)
        source = sim.Population(50, sim.SpikeSourcePoisson(rate=100.0))
        source.record("spikes")
        sim.run(100.0)
        counts.append(list(source.get_spike_counts().values()))
    assert counts[0] == counts[1] != counts[2]


@pytest.mark.parametrize(
    ("convention", "first"), [("nest", 27.8), ("neuron", 27.8), ("brian2", 27.7)]
)
def test_conventions_are_those_of_pynns_simulators(convention, first):
    sim.setup(timestep=0.1, min_delay=0.1, convention=convention)
    cells = sim.Population(1, sim.IF_curr_exp(tau_refrac=2.0))
    cells.inject(sim.DCSource(amplitude=1.0))
    cells.record("spikes")
    sim.run(60.0)
    train = cells.get_data().segments[0].spiketrains[0].magnitude
    assert train[0] == pytest.approx(first)


def test_the_module_of_the_wheel_is_this_one():
    import importlib.util
    import sys
    from pathlib import Path

    file = Path(sim.__file__).with_name("pynn_module.py")
    spec = importlib.util.spec_from_file_location("pyNN.spikeloom", file)
    module = importlib.util.module_from_spec(spec)
    before = sys.modules.get("pyNN.spikeloom")
    spec.loader.exec_module(module)
    try:
        assert sys.modules["pyNN.spikeloom"] is sim
        assert "nest" not in sim.__name__
    finally:
        if before is None:
            del sys.modules["pyNN.spikeloom"]


def test_an_interrupted_run_stays_at_the_time_of_the_interrupt():
    cells = sim.Population(1000, sim.IF_curr_exp(i_offset=1.0))
    sim.run(10.0)
    threading.Timer(1.0, os.kill, (os.getpid(), signals.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        sim.run(1e7)
    reached = sim.get_current_time()
    assert 10.0 < reached < 1e7
    cells.record("v")
    assert sim.run(5.0) == pytest.approx(reached + 5.0)


def test_a_failed_run_can_be_reset():
    source = sim.Population(1, sim.SpikeSourcePoisson(rate=1e9, start=5.0))
    source.record("spikes")
    sim.run(4.0)
    with pytest.raises(spikeloom.SpikeLoomError, match="SL_SPIKES_PER_STEP"):
        sim.run(20.0)
    source.set(rate=100.0)
    sim.reset()
    sim.run(1000.0)
    (segment,) = source.get_data().segments
    # Five standard deviations of a Poisson count over 995 ms.
    assert abs(len(segment.spiketrains[0]) - 99.5) < 5 * np.sqrt(99.5)


def test_values_that_were_read_do_not_change():
    cells = sim.Population(3, sim.IF_curr_exp(i_offset=[0.1, 0.2, 0.3]))
    read = cells.get("i_offset")
    cells[0:1].set(i_offset=0.5)
    assert read.tolist() == [0.1, 0.2, 0.3]
    read[:] = 0.9
    assert cells.get("i_offset").tolist() == [0.5, 0.2, 0.3]


def test_a_current_can_be_used_in_the_next_network():
    current = sim.DCSource(amplitude=1.0)
    current.inject_into(sim.Population(1, sim.IF_curr_exp()))
    sim.run(1.0)
    sim.setup(timestep=0.1, min_delay=0.1)
    cells = sim.Population(2, sim.IF_curr_exp(v_thresh=1e6))
    cells.record("v")
    sim.DCSource(amplitude=-1.0).inject_into(cells[0:1])
    current.inject_into(cells[1:2])
    sim.run(5.0)
    v = signal(cells).magnitude[-1]
    assert v[0] < -65.0 < v[1]
    late = sim.DCSource(amplitude=0.5)
    assert current._get_data()[1].tolist() == [1.0] * 51
    assert late._get_data()[1].tolist() == [0.5] * 51


def coarse(**options):
    """Run Hodgkin-Huxley cells with a step that is too long for their equations."""
    sim.setup(timestep=1.0, min_delay=1.0, **options)
    cells = sim.Population(3, sim.HH_cond_exp(i_offset=[0.0, 0.0, 2.0]), label="axons")
    cells.record("v")
    return cells


def test_a_run_that_diverges_fails_and_keeps_its_recordings():
    cells = coarse()
    with pytest.raises(spikeloom.SpikeLoomError) as caught:
        sim.run(200.0)
    assert caught.value.code == "SL_DIVERGED"
    assert "axons" in str(caught.value)
    assert "timestep smaller than 1 ms" in caught.value.next
    reached = sim.get_current_time()
    assert 0 < reached <= 200
    v = signal(cells).magnitude
    assert v.shape == (reached + 1, 3)
    assert np.isfinite(v[0]).all()
    assert not np.isfinite(v).all()


def test_a_run_that_diverges_continues_and_warns_on_request():
    cells = coarse(on_divergence="warn")
    with pytest.warns(RuntimeWarning, match="SL_DIVERGED"):
        sim.run(200.0)
    assert sim.get_current_time() == 200
    assert signal(cells).shape == (201, 3)
    with pytest.raises(ValueError, match="on_divergence"):
        sim.setup(on_divergence="ignore")
