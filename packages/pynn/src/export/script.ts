import { flat, layOut, type Python, pythonFloat, pythonText } from "@spikeloom/simulate/scripts";

/** Parts of a script. */
export interface ScriptParts {
  /** Description of the network. */
  readonly name: string | undefined;
  readonly about: string | undefined;
  readonly cite: readonly string[] | undefined;
  /** In ms. */
  readonly duration: number;
  readonly setup: readonly Python[];
  readonly populations: readonly Python[];
  readonly projections: readonly Python[];
  /** Items of the list of currents. */
  readonly currents: readonly Python[];
  readonly records: readonly Python[];
  /** Names of projections whose weights are reported. */
  readonly weights: readonly string[];
}

const head = `"""A network as a PyNN script, written by SpikeLoom.

    python network.py                        run it on NEST
    python network.py neuron                 on another backend of PyNN
    python network.py spikeloom.pynn         on a module with the API of PyNN
    python network.py --out recorded.npz     and keep what it recorded

Arrays are in the folder "data" beside it.
"""

import argparse
import importlib
from pathlib import Path

import numpy as np
`;

const load = `def load(name):
    """Read an array."""
    return np.load(DATA / name)
`;

const parts = `def parts(values, ends):
    """Give each neuron its part of a list of times."""
    return [Sequence(part) for part in np.split(values, ends[:-1].astype(int))]
`;

const limit = `def limit(sim, jump):
    """Say how far a weight may go that is a jump in mV: PyNN 0.13.0 makes it nA for NEST."""
    return jump / 1000 if sim.__name__ == "pyNN.nest" else jump
`;

const inject = `def inject(source, neurons):
    """Let a current into neurons."""
    source.inject_into(neurons)
    return source
`;

const main = `def main():
    """Run the network and say what came of it."""
    parser = argparse.ArgumentParser(description="Run the network with PyNN.")
    parser.add_argument("backend", nargs="?", default="nest", help="default: nest")
    parser.add_argument("--duration", type=float, default=DURATION, help="in ms")
    parser.add_argument("--out", help="file of what was recorded (.npz)")
    chosen = parser.parse_args()
    name = chosen.backend
    sim = importlib.import_module(name if "." in name else f"pyNN.{name}")
    populations, projections, currents = build(sim)
    sim.run(chosen.duration)
    arrays = results(populations, projections)
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

/** Additions to pyNN.nest, by the class that needs them. */
const repairs: Readonly<Record<string, string>> = {
  IF_curr_delta: `    # Releases of PyNN up to 0.13.0 do not say what NEST calls the potential of this cell.
    if not hasattr(sim.IF_curr_delta, "variable_map"):
        sim.IF_curr_delta.variable_map = {"v": "V_m"}
        sim.IF_curr_delta.scale_factors = {"v": 1}
`,
  IF_cond_exp_gsfa_grr: `    # PyNN 0.13.0 knows the two conductances of this cell by NEST's names alone.
    cell = sim.IF_cond_exp_gsfa_grr
    cell.variable_map = {**cell.variable_map, "g_s": "g_sfa", "g_r": "g_rr"}
    cell.scale_factors = {**cell.scale_factors, "g_s": 1, "g_r": 1}
`,
  GutigWeightDependence: `    # PyNN 0.13.0 drops the exponents of this dependence on their way to NEST.
    given = sim.GutigWeightDependence

    def dependence(w_min=0.0, w_max=1.0, **exponents):
        made = given(w_min=w_min, w_max=w_max)
        made.parameter_space.update(**exponents)
        return made

    sim.GutigWeightDependence = dependence
`,
};

/** Additions to pyNN.nest for every network: due to rounding, NEST's last step may be after its end. */
const lastStep = `    # PyNN 0.13.0 drops what happens in the last step where NEST has 171.70000000000002 ms for 171.7 ms.
    kind = type(sim.simulator.state)
    if not hasattr(kind, "t_rounded"):
        kind.t_rounded = kind.t
        kind.t = property(lambda state: state.t_rounded * (1 + 1e-14))
