"""The command that compares Brian2's example scripts finds agreement and differences, and its table is published."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import brian2_examples

ROOT = Path(__file__).resolve().parents[3]

SCRIPT = """\
from brian2 import (NeuronGroup, SpikeMonitor, ms,
                    run, set_device)

set_device("cpp_standalone",
           build_on_run=True)
group = NeuronGroup(3, "dv/dt = (1.5 - v) / (10*ms) + 0.3 * xi / sqrt(ms) : 1", threshold="v > 1", reset="v = 0", method="euler")
monitor = SpikeMonitor(group)
run(100*ms)
assert monitor.num_spikes > 0
"""


def test_a_script_is_run_on_both_targets(tmp_path):
    (tmp_path / "noise.py").write_text(SCRIPT)
    command = [sys.executable, brian2_examples.__file__, str(tmp_path), "--limit", "300", "--cut", "50"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "1 of 1 scripts agree" in done.stdout, done.stdout + done.stderr
    row = next(line for line in done.stdout.splitlines() if line.startswith("noise.py: "))
    outcome = json.loads(row.removeprefix("noise.py: "))
    assert outcome["agrees"] == "exactly"
    assert (outcome["runs"], outcome["cut"]) == (1, 50)
    assert outcome["events"] > 3
    # The table has no such script, so that the command reports it.
    assert done.returncode == 1


def test_only_lines_that_select_a_device_change():
    changed = brian2_examples.with_device(SCRIPT, "spikeloom")
    assert 'build_on_run' not in changed
    assert changed.count('set_device("spikeloom")') == 1
    without = SCRIPT.replace('set_device("cpp_standalone",\n           build_on_run=True)\n', "")
    lines = brian2_examples.with_device(without, "numpy").splitlines()
    assert lines[1] == "                    run, set_device)"
    assert lines[2] == 'from brian2 import prefs; prefs.codegen.target = "numpy"'
    assert [*lines[:2], *lines[3:]] == without.splitlines()
    module = "import brian2 as b2\nb2.set_device('cpp_standalone')\nb2.prefs.codegen.target = 'cython'\n"
    assert "b2.set" not in brian2_examples.with_device(module, "spikeloom")
    assert "b2.prefs" not in brian2_examples.with_device(module, "spikeloom")


def test_differences_are_found():
    spikes = {"0 SpikeMonitor.i": np.array([1, 2]), "0 SpikeMonitor.t": np.array([0.1, 0.2]), "runs": np.array(0)}
    values = {"1 StateMonitor.v": np.array([1.0, -100.0, np.nan])}
    same = {**spikes, **values}
    assert brian2_examples.compare(same, {**same, "runs": np.array(1)}) == (0.0, None)
    nearly = {**same, "1 StateMonitor.v": np.array([1.0 + 2e-8, -100.0, np.nan])}
    difference, place = brian2_examples.compare(same, nearly)
    assert 1.9e-10 < difference < 2.1e-10
    assert place == "1 StateMonitor.v"
    for name, other in [
        ("0 SpikeMonitor.t", np.array([0.1, 0.2 + 1e-16])),
        ("0 SpikeMonitor.i", np.array([1, 3])),
        ("1 StateMonitor.v", np.array([1.0, -100.0])),
        ("1 StateMonitor.v", np.array([1.0, -100.0, 0.0])),
        ("2 StateMonitor.v", np.array([1.0])),
    ]:
        assert brian2_examples.compare(same, {**same, name: other})[0] == np.inf


def test_counts_over_seeds_must_lie_in_an_extended_range():
    theirs = [{"0 SpikeMonitor.count": count} for count in (100, 110, 104)]
    ours = [{"0 SpikeMonitor.count": count} for count in (92, 118, 100)]
    assert brian2_examples.spread(theirs, ours) is None
    assert brian2_examples.spread(theirs, [*ours, {"0 SpikeMonitor.count": 89}]) is not None


def test_the_guide_states_the_published_outcomes():
    published = json.loads(brian2_examples.PUBLISHED.read_text())
    agreeing = [one for one in published.values() if "agrees" in one]
    assert all(one["runs"] > 0 and one["values"] > 0 for one in agreeing)
    assert all("agrees" in one or one["reason"] for one in published.values())
    guide = " ".join((ROOT / "docs/guides/from-brian2.md").read_text().split())
    assert f"{len(agreeing)} of {len(published)} scripts agree" in guide
