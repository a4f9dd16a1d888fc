import { layOut, type Python, pythonFloat, pythonText } from "@spikeloom/simulate/scripts";

/** Parts of a script. */
export interface ScriptParts {
  /** Description of the network. */
  readonly name: string | undefined;
  readonly about: string | undefined;
  readonly cite: readonly string[] | undefined;
  /** In ms. */
  readonly duration: number;
  readonly setup: Python;
  readonly populations: readonly Python[];
  readonly projections: readonly Python[];
  readonly records: readonly Python[];
}

const head = `"""A network for sPyNNaker 7.4.1, written by SpikeLoom.

    python network.py                        run it on the machine that spynnaker.cfg names
    python network.py --out recorded.npz     and keep what it recorded

Arrays are in the folder "data" beside it. With "virtual_board = True" in spynnaker.cfg, sPyNNaker maps the
network and simulates nothing.
"""

import argparse
from pathlib import Path

import numpy as np
import pyNN.spiNNaker as sim
from spinn_utilities.config_holder import get_config_bool
`;

const load = `def load(name):
    """Read an array."""
    return np.load(DATA / name)
`;

const parts = `def parts(values, ends):
    """Give each neuron its part of a list of times."""
    return [part.tolist() for part in np.split(values, ends[:-1].astype(int))]
`;

const results = `def results(populations):
    """Collect what was recorded, as arrays by name.

    Spikes as their neurons and times (ms), samples as times x neurons.
    """
    arrays = {}
    for name, population in populations.items():
        segments = population.get_data().segments
        for train in segments[-1].spiketrains if segments else []:
            neuron = np.full(len(train), train.annotations["source_index"])
            arrays.setdefault(f"spikes/{name}/neurons", []).append(neuron)
            arrays.setdefault(f"spikes/{name}/times", []).append(train.magnitude)
        for signal in segments[-1].analogsignals if segments else []:
            path = f"samples/{name}/{signal.name}"
            arrays[path] = [signal.magnitude]
            arrays[f"{path}/neurons"] = [signal.array_annotations["channel_index"]]
    return {name: np.concatenate(rows) for name, rows in arrays.items()}
`;

const main = `def main():
    """Run the network and report what it recorded."""
    parser = argparse.ArgumentParser(description="Run the network on SpiNNaker.")
    parser.add_argument("--duration", type=float, default=DURATION, help="in ms")
    parser.add_argument("--out", help="file of what was recorded (.npz)")
    chosen = parser.parse_args()
    populations, projections = build()
    sim.run(chosen.duration)
    if get_config_bool("Machine", "virtual_board"):
        print(f"mapped {len(populations)} populations and {len(projections)} projections; a virtual board simulates nothing")
    else:
        arrays = results(populations)
        for name, population in populations.items():
            times = arrays.get(f"spikes/{name}/times")
            spikes = "" if times is None else f", {len(times)} spikes"
            print(f"{name}: {population.size} neuron{'' if population.size == 1 else 's'}{spikes}")
        if chosen.out:
            np.savez(chosen.out, **arrays)
    sim.end()


if __name__ == "__main__":
    main()
`;

/** Assemble the script. */
export function writeScript(given: ScriptParts): string {
  // A false match only adds the function needlessly.
  const needsParts = given.populations.some((one) => layOut(one, 0).includes("parts("));
  return [
    head,
    constants(given),
    load,
    ...(needsParts ? [parts] : []),
    build(given),
    results,
    main,
  ].join("\n\n");
}

function constants({ name, about, cite, duration }: ScriptParts): string {
  const lines = [
    ...(name === undefined ? [] : [`NAME = ${pythonText(name)}`]),
    ...(about === undefined ? [] : [`ABOUT = ${pythonText(about)}`]),
    ...(cite === undefined
      ? []
      : [layOut({ head: "CITE = [", items: cite.map(pythonText), tail: "]" }, 0)]),
    'DATA = Path(__file__).parent / "data"',
    `DURATION = ${pythonFloat(duration)}  # ms`,
  ];
  return `${lines.join("\n")}\n`;
}

function build({ setup, populations, projections, records }: ScriptParts): string {
  const lines = (code: readonly Python[]): string[] => code.map((one) => layOut(one, 4));
  const all = [
    "def build():",
    '    """Create the network; return its populations and projections by name."""',
    ...lines([setup]),
    "",
    "    populations = {}",
    ...lines(populations),
    "",
    "    projections = {}",
    ...lines(projections),
    ...(records.length === 0 ? [] : ["", ...lines(records)]),
    "    return populations, projections",
  ];
  return `${all.join("\n")}\n`;
}