`;

/** Assemble the script. */
export function writeScript(given: ScriptParts): string {
  return [
    head + imports(given),
    constants(given),
    load,
    ...(uses(given, "parts(") ? [parts] : []),
    ...(given.projections.some((one) => flat(one).includes("limit(sim, ")) ? [limit] : []),
    ...(given.currents.length > 0 ? [inject] : []),
    ...repairFunction(given),
    build(given),
    results(given),
    main,
  ].join("\n\n");
}

/** Whether populations use a function; a false match only adds the function needlessly. */
function uses({ populations }: ScriptParts, code: string): boolean {
  return populations.some((one) => layOut(one, 0).includes(code));
}

function imports(given: ScriptParts): string {
  return uses(given, "parts(") || uses(given, "Sequence(")
    ? "from pyNN.parameters import Sequence\n"
    : "";
}

function constants({ name, about, cite, duration, weights }: ScriptParts): string {
  const lines = [
    ...(name === undefined ? [] : [`NAME = ${pythonText(name)}`]),
    ...(about === undefined ? [] : [`ABOUT = ${pythonText(about)}`]),
    ...(cite === undefined
      ? []
      : [layOut({ head: "CITE = [", items: cite.map(pythonText), tail: "]" }, 0)]),
    'DATA = Path(__file__).parent / "data"',
    `DURATION = ${pythonFloat(duration)}  # ms`,
    ...(weights.length === 0 ? [] : [`LEARNED = [${weights.map(pythonText).join(", ")}]`]),
  ];
  return `${lines.join("\n")}\n`;
}

function repairFunction({ populations, projections, records }: ScriptParts): readonly string[] {
  const code = [...populations, ...projections].map(flat);
  const isUsed = (name: string): boolean => code.some((one) => one.includes(`sim.${name}(`));
  const ofClasses = Object.entries(repairs).flatMap(([name, lines]) =>
    isUsed(name) ? [lines] : [],
  );
  const needed = [...(records.length > 0 ? [lastStep] : []), ...ofClasses];
  if (needed.length === 0) return [];
  const title = 'def repair(sim):\n    """Tell pyNN.nest what it does not know."""\n';
  return [title + needed.join("")];
}

function build(given: ScriptParts): string {
  const { setup, populations, projections, currents, records } = given;
  const lines = (code: readonly Python[]): string[] => code.map((one) => layOut(one, 4));
  const isRepaired = repairFunction(given).length > 0;
  const all = [
    "def build(sim):",
    '    """Create the network; return its populations and projections by name, and its currents."""',
    ...lines(setup),
    ...(isRepaired ? ['    if sim.__name__ == "pyNN.nest":', "        repair(sim)"] : []),
    "",
    "    populations = {}",
    ...lines(populations),
    "",
    "    projections = {}",
    ...lines(projections),
    "",
    currents.length === 0
      ? "    currents = []"
      : layOut({ head: "currents = [", items: currents, tail: "]" }, 4),
    ...(records.length === 0 ? [] : ["", ...lines(records)]),
    "    return populations, projections, currents",
  ];
  return `${all.join("\n")}\n`;
}

function results({ weights }: ScriptParts): string {
  const learned = `    for name in LEARNED:
        columns = projections[name].get(["weight", "delay"], format="list")
        arrays[f"weights/{name}"] = np.array(columns, float).reshape(-1, 4)
`;
  return `def results(populations, projections):
    """Collect what was recorded, as arrays by name.

    Spikes as their neurons and times (ms), samples as times x neurons${
      weights.length === 0 ? "" : ", weights as source, target,\n    weight, delay"
    }.
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
    arrays = {name: np.concatenate(rows) for name, rows in arrays.items()}
${weights.length === 0 ? "" : learned}    return arrays
`;
}
