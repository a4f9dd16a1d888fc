"""Data survives the link unchanged, and failures are reported where they are requested."""

import os

import numpy as np
import pytest
from oracle.servers import ECHO, simulator

from spikeloom import SpikeLoomError
from spikeloom.link import Link, Lists, command


@pytest.fixture(scope="module")
def process():
    with Link(ECHO) as one:
        yield one


@pytest.fixture
def link(process):
    process.call("pynn.setup", timestep=0.1)
    return process


def add(link, **fields):
    cell = {"standard": "SpikeSourceArray"}
    return link.call("pynn.add_population", **{"label": "p", "size": 2, "cell": cell, **fields})


@pytest.mark.parametrize("count", [0, 1, 1000, 2**14 - 1, 2**14, 2**20])
def test_arrays_are_returned_bit_by_bit(link, count):
    values = np.random.default_rng(3).standard_normal(count)
    values[: count // 2 : 2] = np.nan
    number = link.call("pynn.add_current", kind="x", parameters={"values": values})
    got = link.call("pynn.get_current", current=number).values
    assert got.tobytes() == values.tobytes()
    assert got.flags.writeable and got.flags.aligned
    assert os.listdir(link._arrays.folder) == []


@pytest.mark.parametrize(
    "values",
    [[1, 2, 3], (1.5, 2.5), np.arange(6)[::2], np.arange(3, dtype="f4"), np.array([True, False])],
)
def test_arrays_are_doubles_whatever_they_were(link, values):
    number = link.call("pynn.add_current", kind="x", parameters={"values": values})
    got = link.call("pynn.get_current", current=number).values
    assert got.tolist() == [float(one) for one in values]


@pytest.mark.parametrize("value", [3, 2.5, np.float32(0.5), np.int64(7), np.array(4.0)])
def test_one_number_applies_to_all(link, value):
    ends = {"source": 0, "target": 0, "receptor": "e", "synapse": {"standard": "StaticSynapse"}}
    which = np.zeros(4, int)
    fields = {"label": "x", **ends, "sources": which, "targets": which}
    number = link.call("pynn.add_projection", **fields, attributes={"weight": value})
    got = link.call("pynn.get_connections", projection=number, attribute="weight").values
    assert got.tolist() == [float(value)] * 4


def test_attributes_of_some_connections_are_set(link):
    ends = {"source": 0, "target": 0, "receptor": "e", "synapse": {"standard": "StaticSynapse"}}
    fields = {"label": "x", **ends, "sources": np.zeros(4, int), "targets": np.arange(4)}
    number = link.call("pynn.add_projection", **fields, attributes={"weight": 1.0})
    which = np.array([3, 1])
    call = {"projection": number, "connections": which}
    link.call("pynn.set_connections", **call, attributes={"weight": np.array([5.0, 6.0])})
    got = link.call("pynn.get_connections", projection=number, attribute="weight").values
    assert got.tolist() == [1, 6, 1, 5]


def test_lists_spikes_and_signals(link):
    trains = Lists.of([[1, 2], [], [3]])
    p = add(link, size=3, parameters={"spike_times": trains, "v": np.arange(6.0)})
    link.send("pynn.record", population=p, variable="spikes", neurons=np.arange(3))
    spikes = link.call("pynn.get_spikes", population=p)
    assert spikes.times.tolist() == [1, 2, 3]
    assert spikes.neurons.dtype == np.uint32
    signal = link.call("pynn.get_signal", population=p, variable="v")
    assert signal.values.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert (signal.start, signal.interval) == (0.0, 0.1)


def test_numbers_progress_and_runs(link):
    assert [add(link), add(link)] == [0, 1]
    seen = []
    reached = link.call("pynn.run", until=350.0, on_progress=lambda at: seen.append(at.time))
    assert (reached.time, reached.interrupted, reached.failure) == (350.0, False, None)
    assert 1 <= len(seen) <= 4 and sorted(seen) == seen


def test_a_network_is_written(link, tmp_path):
    assert link.call("pynn.write_network", path=str(tmp_path / "n.json")) == ["nothing"]
    assert (tmp_path / "n.json").exists()


def test_an_error_in_a_pipeline_stops_later_requests(link):
    p = add(link)
    link.send("pynn.set_parameters", population=p, parameters={"v": 1.0})
    link.send("pynn.set_parameters", population=9, parameters={"v": np.zeros(2**15)})
    for _ in range(3):
        try:
            link.send("pynn.set_parameters", population=p, parameters={"v": 2.0})
        except SpikeLoomError as error:
            # The reply may already be there.
            failure = error
            break
    else:
        with pytest.raises(SpikeLoomError) as raised:
            link.call("pynn.run", until=1e9)
        failure = raised.value
    assert (failure.code, failure.place, failure.got) == ("SL_MEMORY", "echo.size", "9")
    assert "SL_MEMORY at echo.size: " in str(failure)
    # It is reported once, and the link continues to work.
    assert link.call("pynn.run", until=0.0).time == 0.0
    assert add(link) == 1
    assert os.listdir(link._arrays.folder) == []


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"size": -1}, "pynn.add_population.size"),
        ({"size": 2**32}, "pynn.add_population.size"),
        ({"size": 1.5}, "pynn.add_population.size"),
        ({"label": 3}, "pynn.add_population.label"),
        ({"nonsense": 3}, "pynn.add_population"),
        ({"cell": "IF_curr_exp"}, "pynn.add_population.cell"),
        ({"cell": {"name": "x"}}, "pynn.add_population.cell"),
        ({"parameters": {"a": "b"}}, "pynn.add_population.parameters.a"),
        ({"parameters": {"a": ["b"]}}, "pynn.add_population.parameters.a"),
        ({"initial": {"v": Lists.of([[1.0]])}}, "pynn.add_population.initial.v"),
    ],
)
def test_fields_are_checked_before_they_are_sent(link, fields, place):
    with pytest.raises(SpikeLoomError) as raised:
        add(link, **fields)
    assert (raised.value.code, raised.value.place) == ("SL_LINK_VALUE", place)
    assert add(link) == 0


