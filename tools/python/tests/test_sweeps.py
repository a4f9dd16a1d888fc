"""A sweep from Python gives the bits of the command, stops and resumes, and reports errors by code."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from test_link_faults import is_alive, wait_until

import spikeloom as sl
from spikeloom import SpikeLoomError
from spikeloom.sweeps import _number_text

#: Of the swept parameter.
RATE = "stimuli[0].rate"


def record():
    """Create a network driven by noise, whose numbers are arrays."""
    current = {"values": np.linspace(0.1, 0.4, 20), "unit": "nA"}
    return {
        "format": "spikeloom-network",
        "version": 1,
        "duration": "100 ms",
        "seed": 3,
        "populations": {
            "E": {"model": "lif-curr-exp", "size": 20, "parameters": {"i_offset": current}}
        },
        "stimuli": [
            {
                "kind": "poisson",
                "into": "E",
                "receptor": "excitatory",
                "rate": "8 kHz",
                "weight": "0.05 nA",
            }
        ],
        "record": [{"population": "E", "variables": ["spikes"]}],
    }


RANGES = {"set": {RATE: {"values": np.array([4.0, 8.0]), "unit": "kHz"}}, "seeds": 2}


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def outcome_of(sweep):
    """Return the bytes of the results and of the table."""
    return Path(sweep.results).read_bytes(), Path(sweep.table).read_bytes()


def test_a_sweep_writes_one_row_per_run_to_one_file_and_nothing_else():
    sweep = sl.sweep(record(), **RANGES, workers=2, since="20 ms", plots=False)
    columns = sweep.columns()
    assert columns["job"].tolist() == [0, 1, 2, 3]
    assert columns["seed"].tolist() == [3, 4, 3, 4]
    assert columns[f"{RATE} (kHz)"].tolist() == [4.0, 4.0, 8.0, 8.0]
    assert columns["diverged"].tolist() == [False] * 4
    assert np.all(columns["E.rate (1/s)"][2:] > columns["E.rate (1/s)"][:2])
    assert len(set(columns["spike_hash"])) == 4
    assert sorted(os.listdir()) == ["results"]
    assert sorted(os.listdir("results")) == ["network-sweep.csv", "network-sweep.h5"]
    # One worker, and lists instead of arrays and counts: the same bits.
    lists = {"set": {RATE: ["4 kHz", "8 kHz"]}, "seeds": [3, 4]}
    again = sl.sweep(record(), **lists, since="20 ms", out="one.h5", plots=False)
    assert outcome_of(again) == outcome_of(sweep)


@pytest.mark.parametrize("values", [(np.array([4.0, 8.0]), "kHz"), ([4, 8], "kHz")])
def test_values_carry_their_unit_as_a_pair(values):
    sweep = sl.sweep(record(), set={RATE: values}, plots=False)
    assert sweep.columns()[f"{RATE} (kHz)"].tolist() == [4.0, 8.0]


def test_errors_have_codes_and_nothing_runs():
    def code_of(**arguments):
        with pytest.raises(SpikeLoomError) as raised:
            sl.sweep(record(), **arguments)
        return raised.value.code, raised.value.next

    code, following = code_of(set={"populations.E.parameters.tau_n": [1]})
    assert (code, following) == (
        "SL_NETWORK_PATH",
        'Did you mean "populations.E.parameters.tau_m"?',
    )
    assert code_of(set={RATE: ["1 kHz", "-1 kHz"]})[0] == "SL_VALUE"
    assert code_of(set={RATE: 5})[0] == "SL_LINK_VALUE"
    assert code_of(set={RATE: [object()]})[0] == "SL_LINK_VALUE"
    assert code_of(length="1 s")[0] == "SL_LINK_VALUE"
    assert code_of(runner="slurm")[0] == "SL_LINK_VALUE"
    assert os.listdir() == []


def test_missing_ray_is_reported(monkeypatch):
    # Like an import of a missing package.
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "spikeloom.ray_runner", raising=False)
    with pytest.raises(SpikeLoomError) as raised:
        sl.sweep(record(), **RANGES, runner="ray")
    assert raised.value.code == "SL_SWEEP_RAY"
    assert 'pip install -e "./packages/python[ray]"' in raised.value.next


def test_numbers_are_written_like_those_of_the_command():
    values = [1e-7, 1.5e-7, 1e-6, 0.00012, 1e16, 1e20, 1e21, 1.25e22, 100.0, 0.1, -2.5, -0.0, 7]
    texts = ["1e-7", "1.5e-7", "0.000001", "0.00012", "10000000000000000", "100000000000000000000"]
    texts += ["1e+21", "1.25e+22", "100", "0.1", "-2.5", "0", "7"]
    assert [_number_text(one) for one in values] == texts
    assert [_number_text(one) for one in np.array([1e-7, 3.0])] == ["1e-7", "3"]
    for one in np.random.default_rng(1).normal(size=100) * 10.0 ** np.arange(-50, 50):
        assert float(_number_text(one)) == one


#: The last run takes seconds, even on a fast machine, so whoever waits for the earlier ones is in time.
LENGTHS = {"set": {"duration": ["1 ms", "2 ms", "3 ms", "120 s"]}}

SCRIPT = """
from test_sweeps import LENGTHS, record
import spikeloom as sl
sl.sweep(record(), **LENGTHS, out="killed.h5")
"""


def test_no_process_outlives_python_and_the_next_call_does_the_rest():
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    script = subprocess.Popen([sys.executable, "-c", SCRIPT], env=env)
    runs = Path("killed.runs")
    wait_until(lambda: len(list(runs.glob("[0-9].h5"))) >= 2 or script.poll() is not None, 60)
    children = Path(f"/proc/{script.pid}/task/{script.pid}/children").read_text().split()
    assert children
    script.send_signal(signal.SIGKILL)
    script.wait()
    wait_until(lambda: not any(is_alive(int(pid)) for pid in children))
    assert 2 <= len([path for path in runs.glob("*.h5") if path.stem.isdigit()]) < 4
    resumed = sl.sweep(record(), **LENGTHS, out="killed.h5", plots=False)
    whole = sl.sweep(record(), **LENGTHS, out="whole.h5", plots=False)
    assert outcome_of(resumed) == outcome_of(whole)
