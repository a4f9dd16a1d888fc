"""Exported SONATA: libsonata reads it, and BMTK runs it on NEST with the same spikes."""

import json
import subprocess

import h5py
import libsonata
import numpy as np
import pytest
from bmtk.utils.reports import CompartmentReport
from conftest import COMMAND, NODE
from oracle import sonata_circuits as sonata

SIZES = {"E": 20, "I": 8, "in": 15}


def network(seed):
    """Draw a network of two templates with rule-based connections, and a current."""
    chance = np.random.default_rng(seed)
    times = [
        sorted({round(int(step) * sonata.STEP_MS, 1) for step in chance.integers(10, 2900, 18)})
        for _ in range(SIZES["in"])
    ]
    excitatory = {"receptor": "excitatory", "connector": {"kind": "fixed-probability", "p": 0.3}}
    inhibitory = {"receptor": "inhibitory", "connector": {"kind": "fixed-indegree", "n": 3}}
    delay = {"draw": "uniform", "low": "0.5 ms", "high": "4 ms"}
    return {
        "format": "spikeloom-network",
        "version": 1,
        "dt": "0.1 ms",
        "duration": "300 ms",
        "seed": seed,
        "populations": {
            "E": {
                "model": "lif-curr-exp",
                "size": SIZES["E"],
                "parameters": {"tau_m": {"draw": "uniform", "low": "10 ms", "high": "20 ms"}, "tau_syn_exc": "1.5 ms"},
                "positions": {"layout": "random", "low": [0, 0, 0], "high": [100, 50, 10]},
            },
            "I": {
                "model": "lif-cond-exp",
                "size": SIZES["I"],
                "parameters": {"c_m": "200 pF", "tau_m": "16 ms", "v_reset": "-65 mV"},
            },
            "in": {"model": "spike-array", "size": SIZES["in"], "times": times},
        },
        "projections": [
            {"name": "drive E", "from": "in", "to": "E", "weight": {"draw": "uniform", "low": "300 pA", "high": "700 pA"}, **excitatory},
            {"name": "drive I", "from": "in", "to": "I", "weight": "6 nS", **excitatory},
            {"name": "EI", "from": "E", "to": "I", "weight": "2 nS", "delay": delay, **excitatory},
            {"name": "IE", "from": "I", "to": "E", "weight": "-60 pA", "delay": delay, **inhibitory},
            {"name": "II", "from": "I", "to": "I", "weight": "2.5 nS", **inhibitory},
        ],
        "stimuli": [
            {"kind": "steps", "into": "E", "neurons": {"until": 4}, "times": ["50 ms", "120 ms"], "values": ["400 pA", "0 pA"]}
        ],
        "record": [
            {"population": "E", "variables": ["spikes"]},
            {"population": "I", "variables": ["spikes"]},
            {"population": "I", "variables": ["v"], "neurons": {"until": 2}},
        ],
    }  # fmt: skip


