import { hostFunctions } from "@spikeloom/equations/functions";
import { resolvePopulation } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import {
  allInUnit,
  before,
  call,
  dictionary,
  EXPORT_NEURON,
  keyword,
  nestSolverGap,
  numbersCode,
  oneIfAlike,
  type Python,
  pythonText,
  roundingGrowth,
} from "@spikeloom/simulate/scripts";
import {
  EXTENSIONS,
  needsExtensions,
  nestModels,
  pointNeurons,
  unscaled,
  unset,
} from "../nest-limits.ts";
import type { PynnTask } from "../task.ts";
import { type CellTask, cellCode } from "./cell-parameters.ts";
import { findCell, nearestCell } from "./find-cell.ts";
import type { FoundCell } from "./found-cell.ts";
import { spikeTimes } from "./spike-times.ts";

/** A population as code. */
export interface WrittenPopulation {
  readonly name: string;
  readonly found: FoundCell;
  readonly size: number;
  /** Decay of the current or conductance of each of our receptors, in ms. */
  readonly decays: ReadonlyMap<string, number | Float64Array>;
  /** Statements. */
  readonly code: readonly Python[];
}

/** Write a population, or refuse it if PyNN has no cell for its model. */
export function writePopulation(task: PynnTask, name: string): WrittenPopulation | undefined {
  const { network, stack, seed } = task;
  const resolved = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
  const found = findCell(resolved.model, stack);
  if (found === undefined) {
    const { name: cell, model } = nearestCell(resolved.model, stack);
    task.refuse(
      EXPORT_NEURON({
        message: `PyNN has no standard cell for the model of population "${name}".`,
        place: `populations.${name}.model`,
        got: resolved.model.name,
        next: `The most similar is ${cell}, our "${model.name}": use that one, or run the network with SpikeLoom.`,
      }),
    );
    return undefined;
  }
  const cellTask: CellTask = { task, name, found, resolved };
  sayLosses(cellTask);
  const { size, coordinates } = resolved;
  const place = populationCode(name);
  const initial = initialValues(cellTask);
  const made = call(
    `${place} = sim.Population`,
    String(size),
    writtenCell(cellTask),
    ...(initial.length > 0 ? [keyword("initial_values", dictionary(initial))] : []),
    keyword("label", pythonText(name)),
  );
  const code = [made];
  if (coordinates !== undefined) {
    const axes = [0, 1, 2].map((axis) => coordinates[axis] ?? new Float64Array(size));
    const table = Float64Array.from(axes.flatMap((axis) => [...axis]));
    code.push(before(`${place}.positions = `, task.keep(`${name}-positions`, table, size)));
  }
  return { name, found, size, decays: decaysOf(cellTask), code };
}

/** Return the name of a population in the script. */
export function populationCode(name: string): string {
  return `populations[${pythonText(name)}]`;
}

function writtenCell(cellTask: CellTask): Python {
  const { task, name, found, resolved } = cellTask;
  if (resolved.times === undefined) return cellCode(cellTask);
  const times = spikeTimes(task, name, resolved.times);
  return call(`sim.${found.name}`, ...(times === undefined ? [] : [keyword("spike_times", times)]));
}

function initialValues({ task, name, found, resolved }: CellTask): readonly [string, Python][] {
  const variables = Object.entries(found.cell.variables ?? {});
  const mapped = new Set(variables.map(([, { to }]) => to));
  for (const variable of Object.keys(task.network.populations[name]?.initial ?? {})) {
    if (mapped.has(variable)) continue;
    const message = `PyNN's ${found.name} has no initial value of ${variable}; it starts at its default.`;
    task.lose("initial-value", `populations.${name}.initial.${variable}`, message);
  }
  return variables.flatMap(([variable, { to, unit, initial }]): [string, Python][] => {
    const value = resolved.initial.get(to)?.value;
    if (value === undefined) return [];
    const values = oneIfAlike(allInUnit(value, unit));
    if (values === initial) return [];
    loseInitial(task, { place: `populations.${name}.initial.${to}`, cell: found.name, variable });
    return [[pythonText(variable), numbersCode(task, `${name}-initial-${variable}`, values)]];
  });
}

/** Report the loss of an initial value that differs from PyNN's. */
function loseInitial(
  task: PynnTask,
  at: { readonly place: string; readonly cell: string; readonly variable: string },
): void {
  const { place, cell, variable } = at;
  if (unset[cell]?.has(variable) === true || variable.includes(".")) {
    task.lose("initial-value", place, `pyNN.nest always starts ${variable} at zero.`);
  } else if (unscaled.has(variable)) {
    task.lose(
      "initial-value",
      place,
      `PyNN 0.13.0 passes a thousandth of the initial ${variable} to NEST.`,
    );
  }
}

function sayLosses({ task, name, resolved, found }: CellTask): void {
  const { source, spike } = resolved.model;
  const place = `populations.${name}`;
  if (source !== undefined && source.process !== "times") {
    task.lose("drawn-anew", place, "Its spikes are redrawn: same distribution, different values.");
  }
  if (spike !== undefined && "rate" in spike) {
    task.lose("drawn-anew", place, "It spikes randomly: same distribution, different values.");
  }
  if (needsExtensions.has(found.name)) task.lose("extensions", place, EXTENSIONS);
  if (found.parts !== undefined) sayPointLosses({ task, name, resolved, found });
  const gap = nestSolverGap(nestModels[found.parts?.membrane ?? found.name] ?? "");
  const { network, steps, dt } = task;
  const duration = timeOfStep(steps, dt);
  const rounded = roundingGrowth(network, { name, model: resolved.model, duration });
  const moved = gap ?? rounded;
  if (moved !== undefined) task.lose("integration", place, moved);
  if (task.network.populations[name]?.integrator !== undefined) {
    task.lose(
      "integration",
      `${place}.integrator`,
      "Each PyNN backend uses its own integration method.",
    );
  }
}

/** Report point neurons that pyNN.nest lacks, and losses of those that it has. */
function sayPointLosses({ task, name, resolved, found }: CellTask): void {
  const { membrane = "", responses = {} } = found.parts ?? {};
  const place = `populations.${name}`;
  const kinds = [...new Set(Object.values(responses))];
  if (!pointNeurons.has(`${membrane} ${kinds.join(" ")}`)) {
    const message = `pyNN.nest has no PointNeuron of ${membrane} with ${kinds.join(", ")}.`;
    task.lose("point-neuron", `${place}.model`, message);
  }
  for (const [parameter, { to }] of Object.entries(found.cell.parameters)) {
    const values = resolved.parameters.get(String(to))?.value ?? 0;
    if (!parameter.includes(".") || typeof oneIfAlike(values) === "number") continue;
    const message =
      "pyNN.nest uses one value for all neurons for receptor parameters of a PointNeuron.";
    task.lose("one-value", `${place}.parameters.${String(to)}`, message);
  }
}

/** PyNN's short-term plasticity uses the decay of the receptor that it delivers to. */
function decaysOf({ resolved, found }: CellTask): ReadonlyMap<string, number | Float64Array> {
  const short = { excitatory: "tau_syn_exc", inhibitory: "tau_syn_inh" } as const;
  const receptors = Object.keys(found.parts?.responses ?? {});
  const named = receptors.map((receptor) => [receptor, `tau_syn_${receptor}`] as const);
  const parameters = named.length > 0 ? named : Object.entries(short);
  return new Map(
    parameters.flatMap(([receptor, parameter]) => {
      const found = resolved.parameters.get(parameter);
      return found === undefined ? [] : [[receptor, found.value] as const];
    }),
  );
}
