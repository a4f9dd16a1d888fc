"""Run networks with SpikeLoom, many in one process."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

SCRIPT = Path(__file__).parents[1] / "run-networks.ts"


@dataclass
class Recorded:
    """What one recorder wrote: spikes as (step, neuron), samples as steps x neurons, internal units."""

    spikes: np.ndarray = field(default_factory=lambda: np.empty((0, 2), int))
    samples: dict = field(default_factory=dict)
    steps: dict = field(default_factory=dict)

    def spike_steps(self, neuron=0):
        """Return the stamps of one neuron, in steps."""
        return self.spikes[self.spikes[:, 1] == neuron, 0]


def run_networks(jobs, folder, timeout=300):
    """Run ``[{"network": ..., "equations": [...]}]``; return a list of recorders for each job.

    Recorders stand in the order of the network's ``record``.
    """
    file = Path(folder) / "jobs.json"
    file.write_text(json.dumps(jobs))
    node = os.environ.get("SPIKELOOM_NODE", "node")
    command = [node, "--conditions=@spikeloom/source", str(SCRIPT), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"The networks did not run:\n{done.stderr}")
    return _read(jobs, file)


def _read(jobs, file):
    data = Path(f"{file}.bytes").read_bytes()
    parts = {}
    for entry in json.loads(Path(f"{file}.index").read_text()):
        values = np.frombuffer(
            data, entry["kind"], offset=entry["offset"], count=entry["length"]
        )
        parts.setdefault((entry["job"], entry["recorder"]), {}).setdefault(
            entry["what"], []
        ).append(values)
    return [
        [_recorded(parts.get((k, r), {})) for r in range(len(job["network"].get("record", [])))]
        for k, job in enumerate(jobs)
    ]


def _recorded(parts):
    joined = {what: np.concatenate(values) for what, values in parts.items()}
    found = Recorded()
    if "spike-steps" in joined:
        pairs = [joined.pop("spike-steps"), joined.pop("spike-neurons").astype(int)]
        found.spikes = np.stack(pairs, axis=1)
    for what, values in joined.items():
        if what.startswith("steps of "):
            found.steps[what.removeprefix("steps of ")] = values
        else:
            found.samples[what] = values
    for variable, values in found.samples.items():
        found.samples[variable] = values.reshape(len(found.steps[variable]), -1)
    return found
