"""Write networks as scripts of others with SpikeLoom, and run these in this process."""

import importlib.util
import json
import logging
import os
import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np

# Exit code of `convert` if it wrote a file with losses.
SOMETHING_LOST = 3
COMMANDS = Path(__file__).parents[1] / "run-commands.ts"


@dataclass
class Written:
    """SpikeLoom's results for a network: spikes by population, a script and its losses."""

    # Rows of step and neuron, in order.
    spikes: dict
    script: Path
    losses: list


def write_scripts(networks, folder, step, to="pynn"):
    """Run and convert networks by name in one process; a refusal replaces the result of its network."""
    files = {}
    for name, network in networks.items():
        place = Path(folder) / name
        place.mkdir()
        files[name] = place / "net.json"
        whole = {"format": "spikeloom-network", "version": 1, **network}
        files[name].write_text(json.dumps(whole))
    return convert_files(files, folder, step, to)


def convert_files(files, folder, step, to="pynn"):
    """Do the same for network files."""
    commands = []
    for file in files.values():
        made = file.with_suffix(".h5")
        commands.append(["run", file, "--out", made, "--no-plots", "--quiet", "--json"])
        commands.append(["convert", file, "--to", to, "--out", file.parent / to, "--json"])
    answers = iter(run_commands(commands, folder))
    return {name: _written(file, [next(answers), next(answers)], (step, to)) for name, file in files.items()}


def _written(file, answers, how):
    step, to = how
    for answer, fine in zip(answers, ({0}, {0, SOMETHING_LOST}), strict=True):
        if answer["code"] not in fine:
            return RuntimeError(answer["printed"] + answer["complained"])
    return Written(
        spikes=read_spikes(file.with_suffix(".h5"), step),
        script=file.parent / to / "network.py",
        losses=json.loads(answers[1]["printed"])["losses"],
    )


def run_commands(commands, folder):
    """Run `spikeloom` commands in one process; return exit codes and output."""
    file = Path(folder) / "commands.json"
    file.write_text(json.dumps([[str(word) for word in command] for command in commands]))
    node = os.environ.get("SPIKELOOM_NODE", "node")
    command = [node, "--conditions=@spikeloom/source", str(COMMANDS), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stdout + done.stderr)
    return json.loads(Path(f"{file}.answers").read_text())


def read_spikes(file, step):
    """Read a result; return the spikes of each population as rows of step and neuron, in order."""
    with h5py.File(file) as opened:
        found = {}
        for name, spikes in opened["spikes"].items():
            steps = np.rint(spikes["times"][:] / step).astype(int)
            found[name] = sorted(zip(steps.tolist(), spikes["neurons"][:].tolist(), strict=True))
        return found


def load_script(path):
    """Load a script as a module."""
    spec = importlib.util.spec_from_file_location(f"script_{abs(hash(path))}", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def run_script(path, backend="pyNN.nest"):
    """Run a script; return its recordings, as arrays by name."""
    logging.getLogger("PyNN").setLevel(logging.ERROR)
    script = load_script(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        simulator = importlib.import_module(backend)
        populations, projections, _currents = script.build(simulator)
        simulator.run(script.DURATION)
        return script.results(populations, projections)


def simulate_script(path):
    """Run a script that creates its own simulation; return its recordings, as arrays by name."""
    return load_script(path).simulate()[0]


def spike_rows(arrays, population, step):
    """Return spikes of a population as rows of step and neuron, in order."""
    neurons = arrays.get(f"spikes/{population}/neurons", [])
    times = arrays.get(f"spikes/{population}/times", [])
    return sorted((round(time / step), int(neuron)) for neuron, time in zip(neurons, times, strict=True))
