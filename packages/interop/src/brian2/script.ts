import type { Phase } from "@spikeloom/kernel";
import {
  flat,
  layOut,
  list,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { broughtFunctions } from "./expression-code.ts";

/** Parts of a script. */
export interface ScriptParts {
  /** Description of the network. */
  readonly name: string | undefined;
  readonly about: string | undefined;
  readonly cite: readonly string[] | undefined;
  /** In ms. */
  readonly duration: number;
  readonly dt: number;
  readonly order: readonly Phase[];
  /** Whether spikes and samples are stamped with the end of their step. */
  readonly stampsEnd: boolean;
  readonly samplesEnd: boolean;
  readonly groups: readonly Python[];
  readonly synapses: readonly Python[];
  readonly records: readonly Python[];
}

const head = `"""A network as a Brian2 script, written by SpikeLoom.

    python network.py                        run it
    python network.py --target cython        compile it (default: numpy)
    python network.py --out recorded.npz     and keep what it recorded

Arrays are in the folder "data" beside it.
"""

import argparse
from pathlib import Path

import brian2 as b
import numpy as np
`;

/** Units that a script may name. */
const units = (
  "ms us mV uV pA nA uA nS uS mS pF nF uF kohm Mohm Gohm Hz kHz um mm cm volt amp siemens farad ohm second " +
  "metre kilogram kelvin mole candela"
).split(" ");

const slots: Readonly<Record<Phase, string>> = {
  integrate: "groups",
  arrive: "synapses",
  threshold: "thresholds",
  reset: "resets",
};

const load = `def load(name):
    """Read an array."""
    return np.load(DATA / name)
`;

/** A zero has any unit in our equations, but not in Brian2's. */
const unitOfBoth = `def unit_of_both(a, b):
    """Give the unit of two values, one of which may be a plain zero."""
    return b if a.is_dimensionless else a
`;

/** Functions that Brian2 lacks, as Brian2 code. */
const functions: Readonly<Record<string, string>> = {
  where: `def either(condition, a, b):
    """Choose, element by element."""
    return np.where(condition, a, b)


where = b.Function(
    either,
    arg_units=[bool, None, None],
    arg_names=["condition", "a", "b"],
    return_unit=lambda _, a, b: unit_of_both(a, b),
)
where.implementations.add_numpy_implementation(either, discard_units=True)
`,
  ...Object.fromEntries(
    ["minimum", "maximum"].map((name) => [
      name,
      `def ${name.slice(0, 3)}_of_two(a, b):
    """Give the ${name} of two values, element by element."""
    return np.${name}(a, b)


${name} = b.Function(
    ${name.slice(0, 3)}_of_two, arg_units=[None, None], arg_names=["a", "b"], return_unit=unit_of_both
)
${name}.implementations.add_numpy_implementation(${name.slice(0, 3)}_of_two, discard_units=True)
`,
    ]),
  ),
};

const parts = `def in_parts(stages, count):
    """Make a method that takes a step in equal parts."""
    lines, now = [], "x"
    for part in range(1, count + 1):
        after = "x_new" if part == count else f"x_{part}"
        names = {"x": now, "h": f"(dt/{count})", "n": part, "after": after}
        lines += [stage.format(**names) for stage in stages]
        now = after
    return b.ExplicitStateUpdater("\\n".join(lines))


EULER = ["{after} = {x} + {h}*f({x}, t)"]
RK2 = ["k_{n} = {h}*f({x}, t)", "{after} = {x} + {h}*f({x} + k_{n}/2, t)"]
RK4 = [
    "k_{n} = {h}*f({x}, t)",
    "l_{n} = {h}*f({x} + k_{n}/2, t)",
    "m_{n} = {h}*f({x} + l_{n}/2, t)",
    "n_{n} = {h}*f({x} + m_{n}, t)",
    "{after} = {x} + (k_{n} + 2*l_{n} + 2*m_{n} + n_{n})/6",
]
`;

const simulate = `def simulate(duration=DURATION, target="numpy"):
    """Run the network for so many ms; give what it recorded, and its groups."""
    b.prefs.codegen.target = target
    b.defaultclock.dt = DT
    groups, synapses, spikes, samples, learned = build()
    network = b.Network(*groups.values(), *synapses.values())
    network.add(*(row[1] for row in (*spikes, *samples)))
    network.schedule = SCHEDULE
    network.run(duration * ms)
    return results(spikes, samples, learned), groups
`;

const main = `def main():
    """Run the network and say what came of it."""
    parser = argparse.ArgumentParser(description="Run the network with Brian2.")
    parser.add_argument("--target", default="numpy", help="of Brian2's code: numpy or cython")
    parser.add_argument("--duration", type=float, default=DURATION, help="in ms")
    parser.add_argument("--out", help="file of what was recorded (.npz)")
    chosen = parser.parse_args()
    arrays, groups = simulate(chosen.duration, chosen.target)
    for name, group in groups.items():
        times = arrays.get(f"spikes/{name}/times")
        said = "" if times is None else f", {len(times)} spikes"
        print(f"{name}: {len(group)} neuron{'' if len(group) == 1 else 's'}{said}")
    if chosen.out:
        np.savez(chosen.out, **arrays)


if __name__ == "__main__":
    main()
`;

/** Assemble the script. */
export function writeScript(given: ScriptParts): string {
  const body = [build(given), results(given), simulate, main].join("\n\n");
  const named = units.filter((unit) => new RegExp(`\\b${unit}\\b`).test(body) || unit === "ms");
  const line = `from brian2 import ${named.join(", ")}`;
  const many = { head: "from brian2 import (", items: named, tail: ")" };
  const imports = line.length <= 100 ? line : layOut(many, 0);
  const called = broughtFunctions(body).map((name) => functions[name] ?? "");
  const brought = called.length === 0 ? [] : [unitOfBoth, ...called];
  const first = `${head}${imports}\n${constants(given)}`;
  const used = body.includes("in_parts(") ? [load, parts, body] : [load, body];
  return [first + brought.map((one) => `\n\n${one}`).join(""), ...used].join("\n\n");
}

function constants({ name, about, cite, duration, dt, order }: ScriptParts): string {
  const schedule = ["start", ...order.map((phase) => slots[phase]), "end"];
  const lines = [
    "",
    ...(name === undefined ? [] : [`NAME = ${pythonText(name)}`]),
    ...(about === undefined ? [] : [`ABOUT = ${pythonText(about)}`]),
    ...(cite === undefined
      ? []
      : [layOut({ head: "CITE = [", items: cite.map(pythonText), tail: "]" }, 0)]),
    'DATA = Path(__file__).parent / "data"',
    `DURATION = ${pythonFloat(duration)}  # ms`,
    `DT = ${pythonFloat(dt)}*ms`,
    flat(list(schedule.map(pythonText))).replace(/^/, "SCHEDULE = "),
  ];
  return `${lines.join("\n")}\n`;
}

function build({ groups, synapses, records }: ScriptParts): string {
  const lines = (code: readonly Python[]): string[] => code.map((one) => layOut(one, 4));
  const all = [
    "def build():",
    '    """Create the network; return groups and synapses by name, and recordings."""',
    "    groups = {}",
    ...lines(groups),
    "",
    "    synapses = {}",
    ...lines(synapses),
    "",
    "    spikes, samples, learned = [], [], []",
    ...lines(records),
    "    return groups, synapses, spikes, samples, learned",
  ];
  return `${all.join("\n")}\n`;
}

function results({ stampsEnd, samplesEnd }: ScriptParts): string {
  const end = stampsEnd ? " + 1" : "";
  const first = samplesEnd ? "every - 1" : "0";
  return `def results(spikes, samples, learned):
    """Collect what was recorded, by name: spikes as neurons and times (ms), samples, weights at the end."""
    arrays = {}
    for name, monitor, chosen in spikes:
        kept = np.ones(len(monitor.i), bool) if chosen is None else np.isin(monitor.i, chosen)
        steps = np.rint(np.asarray(monitor.t / DT))[kept]${end}
        arrays[f"spikes/{name}/neurons"] = np.asarray(monitor.i)[kept]
        arrays[f"spikes/{name}/times"] = steps * float(DT / ms)
    for name, monitor, names, units, chosen, every in samples:
        for own, (variable, unit) in zip(names, units.items(), strict=True):
            path = f"samples/{name}/{variable}"
            arrays[path] = np.asarray(getattr(monitor, own) / unit).T[${first}::every]
            arrays[f"{path}/neurons"] = np.asarray(monitor.record)
    for name, made, unit in learned:
        i, j, weights = np.asarray(made.i), np.asarray(made.j), np.asarray(made.w / unit)
        arrays[f"weights/{name}"] = np.column_stack([i, j, weights])[np.lexsort((j, i))]
    return arrays
`;
}
