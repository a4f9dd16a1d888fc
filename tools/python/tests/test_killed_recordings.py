"""A recording run that is killed at any moment leaves a file that h5py reads, complete up to its last flush."""

import json
import os
import subprocess
from pathlib import Path

import h5py
import numpy as np
import pytest

SCRIPT = Path(__file__).parents[2] / "kill-recordings.ts"
COUNT = 50


@pytest.fixture(scope="module")
def kills(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kills")
    node = os.environ.get("SPIKELOOM_NODE", "node")
    command = [node, "--conditions=@spikeloom/source", str(SCRIPT), str(folder), str(COUNT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads((folder / "kills.json").read_text())
    with h5py.File(found["reference"]) as reference:
        yield reference, found["kills"]


def steps_of(times, dt):
    return np.rint(times[:] / dt).astype(int)


def check_prefix(killed, whole, dt, steps):
    """Compare a group of spikes or samples with the part of the complete run up to a step."""
    rows = int(np.count_nonzero(steps_of(whole["times"], dt) <= steps))
    names = [name for name in ("times", "values") if name in whole]
    names += ["neurons"] if "values" not in whole else []
    for name in names:
        assert killed[name].shape[0] == rows
        np.testing.assert_array_equal(killed[name][:], whole[name][:rows])


def check_file(kill, reference):
    with h5py.File(kill["file"]) as file:
        steps, dt = file.attrs["steps"], file.attrs["dt"]
        assert file.attrs["interrupted"] == 1
        assert kill["leastSteps"] <= steps <= kill["mostSteps"]
        assert json.loads(file["network"][()])["seed"] == 5
        visited = []
        # Every object can be opened, with all of its HDF5 metadata.
        file.visititems(lambda name, node: visited.append((name, h5py.h5o.get_info(node.id))))
        assert len(visited) > 20
        assert file["populations/E"].attrs["spikes"] == len(file["spikes/E/times"])
        for name in ("E", "I"):
            check_prefix(file["spikes"][name], reference["spikes"][name], dt, steps)
        for name in ("E/v", "E/i_syn_exc", "I/v"):
            check_prefix(file["state"][name], reference["state"][name], dt, steps)
        return steps


def test_files_of_killed_runs_contain_everything_up_to_the_last_flush(kills):
    reference, killed = kills
    assert len(killed) == COUNT
    held = []
    for kill in killed:
        if Path(kill["file"]).exists():
            held.append(check_file(kill, reference))
        else:
            assert not kill["hasBegun"], "a run that has done a step has its file"
    # Most were killed after a flush: the comparison above is not one of empty files.
    assert np.count_nonzero(held) > COUNT / 2
    assert reference.attrs["interrupted"] == 0
