"""Tables of a result as read by pandas and pyarrow: the same numbers in CSV, Parquet and HDF5."""

import json
import os
import subprocess

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import spikeloom as sl
from spikeloom.link.command import find_command

NETWORK = {
    "format": "spikeloom-network",
    "version": 1,
    "duration": "100 ms",
    "seed": 3,
    "populations": {"E": {"model": "lif-curr-exp", "size": 5}},
    "stimuli": [
        {
            "kind": "poisson",
            "into": "E",
            "receptor": "excitatory",
            "rate": "8 kHz",
            "weight": "0.1 nA",
        }
    ],
    "record": [
        {"population": "E", "variables": ["spikes", "v", "i_syn_exc"], "every": "1 ms"}
    ],
}


@pytest.fixture(autouse=True)
def _result(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.json").write_text(json.dumps(NETWORK))
    command = [*find_command()[:-1], "run", "net.json", "--no-plots", "--quiet"]
    subprocess.run(command, check=True)


def test_tables_contain_the_same_numbers(tmp_path):
    made = sl.convert("results/net.h5", "parquet", out="tables")
    sl.convert("results/net.h5", "csv", out="csv")
    assert [os.path.basename(path) for path in made.written] == [
        "spikes.parquet",
        "samples-E.parquet",
    ]
    spikes = pd.read_parquet("tables/spikes.parquet")
    assert list(spikes.dtypes.astype(str)[["time_ms", "neuron"]]) == ["float64", "int32"]
    assert len(spikes) > 10
    written = pd.read_csv("csv/spikes.csv")
    assert np.array_equal(spikes["time_ms"], written["time_ms"])
    assert np.array_equal(spikes["neuron"], written["neuron"])
    assert set(spikes["population"]) == {"E"}
    samples = pq.read_table("tables/samples-E.parquet").to_pandas()
    long = pd.read_csv("csv/samples.csv")
    for variable, unit in (("v", "mV"), ("i_syn_exc", "nA")):
        one = long[long["variable"] == variable]
        assert set(one["unit"]) == {unit}
        assert np.array_equal(samples[f"{variable}_{unit}"], one["value"])
        assert np.array_equal(samples["time_ms"], one["time_ms"])
        assert np.array_equal(samples["neuron"], one["neuron"])
