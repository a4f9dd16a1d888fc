"""A sweep on a Ray cluster of two nodes gives the bits of one machine, even if it was killed halfway."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet
import pytest
import ray
from ray.cluster_utils import Cluster
from test_link_faults import wait_until
from test_sweeps import RATE, outcome_of, record

import spikeloom as sl
from spikeloom import SpikeLoomError
from spikeloom.ray_runner import run_job, run_on_ray

RANGES = {"set": {RATE: "linspace(1kHz,10kHz,10)"}, "seeds": 4, "plots": False}
#: The last run takes seconds, even on a fast machine, so whoever waits for five of the others can kill it in time.
LENGTHS = {"set": {"duration": [*(f"{k} ms" for k in range(1, 20)), "120 s"]}, "plots": False}
TESTS = str(Path(__file__).parent)


@pytest.fixture(scope="module")
def cluster():
    """Return a cluster of two nodes with one core each."""
    paths = [TESTS, str(Path(sl.__file__).parents[1])]
    os.environ["PYTHONPATH"] = os.pathsep.join([*paths, os.environ.get("PYTHONPATH", "")])
    both = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    both.add_node(num_cpus=1)
    both.wait_for_nodes()
    ray.init(address=both.address, log_to_driver=False)
    yield both
    ray.shutdown()
    both.shutdown()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the results of the sweep on one machine."""
    out = tmp_path_factory.mktemp("whole") / "whole.h5"
    return outcome_of(sl.sweep(record(), **RANGES, out=out, workers=2))


def test_forty_runs_on_two_nodes_have_the_bits_of_one_machine(cluster, whole, tmp_path):
    nodes = {node["NodeID"] for node in ray.nodes() if node["Alive"]}
    assert len(nodes) == 2
    assert ray.cluster_resources()["CPU"] == 2
    on_ray = sl.sweep(record(), **RANGES, out=tmp_path / "ray.h5", runner="ray")
    assert outcome_of(on_ray) == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ray.csv", "ray.h5"]


SCRIPT = """
import os, sys, ray
import spikeloom as sl
from test_sweeps_on_ray import LENGTHS, record
ray.init(address=sys.argv[1], log_to_driver=False)
sl.sweep(record(), **LENGTHS, out=sys.argv[2], runner="ray")
"""


def test_a_killed_sweep_resumes_with_the_same_bits(cluster, tmp_path):
    out = tmp_path / "killed.h5"
    script = subprocess.Popen([sys.executable, "-c", SCRIPT, cluster.address, str(out)])

    def kept():
        return {p.name for p in (tmp_path / "killed.runs").glob("*.h5") if p.stem.isdigit()}

    wait_until(lambda: len(kept()) >= 5 or script.poll() is not None, 120)
    script.send_signal(signal.SIGKILL)
    script.wait()
    assert 5 <= len(kept()) < 20
    resumed = sl.sweep(record(), **LENGTHS, out=out, runner="ray")
    unhurt = sl.sweep(record(), **LENGTHS, out=tmp_path / "unhurt.h5", workers=2)
    assert outcome_of(resumed) == outcome_of(unhurt)


def test_the_parquet_table_has_the_same_columns(tmp_path):
    values = {"set": {"duration": ["1 ms", "80 ms"], "precision": ["f64", "f32"]}, "plots": False}
    sweep = sl.sweep(record(), **values, out=tmp_path / "table.h5", parquet=True)
    table = parquet.read_table(tmp_path / "table.parquet")
    columns = sweep.columns()
    assert table.column_names == list(columns)
    for name, values in columns.items():
        # A null there is empty in CSV.
        read = [float("nan") if one is None else one for one in table[name].to_pylist()]
        np.testing.assert_array_equal(read, values)
    assert table["E.cv"].null_count == 2
    types = {name: str(table.schema.field(name).type) for name in table.column_names}
    assert types["seed"] == "int64" and types["duration (ms)"] == "double"
    assert types["precision"] == "string" and types["diverged"] == "bool"


def test_errors_of_a_node_have_a_code_and_a_job(cluster, tmp_path):
    node, result, error = run_job("{}", 3, "0.0.0")
    assert (result, error[0]) == (b"", "SL_SWEEP_NODE")
    assert node in error[4]
    gone = {"plan": str(tmp_path / "plan.json"), "folder": str(tmp_path), "jobs": [7]}
    Path(gone["plan"]).write_text('{"format": "spikeloom-sweep-plan", "version": 2, "jobs": []}')
    with pytest.raises(SpikeLoomError) as raised:
        run_on_ray(gone)
    assert raised.value.code == "SL_SWEEP_PLAN"
    assert "job 7 on" in raised.value.place
