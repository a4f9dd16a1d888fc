"""Compare LEMS simulations with jNeuroML and PyLEMS, column by column."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
from compare_lems import cases_in, verdicts_on

FILES = Path(__file__).parent / "lems"


def test_neuroml_types_against_jneuroml(tmp_path):
    """Without NeuroML's own definitions, ours give the traces and spikes that jNeuroML writes."""
    [case] = cases_in(FILES / "LEMS_neuroml.xml", tmp_path)
    [verdict] = verdicts_on(case)
    assert verdict.word == "agrees", f"{verdict.found.ratio} times the tolerance: {verdict.reason}"
    assert verdict.found.spikes > 20


def test_own_types_against_pylems(tmp_path, spikeloom):
    """Types that the file declares itself give the results of PyLEMS, whose rows are those of the previous step."""
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    for folder in (theirs, ours):
        folder.mkdir()
        shutil.copy(FILES / "LEMS_types.xml", folder)
    command = [Path(sys.executable).with_name("pylems"), "-nogui", "LEMS_types.xml"]
    subprocess.run([str(part) for part in command], cwd=theirs, check=True, capture_output=True)
    spikeloom("run", "LEMS_types.xml", "--no-plots", cwd=ours)
    since, v, pull = np.loadtxt(theirs / "types.dat").T[1:]
    mine = np.loadtxt(ours / "types.dat").T[1:]
    assert len(mine[0]) == len(since) + 1 == 1201
    assert np.abs(since - mine[0][1:]).max() < 1e-15
    assert since.max() > 0.00695
    # jLEMS shows what moves in regimes one row late. PyLEMS takes the time at the start of a step, so that what
    # changes with it does so one step later: 30 mV / 10 ms for 0.05 ms.
    assert np.abs(v[:-1] - mine[1][2:]).max() < 0.03 / 0.010 * 0.05e-3
    assert np.count_nonzero(np.diff(v) < -0.01) == 4
    assert np.count_nonzero(pull != mine[2][1:]) <= 1
