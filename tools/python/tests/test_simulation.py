"""A network that Python loads runs as the command runs it, and reports errors with code and place."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from test_link_faults import is_alive, wait_until

import spikeloom as sl
from spikeloom import SpikeLoomError

ROOT = Path(__file__).resolve().parents[3]
SIZE = 40
CURRENTS = np.linspace(0.3, 1.5, SIZE)
PAIRS = np.array([[k % SIZE, (7 * k) % SIZE] for k in range(3 * SIZE)])
LEARNING = {"model": "r-stdp", "parameters": {"w_max": "400 pA"}}


def record(**changes):
    """Create a network whose numbers are arrays."""
    current = {"values": CURRENTS, "unit": "nA"}
    return {
        "format": "spikeloom-network",
        "version": 1,
        "duration": "50 ms",
        "populations": {
            "E": {"model": "lif-curr-exp", "size": SIZE, "parameters": {"i_offset": current}},
            "S": {"model": "spike-array", "size": 3},
        },
        "projections": [
            {
                "name": "learning",
                "from": "E",
                "to": "E",
                "receptor": "excitatory",
                "connector": {"kind": "pairs", "pairs": PAIRS},
                "weight": "100 pA",
                "delay": "1 ms",
                "plasticity": LEARNING,
            }
        ],
        "record": [{"population": "E", "variables": ["spikes", "v"], "neurons": {"until": 5}}],
        **changes,
    }


@pytest.fixture
def network():
    with sl.load(record()) as one:
        yield one


@pytest.fixture
def sim(network):
    with network.prepare(seed=3, workers=1) as one:
        yield one


def refused(attempt, *arguments, **options):
    with pytest.raises(SpikeLoomError) as raised:
        attempt(*arguments, **options)
    return raised.value


def listed(value):
    """Convert arrays to lists, as in a file."""
    return json.loads(json.dumps(value, default=lambda one: one.tolist()))


def test_a_network_runs_like_its_file_under_the_command(tmp_path, sim, spikeloom):
    file = tmp_path / "net.json"
    file.write_text(json.dumps(listed(record())))
    arguments = ("--json", "--seed", "3", "--no-plots", "--out", tmp_path / "out.h5")
    printed = json.loads(spikeloom("run", file, *arguments))
    assert sim.advance("20 ms") == 20
    assert sim.advance(300) == 50
    summary = sim.summary()
    assert summary.spike_hash in json.dumps(printed)
    assert (summary.neurons, summary.synapses) == (SIZE + 3, len(PAIRS))
    spikes = sim.spikes("E")
    assert summary.spike_counts == {"E": len(spikes.times), "S": 0}
    assert len(spikes.times) > 50 and (np.diff(spikes.times) >= 0).all()
    assert len(sim.spikes("E").times) == 0
    (recording,) = sim.recordings()
    assert recording.samples["v"].values.shape == (len(recording.samples["v"].times), 5)
    assert set(recording.spikes.neurons) <= set(range(5))
    with sl.load(file) as other, other.prepare(seed=3) as again:
        again.advance("50 ms")
        assert again.summary().spike_hash == summary.spike_hash


def test_state_and_synapses_are_read_and_set(network, sim):
    assert network.populations == {"E": SIZE, "S": 3}
    assert (network.projections, network.duration) == (["learning"], "50 ms")
    potentials = np.linspace(-70, -60, SIZE)
    sim.set("E", "v", potentials, "mV")
    assert np.allclose(sim.read("E", "v"), potentials, rtol=1e-14)
    sim.set("E", "v", "-65 mV")
    assert set(sim.read("E", "v")) == {-65}
    assert sim.read_values("E", "v").unit == "mV"
    synapses = sim.synapses("learning")
    assert (synapses.unit, set(synapses.delays)) == ("pA", {1.0})
    assert sorted(zip(synapses.sources, synapses.targets, strict=True)) == sorted(map(tuple, PAIRS))
    weights = np.arange(len(PAIRS), dtype=float)
    sim.set_synapses("learning", weights, "pA")
    assert sim.synapses("learning").values.tolist() == weights.tolist()
    sim.set_synapses("learning", sl.link.replies.Values(weights / 2, "pA"))
    assert sim.synapses("learning").values.tolist() == (weights / 2).tolist()
    sim.set_synapses("learning", 0.5, variable="eligibility")
    sim.set_modulator("learning", "reward", 2)
    sim.advance(1)
    sim.trigger("learning", "reward")
    sim.set_input("E", ["0.1 nA"] * SIZE)
    sim.send_spikes("S", [0, 2, 2])
    sim.advance(1)
    assert sim.spikes("S").neurons.tolist() == [0, 2, 2]
    # An event reaches a synapse after its delay.
    sim.advance("2 ms")
    assert (sim.synapses("learning").values[:4] > weights[:4] / 2).all()


FORMS = [
    lambda x: (x, "nA"),
    lambda x: {"values": x, "unit": "nA"},
    lambda x: (x.tolist(), "nA"),
    lambda x: {"values": list(x), "unit": "nA"},
    lambda x: sl.link.replies.Values(x, "nA"),
    lambda x: [f"{one} nA" for one in x],
]


@pytest.mark.parametrize("form", FORMS)
def test_numbers_carry_their_unit_in_each_form(sim, form):
    currents = np.linspace(0, 1, SIZE)
    sim.set_input("E", currents, "nA")
    saved = sim.save()
    sim.advance("10 ms")
    wanted = sim.summary().spike_hash
    sim.restore(saved)
    sim.set_input("E", "0 nA")
    sim.set_input("E", form(currents))
    sim.advance("10 ms")
    assert sim.summary().spike_hash == wanted
    weights = np.arange(len(PAIRS)) / 1000
    sim.set_synapses("learning", form(weights))
    assert np.allclose(sim.synapses("learning").values, 1000 * weights, rtol=1e-14)


@pytest.mark.parametrize("form", [(-61.0, "mV"), {"values": -61, "unit": "mV"}, "-61 mV"])
def test_one_number_carries_its_unit_in_each_form(sim, form):
    sim.set("E", "v", form)
    assert set(sim.read("E", "v")) == {-61}


@pytest.mark.parametrize(
    "value",
    [
        {"values": [0.1]},
        {"values": [0.1], "units": "nA"},
        {"values": "0.1 nA", "unit": "nA"},
        None,
        {0.1},
    ],
)
def test_invalid_values_are_refused_with_the_valid_forms(sim, value):
    error = refused(sim.set_input, "E", value)
    assert (error.code, error.place) == ("SL_LINK_VALUE", "simulation.set_input.value")
    assert '(x, "nA")' in error.next and '{"values": x, "unit": "nA"}' in error.next


def test_a_unit_is_given_once(sim):
    assert refused(sim.set_input, "E", (np.zeros(SIZE), "nA"), "pA").code == "SL_LINK_VALUE"
    sim.set_input("E", (np.zeros(SIZE), "nA"), "nA")


def test_a_record_may_contain_pairs_of_number_and_unit():
    static = {"receptor": "excitatory", "synapse": "static", "delay": (1.5, "ms")}
    static["connector"] = {"kind": "pairs", "pairs": np.array(PAIRS)}
    weights = np.arange(len(PAIRS)) / 1000
    ends = {"from": "E", "to": "E"}
    for weight in ((weights, "nA"), {"values": weights, "unit": "nA"}):
        source = record(projections=[{**ends, **static, "weight": weight}])
        with sl.load(source) as network, network.prepare() as sim:
            synapses = sim.synapses("E->E")
            assert set(synapses.delays) == {1.5}
            assert sorted(synapses.values) == pytest.approx(sorted(weights))


def test_a_simulation_resumes_from_a_checkpoint(network, sim):
    sim.advance("10 ms")
    saved = sim.save()
    sim.advance("30 ms")
    there = sim.summary().spike_hash
    sim.restore(saved)
    assert sim.time == 10
    sim.advance("30 ms")
    assert sim.summary().spike_hash == there
    with network.prepare(seed=3, start=saved) as again:
        again.advance("30 ms")
        assert again.summary().spike_hash == there
    assert refused(sim.advance, 1).code == "SL_LINK_ORDER"


def test_recordings_are_streamed_with_backpressure(network, sim):
    chunks = []
    for chunk in sim.stream("300 ms", spikes=["E"], samples=True, ahead=1):
        chunks.append(chunk)
        assert refused(sim.summary).code == "SL_LINK_ORDER"
    assert len(chunks) > 1 and sim.time == 300
    times = np.concatenate([chunk.spikes["E"].times for chunk in chunks])
    values = np.concatenate([one.values for chunk in chunks for one in chunk.samples])
    with network.prepare(seed=3) as again:
        again.advance("300 ms")
        assert again.spikes("E").times.tolist() == times.tolist()
        (recording,) = again.recordings()
        assert recording.samples["v"].values.tolist() == values.tolist()


def test_an_abandoned_stream_ends_its_run(sim):
    for _ in sim.stream("1000 s", spikes=["E"]):
        break
    stopped = sim.time
    assert 0 < stopped < 1e6
    assert sim.advance(10) == pytest.approx(stopped + 1)


def test_a_refused_network_keeps_the_previous_one(network):
    with network.prepare(seed=1, revisable=True) as one:
        one.advance(10)
        other = {"E": {"model": "none-such", "size": 7}}
        with pytest.raises(SpikeLoomError):
            network.revise(record(populations=other, projections=[], record=[]))
        assert (network.populations, network.projections) == ({"E": SIZE, "S": 3}, ["learning"])
        assert network.check() == []
        network.revise(record(record=[]))
        assert one.recordings() == []


def test_a_network_is_changed_during_a_run(network):
    with network.prepare(seed=3, revisable=True) as sim:
        sim.advance("10 ms")
        network.revise(record(record=[]))
        assert sim.advance("10 ms") == 20
        assert sim.recordings() == []


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (lambda sim: sim.read("F", "v"), "SL_STEPPING_NAME"),
        (lambda sim: sim.set("E", "v", [1.0, 2.0], "mV"), "SL_VALUE_LENGTH"),
        (lambda sim: sim.set("E", "v", "1 nA"), "SL_VALUE_DIMENSION"),
        (lambda sim: sim.advance("1 m"), "SL_"),
        (lambda sim: sim.advance(0.5), "SL_LINK_VALUE"),
        (lambda sim: sim.set("E", "v", {1}), "SL_LINK_VALUE"),
        (lambda sim: sim.set_modulator("learning", "reward", None), "SL_LINK_VALUE"),
        (lambda sim: sim.restore(b"no checkpoint"), "SL_CHECKPOINT_FORMAT"),
        (lambda sim: sim.restore("text"), "SL_LINK_VALUE"),
        (lambda sim: list(sim.stream("1 ms", spikes=["F"])), "SL_STEPPING_NAME"),
    ],
)
def test_invalid_calls_are_refused_and_the_simulation_continues(sim, attempt, code):
    assert refused(attempt, sim).code.startswith(code)
    assert sim.advance(10) == 1


@pytest.mark.parametrize("duration", [10.0, np.float64(10), np.float32(10), True, None, [1]])
def test_steps_are_integers_so_that_milliseconds_are_not_mistaken_for_them(sim, duration):
    for name in ("advance", "stream"):
        error = refused(lambda name=name: list(getattr(sim, name)(duration)))
        assert (error.code, error.place) == ("SL_LINK_VALUE", f"simulation.{name}")
        assert error.next == 'Write "10 ms" for a time, or 10 for that many steps of 0.1 ms.'
    assert sim.advance(np.int64(10)) == 1


@pytest.mark.parametrize(
    ("options", "place", "following"),
    [
        ({"dt": 0.1}, "simulation.prepare.options.dt", 'Write dt="0.1 ms".'),
        ({"backend": 3}, "simulation.prepare.options.backend", 'Write backend="clock".'),
        ({"workers": 1.5}, "simulation.prepare.options.workers", "Write workers=1."),
        ({"seed": -1}, "simulation.prepare.options.seed", "Write seed=1."),
        ({"keep": "no"}, "simulation.prepare.options.keep", "Write keep=True."),
        ({"worker": 2}, "simulation.prepare.options", "Write workers for worker."),
        ({"memory": "lots"}, "memory", 'Write memory="24GiB", "500 MB", or a number of bytes.'),
        ({"memory": [1]}, "simulation.prepare.options.memory", "Write memory=1.0."),
        ({"start": "text"}, "simulation.prepare.from", "Pass the bytes that save() returned."),
        ({"tier": "low"}, "options.tier", 'Write "exact".'),
    ],
)
def test_valid_options_are_stated_with_an_example(network, options, place, following):
    error = refused(network.prepare, **options)
    assert (error.code, error.place, error.next) == ("SL_LINK_VALUE", place, following)
    assert "argument" not in error.expected


@pytest.mark.parametrize("size", ["1GiB", "1 gib", "1048576 KiB", "1073741824", 2**30])
def test_memory_has_the_form_of_the_commands_option(network, size):
    with network.prepare(memory=size) as one:
        assert one.advance("1 ms") == 1
    assert refused(network.prepare, memory="1 KiB").code == "SL_MEMORY"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ([1], "load"),
        (None, "load"),
        (record(populations={"E": {"model": "lif-curr-exp", "size": {7}}}), "network.populations.E.size"),
        (record(record=[{"population": b"E"}]), "network.record[0].population"),
    ],
)
def test_an_invalid_network_is_refused_with_its_place(source, place):
    error = refused(sl.load, source)
    assert (error.code, error.place) == ("SL_LINK_VALUE", place)
    assert error.next.startswith("Write ")


def test_weights_are_set_with_the_signs_that_a_file_allows():
    static = {"receptor": "excitatory", "delay": "1 ms", "synapse": "static"}
    static["connector"] = {"kind": "all-to-all"}
    neurons = {"model": "lif-cond-exp", "size": 2}
    network = record(
        populations={"E": neurons},
        projections=[{"from": "E", "to": "E", "weight": "2 nS", **static}],
        record=[],
    )
    with sl.load(network) as one, one.prepare(seed=1, workers=1) as sim:
        weights = sim.synapses("E->E").values
        error = refused(sim.set_synapses, "E->E", -weights, sim.synapses("E->E").unit)
        assert (error.code, error.place) == ("SL_WEIGHT_SIGN", "setSynapses")
        assert np.all(sim.synapses("E->E").values == weights)


def test_a_run_that_diverges_reports_it_and_keeps_its_recordings():
    grown = {
        "kind": "neuron",
        "contract": 1,
        "name": "grown",
        "about": "Grows without bound.",
        "parameters": {},
        "state": {"x": {"initial": 1, "unit": "1", "about": "what grows"}},
        "dynamics": {"x": "x / (2*ms)"},
    }
    populations = {"E": {"model": "grown", "size": 2}}
    recorded = [{"population": "E", "variables": ["x"]}]
    changes = {"models": {"grown": grown}, "populations": populations, "projections": []}
    with sl.load(record(**changes, record=recorded)) as network:
        sim = network.prepare()
        assert refused(sim.advance, "10 s").code == "SL_DIVERGED"
        assert 1000 < sim.time <= 10_000
        (recording,) = sim.recordings()
        assert np.isfinite(recording.samples["x"].values[:1000]).all()
        with pytest.warns(RuntimeWarning, match="SL_DIVERGED"):
            assert network.prepare(on_divergence="warn").advance("10 s") == 10_000


def test_errors_of_a_network_are_reported_together(network):
    neurons = {"model": "lif-curr-ex", "size": 1}
    with sl.load(record(populations={"E": neurons, "S": {**neurons, "size": -1}})) as faulty:
        errors = faulty.check()
        assert len(errors) > 2
        assert ("SL_SIZE", "populations.S.size") in [(one.code, one.place) for one in errors]
        assert len(refused(faulty.prepare).others) == len(errors) - 1
    assert network.check() == []
    assert [one.code for one in network.check(backend="clok")] == ["SL_UNKNOWN_PLUGIN"]
    assert refused(network.prepare, speed=3).code == "SL_LINK_VALUE"
    assert refused(sl.load, {"format": "spikeloom-network"}).code.startswith("SL_")
    assert refused(sl.load, "/nonexistent/net.json").code == "SL_FILE_READ"


SCRIPT = """
import os, signal, sys, threading, time
import spikeloom
share = {"large": 0.1, "medium": 0.03, "small": 0.0}[sys.argv[1]]
many = {"model": "lif-curr-exp", "size": 20_000}
connector = {"kind": "fixed-probability", "p": share}
ends = {"from": "E", "to": "E", "receptor": "excitatory", "weight": "0.1 pA", "delay": "1 ms"}
network = spikeloom.load({
    "format": "spikeloom-network", "version": 1, "populations": {"E": many},
    "projections": [{**ends, "connector": connector}] if share > 0 else [],
})
def interrupt(after):
    threading.Timer(after, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    return time.monotonic() + after
"""


def script(body, size, **options):
    path = os.pathsep.join(sys.path)
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, "-c", SCRIPT + body, size]
    return subprocess.Popen(command, env=environment, text=True, **options)


@pytest.mark.parametrize("size", ["large", "small"])
def test_ctrl_c_ends_a_preparation_and_a_run(size):
    body = """
at = interrupt(1.5)
try:
    sim = network.prepare()
    sim.advance("10000 s")
except KeyboardInterrupt:
    # A run would take hours; the large preparation takes some seconds by itself.
    print(time.monotonic() - at < (30 if sys.argv[1] == "small" else 3), flush=True)
if sys.argv[1] == "small":
    time_was = sim.time
    print(0 < time_was < sim.advance(1))
"""
    process = script(body, size, stdout=subprocess.PIPE)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.split() == ["True"] * (2 if size == "small" else 1)


def test_ctrl_c_ends_a_restore_and_the_state_is_unchanged():
    body = """
sim = network.prepare()
sim.advance(1)
saved, was = sim.save(), sim.advance(2)
interrupt(0.2)
try:
    sim.restore(saved)
except KeyboardInterrupt:
    print(sim.time == was, flush=True)
print(sim.advance(1) > was)
sim.restore(saved)
print(sim.time < was)
"""
    process = script(body, "medium", stdout=subprocess.PIPE)
    out, _ = process.communicate(timeout=120)
    assert (process.returncode, out.split()) == (0, ["True"] * 3)


def test_progress_is_shown_only_in_a_terminal():
    terminal, end = pty.openpty()
    body = 'network.prepare(workers=1).advance("500 ms")\n'
    process = script(body, "medium", stderr=end)
    os.close(end)
    printed = b""
    while part := read(terminal):
        printed += part
    assert process.wait(60) == 0
    assert b"drawing synapses: " in printed and b" of 500 ms" in printed
    # The line is cleared at the end.
    assert printed.endswith(b"\r\x1b[K")
    silent = script('network.prepare().advance("2 s")\n', "small", stderr=subprocess.PIPE)
    assert silent.communicate(timeout=60)[1] == ""


def read(terminal):
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_the_process_ends_within_a_second_of_a_killed_client():
    body = """
print(network._link.pid, flush=True)
network.prepare().advance("10000 s")
"""
    process = script(body, "small", stdout=subprocess.PIPE)
    pid = int(process.stdout.readline())
    time.sleep(1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_until(lambda: not is_alive(pid), seconds=1)


def test_the_guide_runs(capsys):
    text = (ROOT / "docs/guides/python.md").read_text()
    prepared, batches = [part.split("```")[0] for part in text.split("```python\n")[1:]]
    exec(compile(prepared, "guide", "exec"), {})
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("400.0 ms: ")
    before, after = (int(word) for word in first.replace(";", "").split() if word.isdigit())
    assert before > 0 and after > 0
    assert second == "(4000,) (4000, 2)"
    exec(compile(batches, "guide", "exec"), {})
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    seeds, rates = rows[:4], rows[4:]
    assert [row[0] for row in seeds] == ["1", "2", "3", "4"]
    assert all(row[1] == row[2] and int(row[1]) > 0 for row in seeds)
    assert [row[:2] for row in rates] == [["7", "kHz"], ["8", "kHz"], ["9", "kHz"]]
    assert int(rates[0][2]) < int(rates[1][2]) < int(rates[2][2])
