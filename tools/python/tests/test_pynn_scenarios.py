"""PyNN's own system scenarios on SpikeLoom; collected if SPIKELOOM_PYNN_SOURCE names its sources."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from pynn_scenarios import NAME, SOURCE, source_tree

HERE = Path(__file__).resolve().parents[1]
PACKAGE = HERE.parents[1] / "packages" / "python"
# Scenarios for multi-compartment neurons, which are refused.
OF_COMPARTMENTS = {
    "test_mc_recording_at_locations",
    "test_mc_subthreshold_dc",
    "test_scenario5",
}
# 67, and one that PyNN does not collect by its name.
SCENARIOS = 68


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Return the outcome of each scenario, by its name."""
    tree = source_tree()
    assert tree is not None, f"{SOURCE} names no checkout of PyNN"
    folder = tmp_path_factory.mktemp("scenarios")
    report = folder / "report.xml"
    command = [
        sys.executable, "-m", "pytest", "-p", "pynn_scenarios", "-p", "no:cacheprovider", "-q",
        "-c", os.devnull, "--rootdir", str(tree), "-o", "python_functions=test* issue*",
        "-k", NAME, f"--junitxml={report}", str(tree / "test" / "system" / "scenarios"),
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(PACKAGE), str(HERE)])}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert report.exists(), done.stdout + done.stderr
    cases = ElementTree.parse(report).getroot().iter("testcase")
    return {case.get("name").split("[")[0]: outcome(case) for case in cases}


def outcome(case):
    for kind in ("failure", "error", "skipped"):
        found = case.find(kind)
        if found is not None:
            return f"{kind}: {found.get('message')}"
    return "passed"


def test_all_scenarios_of_point_neurons_pass(outcomes):
    wanted = {name: how for name, how in outcomes.items() if name not in OF_COMPARTMENTS}
    assert {name: how for name, how in wanted.items() if how != "passed"} == {}
    assert len(wanted) == SCENARIOS


def test_scenarios_of_multiple_compartments_do_not_pass(outcomes):
    assert {name for name in OF_COMPARTMENTS if outcomes[name] == "passed"} == set()
