import { evaluate, freeNames, inlineUnits, parseExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { StimulusRecord, Value } from "@spikeloom/kernel";
import { type Chosen, readScalar, readTime, resolveValue } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import { EXPORT_STIMULUS } from "@spikeloom/simulate/scripts";
import { parseQuantity, parseUnit, toInternal } from "@spikeloom/units";
import type { PynnTask } from "../task.ts";

/** A stimulus with a value per step. */
export type SampledStimulus = Extract<StimulusRecord, { kind: "steps" | "formula" | "time-array" }>;

/** A stimulus and its target. */
export interface CurrentRequest {
  readonly task: PynnTask;
  readonly index: number;
  readonly place: string;
  readonly targets: Chosen;
  /** Number of neurons of the whole population. */
  readonly size: number;
  /** Of the input. */
  readonly unit: string;
}

/** Steps at which a current changes, and its values in internal units. */
export interface CurrentSteps {
  readonly steps: readonly number[];
  /** One value for all targets, or one each, per step. */
  readonly values: readonly (number | Float64Array)[];
}

/** Compute the values of a current, each held until the next, starting with the first non-zero one. */
export function currentSteps(record: SampledStimulus, request: CurrentRequest): CurrentSteps {
  if (record.kind === "steps") return givenSteps(record, request);
  const value = valueAt(record, request);
  const steps: number[] = [];
  const values: (number | Float64Array)[] = [];
  let last: number | Float64Array = 0;
  for (let step = 0; step < request.task.steps; step++) {
    const now = value(step);
    if (same(last, now)) continue;
    last = now;
    steps.push(step);
    values.push(now);
  }
  return { steps, values };
}

function same(a: number | Float64Array, b: number | Float64Array): boolean {
  if (typeof a === "number" && typeof b === "number") return a === b;
  if (typeof a === "number") return (b as Float64Array).every((value) => value === a);
  if (typeof b === "number") return a.every((value) => value === b);
  return a.every((value, k) => value === b[k]);
}

/** The step that begins closest to a time. */
export function stepOf(time: string | number, place: string, dt: number): number {
  return Math.floor(readTime(time, place) / dt + 0.5);
}

/** Read an amplitude in internal units. */
export function amount(input: unknown, field: string, { place, unit }: CurrentRequest): number {
  const { dimension } = parseUnit(unit);
  return readScalar(input, { dimension, place: `${place}.${field}` });
}

function givenSteps(
  record: Extract<SampledStimulus, { kind: "steps" }>,
  request: CurrentRequest,
): CurrentSteps {
  const { place, task } = request;
  // Of several changes in one step, the last applies.
  const byStep = new Map<number, number>();
  record.times.forEach((time, k) => {
    const step = stepOf(time, `${place}.times[${k}]`, task.dt);
    byStep.set(step, amount(record.values[k], `values[${k}]`, request));
  });
  return { steps: [...byStep.keys()], values: [...byStep.values()] };
}

type At = (step: number) => number | Float64Array;

function valueAt(record: Exclude<SampledStimulus, { kind: "steps" }>, request: CurrentRequest): At {
  if (record.kind === "time-array") return samples(record, request);
  const { dt } = request.task;
  const { start, stop } = record;
  const first = start === undefined ? 0 : stepOf(start, `${request.place}.start`, dt);
  const end =
    stop === undefined ? Number.POSITIVE_INFINITY : stepOf(stop, `${request.place}.stop`, dt);
  const value = formula(record, request);
  return (step) => (step >= first && step < end ? value(step) : 0);
}

function samples(
  record: Extract<SampledStimulus, { kind: "time-array" }>,
  { task, index, place, unit }: CurrentRequest,
): At {
  const { values } = record;
  const count = lengthOf(values);
  const key = streamKey(task.seed, `stimulus/${index}`);
  const drawn = resolveValue(values, {
    size: count,
    unit,
    place: `${place}.values`,
    stream: (k) => stream(key, k),
  });
  const every = readTime(record.every, `${place}.every`);
  const start = record.start === undefined ? 0 : readTime(record.start, `${place}.start`);
  return (step) => {
    // The tolerance keeps 0.3 / 0.1 from falling into the previous sample.
    const sample = Math.floor((step * task.dt - start) / every + 1e-9);
    if (sample < 0) return 0;
    return typeof drawn === "number" ? drawn : (drawn[Math.min(sample, count - 1)] ?? 0);
  };
}

function lengthOf(values: Value): number {
  if (Array.isArray(values)) return values.length;
  const found = typeof values === "object" && "values" in values ? values.values : undefined;
  return found?.length ?? 1;
}

function formula(
  record: Extract<SampledStimulus, { kind: "formula" }>,
  { task, targets, size, place }: CurrentRequest,
): At {
  const given = Object.entries(record.parameters ?? {}).map(
    ([name, value]) => [name, toInternal(parseQuantity(value))] as const,
  );
  const names = new Map([...given, ["N", size] as const, ["dt", task.dt] as const]);
  const own = new Set([...names.keys(), "t", "i", "pi", "e", "inf"]);
  const source = { place: `${place}.value`, text: record.value };
  const expression = inlineUnits(parseExpression(record.value, source), (name) => own.has(name));
  const evaluation = {
    scope: (name: string) => names.get(name),
    functions: hostFunctions,
    source,
  };
  const compute = (step: number, neuron: number): number => {
    names.set("t", step * task.dt).set("i", neuron);
    const value = evaluate(expression, evaluation);
    if (Number.isFinite(value)) return value;
    throw EXPORT_STIMULUS({
      place: source.place,
      message: "The formula of a stimulus gives no finite number.",
      got: `${value} at ${step * task.dt} ms`,
      next: "Correct the formula, or limit when it acts by start and stop.",
    });
  };
  if (!freeNames(expression).has("i")) return (step) => compute(step, 0);
  return (step) =>
    Float64Array.from({ length: targets.size }, (_, k) => compute(step, targets.neuron(k)));
}