@pytest.fixture(scope="module", params=[1, 2])
def written(request, spikeloom, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    path = folder / "network.json"
    path.write_text(json.dumps(network(request.param)))
    out = folder / "circuit"
    said = json.loads(spikeloom("convert", path, "--to", "sonata", "--out", out, "--json"))
    assert said["losses"] == []
    return path, out


def ours(path, spikeloom):
    """Run the network here; return (step, neuron) of each spike by population, and potentials."""
    result = path.parent / "result.h5"
    spikeloom("run", path, "--out", result, "--no-plots", "--quiet", "--overwrite")
    with h5py.File(result) as file:
        spikes = {}
        for name in ("E", "I"):
            group = file["spikes"][name]
            steps = np.rint(group["times"][:] / sonata.STEP_MS).astype(int)
            pairs = np.column_stack([steps, group["neurons"][:].astype(int)])
            spikes[name] = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        (state,) = [group for name, group in file["state"].items() if name.startswith("I")]
        return spikes, state["v"]["times"][:], state["v"]["values"][:]


def test_bmtk_reproduces_spikes_and_potentials(written, spikeloom):
    path, out = written
    theirs = sonata.run_bmtk(out / "simulation_config.json")
    spikes, times, values = ours(path, spikeloom)
    for name, pairs in spikes.items():
        assert len(pairs) > 30
        np.testing.assert_array_equal(pairs, sonata.read_spikes(theirs / "spikes.h5", name))
    with h5py.File(theirs / "report_2.h5") as file:
        data = file["report/I/data"][:]
    # NEST records from the end of the first step on.
    first = np.searchsorted(times, sonata.STEP_MS - 1e-9)
    count = min(len(data), len(values) - first)
    # NEST writes potentials as text with three decimals.
    np.testing.assert_allclose(values[first : first + count], data[:count], rtol=0, atol=0.5001e-3)
    assert count > 2900


def test_libsonata_reads_nodes_and_edges(written):
    _, out = written
    for name, size in SIZES.items():
        nodes = libsonata.NodeStorage(str(out / "network" / f"{name}_nodes.h5")).open_population(name)
        assert nodes.size == size
    nodes = libsonata.NodeStorage(str(out / "network" / "E_nodes.h5")).open_population("E")
    assert {"x", "y", "z"} <= set(nodes.attribute_names)
    assert nodes.get_attribute("y", nodes.select_all()).max() <= 50
    edges = libsonata.EdgeStorage(str(out / "network" / "drive_E_edges.h5")).open_population("drive E")
    assert (edges.source, edges.target) == ("in", "E")
    everything = edges.select_all()
    sources, targets = edges.source_nodes(everything), edges.target_nodes(everything)
    assert edges.get_attribute("syn_weight", everything).min() >= 100
    for node in range(SIZES["in"]):
        own = edges.efferent_edges([node]).flatten()
        np.testing.assert_array_equal(np.sort(own), np.flatnonzero(sources == node))
    for node in range(SIZES["E"]):
        own = edges.afferent_edges([node]).flatten()
        np.testing.assert_array_equal(np.sort(own), np.flatnonzero(targets == node))


def test_libsonata_reads_spikes_and_configurations(written):
    _, out = written
    spikes = libsonata.SpikeReader(str(out / "inputs" / "in_spikes.h5"))["in"]
    assert spikes.time_units == "ms"
    assert len(spikes.get()) > 100
    config = json.loads((out / "simulation_config.json").read_text())
    assert set(json.loads((out / "node_sets.json").read_text())) >= set(SIZES)
    assert config["run"] == {"tstop": 300, "dt": 0.1, "random_seed": config["run"]["random_seed"]}


def test_both_names_refer_to_the_same_list(written):
    _, out = written
    with h5py.File(out / "network" / "EI_edges.h5") as file:
        assert file.attrs["magic"] == 0x0A7A
        np.testing.assert_array_equal(file.attrs["version"], [0, 1])
        for way in ("source_to_target", "target_to_source"):
            group = file["edges/EI/indices"][way]
            assert group["node_id_to_range"] == group["node_id_to_ranges"]
        assert file["edges/EI/0/delay"].compression is None


def test_spikes_and_reports_of_a_result_are_read(written, spikeloom, tmp_path):
    path, _ = written
    spikes, times, values = ours(path, spikeloom)
    result = path.parent / "result.h5"
    command = [NODE, str(COMMAND), "convert", str(result), "--to", "sonata", "--out", str(tmp_path)]
    # 3: no report contains the network.
    assert subprocess.run(command, capture_output=True, check=False).returncode == 3
    reader = libsonata.SpikeReader(str(tmp_path / "spikes.h5"))
    for name, pairs in spikes.items():
        found = [(round(time / sonata.STEP_MS), node) for node, time in reader[name].get()]
        np.testing.assert_array_equal(sorted(found), pairs)
        np.testing.assert_array_equal(sonata.read_spikes(tmp_path / "spikes.h5", name), pairs)
    report = libsonata.SomaReportReader(str(tmp_path / "I_v.h5"))["I"]
    assert report.get_node_ids() == [0, 1]
    assert (report.data_units, report.time_units) == ("mV", "ms")
    frame = report.get()
    np.testing.assert_allclose(frame.data, values, rtol=1e-6)
    np.testing.assert_allclose(frame.times, times, atol=1e-6)
    theirs = CompartmentReport(str(tmp_path / "I_v.h5"), "r")
    np.testing.assert_array_equal(theirs.data(population="I"), np.float32(values))


CURRENTS = [
    {"kind": "sine", "into": "E", "amplitude": "300 pA", "offset": "250 pA", "frequency": "20 Hz", "start": "5 ms", "stop": "180 ms"},
    {"kind": "time-array", "into": "I", "values": [0, 0.3, 0.6, 0.1, 0, 0.45], "every": "37 ms"},
    {"kind": "steps", "into": "E", "neurons": {"until": 6}, "times": ["190 ms", "215 ms", "240 ms"], "values": ["500 pA", "350 pA", "0 pA"]},
    {"kind": "formula", "into": "E", "neurons": {"from": 12}, "value": "i * 15 * pA * (1 + sin(t / (4 * ms)))", "start": "20 ms", "stop": "60 ms"},
]  # fmt: skip


def test_bmtk_injects_the_same_currents(spikeloom, tmp_path):
    path = tmp_path / "network.json"
    values = [f"{value} nA" for value in CURRENTS[1]["values"]]
    stimuli = [CURRENTS[0], {**CURRENTS[1], "values": values}, *CURRENTS[2:]]
    path.write_text(json.dumps({**network(3), "stimuli": stimuli}))
    out = tmp_path / "circuit"
    said = json.loads(spikeloom("convert", path, "--to", "sonata", "--out", out, "--json"))
    assert said["losses"] == []
    theirs = sonata.run_bmtk(out / "simulation_config.json")
    spikes, times, values = ours(path, spikeloom)
    for name, pairs in spikes.items():
        assert len(pairs) > 30
        np.testing.assert_array_equal(pairs, sonata.read_spikes(theirs / "spikes.h5", name))
    with h5py.File(theirs / "report_2.h5") as file:
        data = file["report/I/data"][:]
    first = np.searchsorted(times, sonata.STEP_MS - 1e-9)
    count = min(len(data), len(values) - first)
    np.testing.assert_allclose(values[first : first + count], data[:count], rtol=0, atol=0.5001e-3)
    # Read back, the circuit gives the same spikes.
    spikeloom("run", out / "simulation_config.json", "--out", tmp_path / "again.h5", "--no-plots", "--quiet", "--overwrite")  # fmt: skip
    for name, pairs in spikes.items():
        np.testing.assert_array_equal(pairs, sonata.read_spikes(out / "output" / "spikes.h5", name))