@pytest.mark.parametrize("neurons", [[-1], [2**32], [0.5], ["a"]])
def test_indices_are_never_wrapped(link, neurons):
    with pytest.raises(SpikeLoomError) as raised:
        link.send("pynn.record", population=0, variable="v", neurons=neurons)
    assert raised.value.code == "SL_LINK_VALUE"


def test_an_unknown_call_is_refused(link):
    with pytest.raises(SpikeLoomError, match="SL_LINK_VALUE at call"):
        link.call("fly")


def test_a_clone_finds_its_built_command(monkeypatch, tmp_path):
    monkeypatch.delenv("SPIKELOOM_COMMAND")
    monkeypatch.setenv("SPIKELOOM_NODE", "node")
    packages = tmp_path.resolve() / "packages"
    monkeypatch.setattr(command, "__file__", str(packages / "python/spikeloom/link/command.py"))
    with pytest.raises(SpikeLoomError, match="SL_LINK_START.*Build the clone"):
        command.find_command()
    built = packages / "cli/dist/command/main.js"
    built.parent.mkdir(parents=True)
    built.touch()
    assert command.find_command() == ["node", str(built), "link"]


def test_the_command_runs_a_simulation():
    with Link(simulator()) as link:
        link.call("pynn.setup", timestep=0.1, seed=1, convention="nest", workers=2)
        fields = {"cell": {"standard": "IF_curr_exp"}, "parameters": {"i_offset": [0.0, 1.0]}}
        p = link.call("pynn.add_population", label="p", size=2, **fields)
        link.send("pynn.record", population=p, variable="spikes", neurons=np.arange(2))
        link.send("pynn.record", population=p, variable="v", neurons=[0], interval=1.0)
        assert link.call("pynn.run", until=100.0)[:2] == (100.0, False)
        neurons, times = link.call("pynn.get_spikes", population=p)
        assert set(neurons) == {1} and len(times) > 2
        assert link.call("pynn.get_signal", population=p, variable="v").values.shape == (101, 1)
        with pytest.raises(SpikeLoomError) as raised:
            link.call("pynn.run", until=50.0)
        assert raised.value.place == "run"
