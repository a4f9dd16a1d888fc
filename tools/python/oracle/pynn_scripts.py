"""Write networks as PyNN scripts with SpikeLoom, and run these on a backend in this process."""

import importlib.util
import json
import logging
import os
import subprocess
import warnings
from pathlib import Path

import h5py
import numpy as np

ROOT = Path(__file__).resolve().parents[3]
COMMAND = ROOT / "packages" / "cli" / "src" / "main.ts"


def write_script(network, folder, name="network"):
    """Convert a network; return the path of the script and what is lost."""
    folder = Path(folder) / name
    folder.mkdir()
    file = folder / "net.json"
    file.write_text(json.dumps({"format": "spikeloom-network", "version": 1, **network}))
    return convert(file, folder)


def convert(file, folder):
    """Convert a network file; return the path of the script and what is lost."""
    printed = _command("convert", file, "--to", "pynn", "--out", folder, "--json")
    return Path(folder) / "network.py", json.loads(printed)["losses"]


def read_spikes(file, step):
    """Read a result; return the spikes of each population as rows of step and neuron, in order."""
    with h5py.File(file) as opened:
        found = {}
        for name, spikes in opened["spikes"].items():
            steps = np.rint(spikes["times"][:] / step).astype(int)
            found[name] = sorted(zip(steps.tolist(), spikes["neurons"][:].tolist(), strict=True))
        return found


def run_file(file, step):
    """Run a network file; return the spikes of each population as rows of step and neuron, in order."""
    result = Path(file).with_suffix(".result.h5")
    _command("run", file, "--out", result, "--no-plots", "--quiet")
    return read_spikes(result, step)


def _command(*arguments):
    node = os.environ.get("SPIKELOOM_NODE", "node")
    command = [node, "--conditions=@spikeloom/source", str(COMMAND), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout


def run_script(path, backend="pyNN.nest"):
    """Run a script; return what it recorded, as arrays by name."""
    logging.getLogger("PyNN").setLevel(logging.ERROR)
    spec = importlib.util.spec_from_file_location(f"script_{path.parent.name}", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        simulator = importlib.import_module(backend)
        populations, projections, _currents = script.build(simulator)
        simulator.run(script.DURATION)
        return script.results(populations, projections)


def spike_rows(arrays, population, step):
    """Return spikes of a population as rows of step and neuron, in order."""
    neurons = arrays.get(f"spikes/{population}/neurons", [])
    times = arrays.get(f"spikes/{population}/times", [])
    return sorted((round(time / step), int(neuron)) for neuron, time in zip(neurons, times, strict=True))
