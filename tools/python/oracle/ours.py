"""Run networks with SpikeLoom, many in one process."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

SYNAPSES = "synapses "
SCRIPT = Path(__file__).parents[1] / "run-networks.ts"


@dataclass
class Recorded:
    """Recording of one recorder: spikes as (step, neuron), samples as steps x neurons, internal units."""

    spikes: np.ndarray = field(default_factory=lambda: np.empty((0, 2), int))
    samples: dict = field(default_factory=dict)
    steps: dict = field(default_factory=dict)

    def spike_steps(self, neuron=0):
        """Return the stamps of one neuron, in steps."""
        return self.spikes[self.spikes[:, 1] == neuron, 0]


@dataclass
class Synapses:
    """Final synapses of a projection: ends and delays (in steps), values by variable."""

    sources: np.ndarray
    targets: np.ndarray
    delays: np.ndarray
    values: dict


@dataclass
class Snapshots:
    """Snapshots of a projection's synapses: steps, and snapshots x synapses."""

    steps: np.ndarray
    values: np.ndarray


def run_networks(jobs, folder, timeout=300):
    """Run ``[{"network": ..., "equations": [...]}]``; return a list of recorders for each job.

    Recorders are in the order of the network's ``record``.
    """
    return _recorders(jobs, _run(jobs, folder, timeout))


def run_plastic(jobs, folder, timeout=300):
    """Run jobs that also have ``synapses``: ``[{"projection": ..., "variables": [...]}]``.

    Return recorders and a list of synapses for each job.
    """
    parts = _run(jobs, folder, timeout)
    learned = [
        [_synapses(parts[k, r]) for r in range(len(job.get("synapses", [])))]
        for k, job in enumerate(jobs)
    ]
    return list(zip(_recorders(jobs, parts), learned, strict=True))


def run_snapshots(jobs, folder, timeout=300):
    """Run jobs whose networks have ``recordSynapses`` of a weight; return a list for each job."""
    parts = _run(jobs, folder, timeout)
    found = []
    for k, job in enumerate(jobs):
        recorders = [parts[k, r] for r in range(len(job["network"]["recordSynapses"]))]
        steps = [one["snapshot steps of weight"] for one in recorders]
        values = [one["snapshots of weight"] for one in recorders]
        pairs = zip(steps, values, strict=True)
        found.append([Snapshots(at, rows.reshape(len(at), -1)) for at, rows in pairs])
    return found


def _run(jobs, folder, timeout):
    file = Path(folder) / "jobs.json"
    file.write_text(json.dumps(jobs))
    node = os.environ.get("SPIKELOOM_NODE", "node")
    command = [node, "--conditions=@spikeloom/source", str(SCRIPT), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"The networks did not run:\n{done.stderr}")
    return _read(file)


def _read(file):
    data = Path(f"{file}.bytes").read_bytes()
    parts = {}
    for entry in json.loads(Path(f"{file}.index").read_text()):
        values = np.frombuffer(
            data, entry["kind"], offset=entry["offset"], count=entry["length"]
        )
        parts.setdefault((entry["job"], entry["recorder"]), {}).setdefault(
            entry["what"], []
        ).append(values)
    return {
        place: {what: np.concatenate(values) for what, values in named.items()}
        for place, named in parts.items()
    }


def _recorders(jobs, parts):
    return [
        [_recorded(parts.get((k, r), {})) for r in range(len(job["network"].get("record", [])))]
        for k, job in enumerate(jobs)
    ]


def _synapses(parts):
    found = {
        what.removeprefix(SYNAPSES): values
        for what, values in parts.items()
        if what.startswith(SYNAPSES)
    }
    ends = [found.pop(end) for end in ("sources", "targets", "delays")]
    return Synapses(*ends, found)


def _recorded(parts):
    joined = {
        what: values for what, values in parts.items() if not what.startswith((SYNAPSES, "snapshot"))
    }
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
