"""Output of our HDF5 writer, read by h5py: random trees of groups, attributes and datasets."""

import json
import os
import subprocess
from pathlib import Path

import h5py
import numpy as np
import pytest

SCRIPT = Path(__file__).parents[1] / "write-trees.ts"
COUNT, SEED = 200, 20261124


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("trees")
    node = os.environ.get("SPIKELOOM_NODE", "node")
    command = [node, "--conditions=@spikeloom/source", str(SCRIPT), str(made), str(COUNT), str(SEED)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return made


def check_value(found, wanted):
    [(kind, value)] = wanted.items()
    if kind == "text":
        assert (found.decode() if isinstance(found, bytes) else found) == value
    elif kind == "texts":
        # Attributes are returned as str, datasets as bytes.
        assert [text.decode() if isinstance(text, bytes) else text for text in found] == value
    elif kind == "integer":
        assert found.dtype == np.int64
        assert int(found) == int(value)
    else:
        assert found.dtype == np.dtype(kind)
        # All NaNs are equal, whatever their bits.
        np.testing.assert_array_equal(np.atleast_1d(found), np.frombuffer(bytes.fromhex(value), kind))


def check_group(group, wanted):
    names = [name for name, _ in wanted["data"] + wanted["groups"]]
    assert sorted(group.keys()) == sorted(names)
    assert sorted(group.attrs.keys()) == sorted(name for name, _ in wanted["attributes"])
    for name, value in wanted["attributes"]:
        check_value(group.attrs[name], value)
    for name, value in wanted["data"]:
        check_value(group[name][()], value)
    for name, inner in wanted["groups"]:
        check_group(group[name], inner)


def test_random_trees_are_restored(folder):
    values = 0
    for k in range(COUNT):
        wanted = json.loads((folder / f"tree-{k}.json").read_text())
        values += len(wanted["attributes"]) + len(wanted["data"])
        with h5py.File(folder / f"tree-{k}.h5") as file:
            check_group(file, wanted)
    assert values > COUNT
