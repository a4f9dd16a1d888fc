import type { ResolvedPopulation } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import {
  allInUnit,
  before,
  behind,
  call,
  EXPORT_VALUE,
  inUnit,
  keyword,
  list,
  type Numbers,
  numberOf,
  numbersCode,
  oneIfAlike,
  type Python,
  pythonFloat,
} from "@spikeloom/simulate/scripts";
import { parseQuantity, toInternal } from "@spikeloom/units";
import type { PynnParameter } from "../../map/cells.ts";
import type { PynnTask } from "../task.ts";
import type { FoundCell } from "./found-cell.ts";

/** A population with a known cell. */
export interface CellTask {
  readonly task: PynnTask;
  /** Of the population. */
  readonly name: string;
  readonly found: FoundCell;
  readonly resolved: ResolvedPopulation;
}

/** PyNN's parameters computed from ours, in internal units. */
const inverted: Readonly<Record<string, (of: (ours: string) => Numbers) => Numbers>> = {
  tau_m: (of) => {
    const [c, g] = [of("c_m"), of("g_l")];
    if (typeof c === "number" && typeof g === "number") return c / g;
    const size = typeof c === "number" ? (g as Float64Array).length : c.length;
    return Float64Array.from({ length: size }, (_, k) => numberOf(c, k) / numberOf(g, k));
  },
};

/** Write a cell with the parameters that differ from PyNN's defaults. */
export function cellCode(cellTask: CellTask): Python {
  checkUnset(cellTask);
  const { name, parts } = cellTask.found;
  if (parts === undefined) return call(`sim.${name}`, ...partParameters(cellTask, ""));
  const receptors = Object.entries(parts.responses).map(([receptor, response]) => {
    const parameters = partParameters(cellTask, `${receptor}.`);
    return keyword(receptor, call(`sim.${response}`, ...parameters));
  });
  const membrane = call(`sim.${parts.membrane}`, ...partParameters(cellTask, ""));
  return call("sim.PointNeuron", membrane, ...receptors);
}

/** Write the parameters whose names start with the name of a part; without a dot if there are no parts. */
function partParameters(cellTask: CellTask, part: string): readonly Python[] {
  const rows = Object.entries(cellTask.found.cell.parameters).filter(([name]) =>
    part === "" ? !name.includes(".") : name.startsWith(part),
  );
  return rows.flatMap(([name, row]) => {
    const code = parameterCode(cellTask, name, row);
    return code === undefined ? [] : [keyword(name.slice(part.length), code)];
  });
}

function parameterCode(cellTask: CellTask, name: string, row: PynnParameter): Python | undefined {
  const { task, name: population } = cellTask;
  if (Array.isArray(row.to)) return sequenceCode(cellTask, name, row);
  const values = oneIfAlike(
    allInUnit(onGrid(cellTask, row, valuesOf(cellTask, name, row)), row.unit),
  );
  if (values === row.default) return undefined;
  return numbersCode(task, `${population}-${name}`, values);
}

function valuesOf({ resolved, name: population }: CellTask, name: string, row: PynnParameter) {
  const of = (ours: string): Numbers => {
    const found = resolved.parameters.get(ours);
    if (found !== undefined) return found.value;
    throw new Error(`Population "${population}" has no parameter ${ours}.`);
  };
  if (typeof row.to === "string") return of(row.to);
  const invert = inverted[name];
  if (invert === undefined) throw new Error(`Nothing determines ${name}.`);
  return invert(of);
}

/** Round values as a run does: a refractory period is a multiple of the step. */
function onGrid({ task, found }: CellTask, { to }: PynnParameter, values: Numbers): Numbers {
  const period = found.model.spike?.refractory?.for;
  if (period === undefined || period !== to) return values;
  const { dt, convention } = task;
  const { rounding = "nearest" } = convention.refractory;
  const slack = { nearest: 0.5, floor: 1e-3, up: Math.max(0.5, 1 - 5e-4 / dt) }[rounding];
  const round = (time: number): number => timeOfStep(Math.floor(time / dt + slack), dt);
  return typeof values === "number" ? round(values) : values.map(round);
}

/** A parameter that is a sequence for each neuron. */
function sequenceCode(cellTask: CellTask, name: string, row: PynnParameter): Python | undefined {
  const { task, name: population, resolved } = cellTask;
  const columns = (row.to as readonly string[]).map((to) =>
    allInUnit(resolved.parameters.get(to)?.value ?? Number.NaN, row.unit),
  );
  const isOne = columns.map(oneIfAlike).every((column) => typeof column === "number");
  if (!isOne) {
    const width = columns.length;
    const table = Float64Array.from({ length: width * resolved.size }, (_, k) =>
      numberOf(columns[k % width] ?? Number.NaN, Math.floor(k / width)),
    );
    const rows = task.keep(`${population}-${name}`, table, width);
    return behind(before("[Sequence(row) for row in ", rows), "]");
  }
  const values = columns.map((column) => numberOf(column, 0));
  const usual = row.default as readonly number[];
  if (values.length === usual.length && values.every((value, k) => value === usual[k])) {
    return undefined;
  }
  return call("Sequence", list(values.map(pythonFloat)));
}

/** Refuse a value that differs from the fixed one of PyNN's cell. */
function checkUnset({ task, name, found, resolved }: CellTask): void {
  const { cell, model, name: cellName } = found;
  const rows = Object.values(cell.parameters).flatMap(({ to }) => to ?? []);
  const set = new Set([...rows, ...Object.keys(cell.derived ?? {})]);
  for (const [parameter, { default: usual }] of Object.entries(model.parameters)) {
    const value = resolved.parameters.get(parameter)?.value;
    if (set.has(parameter) || value === undefined) continue;
    const wanted = toInternal(parseQuantity(usual));
    const other = typeof value === "number" ? [value] : [...value];
    const wrong = other.find((one) => one !== wanted);
    if (wrong === undefined) continue;
    const { unit } = parseQuantity(usual);
    task.refuse(
      EXPORT_VALUE({
        place: `populations.${name}.parameters.${parameter}`,
        message: `PyNN's ${cellName} has no parameter for this value.`,
        expected: String(usual),
        got: `${inUnit(wrong, unit.symbol)}${unit.symbol === "1" ? "" : ` ${unit.symbol}`}`,
        next: "Use its default, or run the network with SpikeLoom.",
      }),
    );
  }
}
