"""Only the wheel: an empty environment, no repository and no Node on the path."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from oracle.servers import NODE, ROOT

MOST_BYTES = 5 * 2**20

SCRIPT = """
import sys
import numpy as np
import spikeloom
from spikeloom.link import Link

assert spikeloom.__file__.startswith(sys.prefix), spikeloom.__file__
with Link() as link:
    link.call("pynn.setup", timestep=0.1, seed=3, workers=2)
    cell = {"standard": "IF_curr_exp"}
    n = 200
    fields = {"cell": cell, "parameters": {"i_offset": np.linspace(0, 2, n)}}
    p = link.call("pynn.add_population", label="p", size=n, **fields)
    ends = {"source": p, "target": p, "receptor": "excitatory"}
    which = np.arange(n)
    synapse = {"standard": "StaticSynapse"}
    link.call("pynn.add_projection", label="pp", **ends, synapse=synapse, sources=which,
              targets=np.roll(which, 1), attributes={"weight": 0.1, "delay": 1.0})
    link.send("pynn.record", population=p, variable="spikes", neurons=which)
    print(link.server, link.call("pynn.run", until=100.0).time)
    neurons, times = link.call("pynn.get_spikes", population=p)
    print(len(times), len(set(neurons)))
    print(link.call("pynn.write_network", path=sys.argv[1]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    tool = [NODE, str(ROOT / "tools/build-wheel.ts"), str(folder)]
    # The wheel is built by the Python that runs the tests.
    env = {**os.environ, "SPIKELOOM_PYTHON": sys.executable}
    done = subprocess.run(tool, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """Return the Python of an environment with the wheel and its dependencies."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    lock = ROOT / "tools/python/requirements.lock.txt"
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--constraint", lock, wheel], check=True)
    return python


@pytest.fixture(scope="module")
def python_with_brian2(python):
    """Return the same Python, to which Brian2 is added."""
    lock = ROOT / "tools/python/requirements.lock.txt"
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--constraint", lock, "brian2"], check=True)
    return python


def run(python, *arguments, cwd):
    # No Node, no repository, no settings of the tests.
    env = {"PATH": str(Path(python).parent), "HOME": str(cwd)}
    command = [str(python), *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=env, cwd=cwd, timeout=120
    )


def test_the_wheel_is_small_and_platform_independent(wheel):
    assert wheel.name.endswith("-py3-none-any.whl")
    assert wheel.stat().st_size < MOST_BYTES
    names = zipfile.ZipFile(wheel).namelist()
    assert {"spikeloom/py.typed", "spikeloom/_command/main.js"} <= set(names)
    assert not [name for name in names if "__pycache__" in name or name.endswith(".map")]


def test_the_link_runs_from_the_wheel(python, tmp_path):
    done = run(python, "-c", SCRIPT, tmp_path / "network.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    first, second, third = done.stdout.splitlines()
    assert first == "spikeloom 0.1.0 100.0"
    spikes, neurons = map(int, second.split())
    assert spikes > 500 and neurons > 90
    assert third == "[]"
    assert (tmp_path / "network.json").exists() and (tmp_path / "network-connections.h5").exists()


SWEEP = """
import spikeloom
E = {"model": "lif-curr-exp", "size": 4, "parameters": {"i_offset": "0.4 nA"}}
record = {"format": "spikeloom-network", "version": 1, "duration": "50 ms", "populations": {"E": E}}
values = {"populations.E.parameters.tau_m": "linspace(10ms, 30ms, 3)"}
sweep = spikeloom.sweep(record, set=values, workers=2, parquet=True)
print(*sorted(sweep.written), sweep.columns()["job"])
"""


def test_a_sweep_runs_from_the_wheel_on_several_workers(python, tmp_path):
    done = run(python, "-c", SWEEP, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    names = [f"results/network-sweep{end}" for end in ("-rate.svg", ".csv", ".h5", ".parquet")]
    assert done.stdout.split("\n")[0] == " ".join([*names, "[0 1 2]"])


MISSING = """
import spikeloom
record = {"format": "spikeloom-network", "version": 1, "populations": {"E": {"model": "lif", "size": 1}}}
try:
    spikeloom.load(record, plugins=["./missing.mjs"]).prepare()
except spikeloom.SpikeLoomError as error:
    print(error.code)
"""


def test_the_link_of_the_wheel_accepts_options_of_the_command(python, tmp_path):
    done = run(python, "-c", MISSING, cwd=tmp_path)
    assert done.stdout == "SL_FILE_READ\n", done.stderr


def test_the_readme_of_the_wheel_runs(python, tmp_path):
    text = (ROOT / "packages/python/README.md").read_text()
    use = text.split("\n## Use\n")[1].split("\n## ")[0]
    scripts = [block.split("```")[0] for block in use.split("```python\n")[1:]]
    assert scripts
    for script in scripts:
        done = run(python, "-c", script, cwd=tmp_path)
        assert done.returncode == 0, done.stderr


COUNT = """
import spikeloom

with spikeloom.load("model.json") as network, network.prepare() as sim:
    sim.advance(network.duration)
    print(len(sim.spikes("neurongroup").neurons))
"""


def test_the_guide_to_brian2_runs_from_the_wheel(python_with_brian2, tmp_path):
    text = (ROOT / "docs/guides/from-brian2.md").read_text()
    scripts = [block.split("```")[0] for block in text.split("```python\n")[1:]]
    assert scripts
    counts = []
    for script in scripts:
        # No compiler is on the path.
        done = run(python_with_brian2, "-c", script, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        counts.append(done.stdout.strip())
    # (1.5 - v) reaches 0.5 from a start below 0.5 in at most 10 ms * log(3) = 11 ms, four times in 50 ms.
    assert counts[0] == "[4 4 4 4 4 4 4 4 4 4]"
    captured = scripts[0].replace('set_device("spikeloom")', 'set_device("spikeloom", capture="model.json")')
    assert captured != scripts[0]
    done = run(python_with_brian2, "-c", captured, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = run(python_with_brian2, "-c", COUNT, cwd=tmp_path)
    assert done.stdout == "40\n", done.stderr
