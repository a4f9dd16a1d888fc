import { evaluate, freeNames, parseExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { type ResolvedPopulation, resolvePopulation } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import {
  allInUnit,
  before,
  call,
  dictionary,
  EXPORT_NEURON,
  EXPORT_VALUE,
  inUnit,
  list,
  type Numbers,
  nestSolverGap,
  numberOf,
  numbersCode,
  oneIfAlike,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { parseQuantity } from "@spikeloom/units";
import { defaultOf, type FoundModel, findModel } from "./find-model.ts";
import type { NestRow } from "./models.ts";
import { sourceCode } from "./source-code.ts";
import type { NestTask } from "./task.ts";

/** A population as code. */
export interface WrittenPopulation {
  readonly name: string;
  readonly resolved: ResolvedPopulation;
  /** Undefined for sources. */
  readonly found: FoundModel | undefined;
  /** Statements. */
  readonly code: readonly Python[];
  /** Changes at the second step. */
  readonly second: readonly Python[];
}

/** Constant current added by stimuli to each neuron, in internal units. */
export interface Offsets {
  readonly offsets: Numbers;
  /** From the second step on, if different. */
  readonly second: Numbers | undefined;
}

/** Write a population, or refuse it if NEST has no model with its equations. */
export function writePopulation(
  task: NestTask,
  name: string,
  { offsets, second }: Offsets,
): WrittenPopulation {
  const { network, stack, seed } = task;
  const resolved = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
  if (resolved.coordinates !== undefined) {
    const message = "The script does not store positions, which only affect the connections.";
    task.lose("positions", `populations.${name}.positions`, message);
  }
  if (resolved.model.source !== undefined) {
    return { name, resolved, found: undefined, code: sourceCode(task, name, resolved), second: [] };
  }
  const found = findModel(resolved, stack);
  if (found === undefined) {
    const { step, name: got } = resolved.model;
    const own = step === undefined ? "" : ", which defines its own step";
    throw EXPORT_NEURON({
      message: `NEST has no model with the equations of population "${name}"${own}.`,
      place: `populations.${name}.model`,
      got,
      next: "NEST would have to compile them: use one of its models, write a Brian2 script, which supports any equations, or run the network with SpikeLoom.",
    });
  }
  checkFixed(name, found);
  sayLosses(task, name, { resolved, found });
  const code = call(
    `nodes[${pythonText(name)}] = nest.Create`,
    pythonText(found.row.nest),
    String(resolved.size),
    dictionary([
      ...found.row.parameters.map((row) =>
        entry(task, { name, row, values: valuesOf(task, row, { found, resolved, offsets }) }),
      ),
      ...initial(task, { name, resolved, found }),
    ]),
  );
  const later =
    second === undefined ? [] : [secondCode(task, name, { found, resolved, offsets: second })];
  return { name, resolved, found, code: [code, ...listsCode(name, found)], second: later };
}

/** Change the constant current. */
function secondCode(task: NestTask, name: string, parts: Parts): Python {
  const row = parts.found.row.parameters.find(([nest]) => nest === "I_e");
  if (row === undefined) {
    throw EXPORT_VALUE({
      message: `NEST's ${parts.found.row.nest} has no constant current that could change.`,
      place: `populations.${name}`,
    });
  }
  const [nest, unit] = row;
  const values = oneIfAlike(allInUnit(valuesOf(task, row, parts), unit));
  return before(
    `nodes[${pythonText(name)}].${nest} = `,
    numbersCode(task, `${name}-second-${nest}`, values),
  );
}

interface Parts {
  readonly found: FoundModel;
  readonly resolved: ResolvedPopulation;
  readonly offsets: Numbers;
}

/** Compute a NEST row in internal units: a parameter or an expression of parameters. */
function valuesOf(
  task: NestTask,
  [nest, , ours]: NestRow,
  { found, resolved, offsets }: Parts,
): Numbers {
  const expression = parseExpression(ours);
  const names = [...freeNames(expression)];
  const given = new Map(names.map((one) => [one, found.parameter(one)] as const));
  const values = Float64Array.from({ length: resolved.size }, (_, k) => {
    const scope = (one: string): number | undefined => {
      const value = given.get(one);
      return value === undefined ? undefined : numberOf(value, k);
    };
    const value = evaluate(expression, { scope, functions: hostFunctions });
    if (nest === "I_e") return value + numberOf(offsets, k);
    return nest === "t_ref" ? onGrid(task, value) : value;
  });
  return oneIfAlike(values);
}

/** Round values as a run does: a refractory period is a multiple of the step. */
function onGrid({ dt, convention }: NestTask, time: number): number {
  const { rounding = "nearest" } = convention.refractory;
  const slack = { nearest: 0.5, floor: 1e-3, up: Math.max(0.5, 1 - 5e-4 / dt) }[rounding];
  return timeOfStep(Math.floor(time / dt + slack), dt);
}

interface Entry {
  readonly name: string;
  readonly row: NestRow;
  readonly values: Numbers;
}

function entry(
  task: NestTask,
  { name, row: [nest, unit], values }: Entry,
): readonly [string, Python] {
  const code = numbersCode(task, `${name}-${nest}`, oneIfAlike(allInUnit(values, unit)));
  return [pythonText(nest), code];
}

/** Set list parameters of a model; as neuron values, PyNEST would assign one list item per neuron. */
function listsCode(name: string, found: FoundModel): readonly Python[] {
  const entries = (found.row.lists ?? []).map(([nest, unit, names]) => {
    const values = names.map((one) => {
      const value = found.parameter(one);
      if (typeof value === "number") return pythonFloat(inUnit(value, unit));
      throw EXPORT_VALUE({
        message: `NEST's ${found.row.nest} needs one value for all neurons here.`,
        place: `parameters.${one}`,
        got: `${value.length} values`,
        next: "Use the same value for all neurons, or create several populations.",
      });
    });
    return [pythonText(nest), list(values)] as const;
  });
  return entries.length === 0 ? [] : [call(`nodes[${pythonText(name)}].set`, dictionary(entries))];
}

interface Resolved {
  readonly resolved: ResolvedPopulation;
  readonly found: FoundModel;
}

function initial(
  task: NestTask,
  { name, resolved, found }: Resolved & { readonly name: string },
): readonly (readonly [string, Python])[] {
  const { state } = found.match.names;
  const settable = new Map(
    found.row.state.map(([nest, unit, ours]) => [ours, [nest, unit] as const]),
  );
  return [...state].flatMap(([standard, own]) => {
    const value = oneIfAlike(resolved.initial.get(own)?.value ?? 0);
    const row = settable.get(standard);
    if (row !== undefined && !/^g_\d$/.test(row[0])) {
      return [entry(task, { name: `${name}-initial`, row: [...row, standard], values: value })];
    }
    if (value !== 0) {
      const message = `NEST's ${found.row.nest} always starts ${own} at zero.`;
      task.lose("initial-value", `populations.${name}.initial.${own}`, message);
    }
    return [];
  });
}

/** Refuse a value that differs from the fixed one of NEST's model. */
function checkFixed(name: string, found: FoundModel): void {
  const { row, standard, match } = found;
  const listed = (row.lists ?? []).flatMap(([, , names]) => names);
  const set = new Set([
    ...row.parameters.flatMap(([, , ours]) => [...freeNames(parseExpression(ours))]),
    ...listed,
  ]);
  for (const parameter of Object.keys(standard.parameters)) {
    if (set.has(parameter) || !match.parameters.has(parameter)) continue;
    const wanted = defaultOf(standard, parameter);
    const value = found.parameter(parameter);
    const values = typeof value === "number" ? [value] : [...value];
    const wrong = values.find((one) => one !== wanted);
    if (wrong === undefined) continue;
    const { unit } = parseQuantity(standard.parameters[parameter]?.default ?? 0);
    throw EXPORT_VALUE({
      place: `populations.${name}.parameters`,
      message: `NEST's ${row.nest} has no parameter for ${parameter}.`,
      expected: String(standard.parameters[parameter]?.default),
      got: `${inUnit(wrong, unit.symbol)} ${unit.symbol}`,
      next: "Use its default, or run the network with SpikeLoom.",
    });
  }
}

function sayLosses(task: NestTask, name: string, { found }: Resolved): void {
  const place = `populations.${name}`;
  const gap = nestSolverGap(found.row.nest);
  if (gap !== undefined) task.lose("integration", place, gap);
  if (task.network.populations[name]?.integrator !== undefined) {
    task.lose("integration", `${place}.integrator`, "NEST uses its own integration method.");
  }
}
