"""Write specs/conformance/spike-times.json: exact spike times of the networks of the conformance suite.

Run from the workspace's root: `.venv/bin/python tools/python/spike_times.py [NAME...]`. Without names, it adds missing
entries; existing ones are replaced only if they are named. Each network is integrated twice, with two tolerances and step limits; the tolerance of its times is ten times
their largest difference, and at least 1e-9 ms.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from oracle import continuous

WORKSPACE = Path(__file__).parents[2]
PLACE = WORKSPACE / "specs/conformance/spike-times.json"
LEAST = 1e-9
ABOUT = "Exact times of all spikes, in ms: neurons and times by time, and their tolerance. Written by tools/python/spike_times.py."


def ordered(spikes):
    """Return neurons and times by time, then neuron."""
    found = sorted((time, neuron) for neuron, times in enumerate(spikes) for time in times)
    return [neuron for _, neuron in found], [time for time, _ in found]


def entry(described):
    """Return the spikes of a network, and the final effect of its synapses."""
    names = [name for name, _ in described["program"]["populations"]]
    spiking = "n" if "n" in names else names[0]
    runs = [
        continuous.run(described, rtol=rtol, longest=longest) for rtol, longest in ((1e-13, 0.25), (1e-12, 0.1))
    ]
    (neurons, times), (others, close) = [ordered(spikes[spiking]) for spikes, *_ in runs]
    if neurons != others:
        raise continuous.Unsupported("the order of spikes depends on the tolerance")
    difference = max((abs(a - b) for a, b in zip(times, close)), default=0.0)
    found = {"neurons": neurons, "times": times, "within": max(LEAST, float(f"{10 * difference:.1e}"))}
    _, of, effects = runs[0]
    if effects and described.get("shown"):
        population, variable = described["shown"].split(".")
        final = [neuron.y[neuron.states.index(variable)] for neuron in of[population]]
        for to, _, target, weight in effects:
            final[target] += weight
        found["shown"] = [float(one) for one in final]
    return found


def main(chosen):
    """Write the entries that are missing or named."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "programs.json"
        command = ["node", "--conditions=@spikeloom/source", "tools/python/write-programs.ts", str(file)]
        subprocess.run(command, cwd=WORKSPACE, check=True)
        programs = json.loads(file.read_text())
    known = json.loads(PLACE.read_text())["networks"]
    for name, described in programs.items():
        if (name in known and name not in chosen) or (chosen and name not in chosen):
            continue
        try:
            known[name] = entry(described)
            print(name, len(known[name]["times"]), known[name]["within"], flush=True)
        except continuous.Unsupported as reason:
            print(name, "is not handled:", reason, flush=True)
            continue
        PLACE.write_text(json.dumps({"about": ABOUT, "networks": dict(sorted(known.items()))}))


if __name__ == "__main__":
    main(sys.argv[1:])
