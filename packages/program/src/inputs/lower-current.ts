import { parseExpression } from "@spikeloom/equations";
import {
  type ArrayValue,
  SpikeLoomError,
  type StimulusRecord,
  type Value,
} from "@spikeloom/kernel";
import { readScalar, readTime, resolveValue } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import { parseQuantity, parseUnit, toInternal } from "@spikeloom/units";
import { STIMULUS, STIMULUS_VALUE } from "../errors.ts";
import { closedFormula } from "./closed-formula.ts";
import { type Course, type CurrentProgram, nearestStep } from "./stimulus-program.ts";
import type { StimulusTask } from "./stimulus-task.ts";

/** A stimulus that is added to a continuous input. */
type CurrentRecord = Exclude<StimulusRecord, { kind: "poisson" }>;

/** Lower a stimulus that is added to a continuous input. */
export function lowerCurrent(record: CurrentRecord, task: StimulusTask): CurrentProgram {
  const { index, population, targets, port } = task;
  const lower = kinds[record.kind] as (record: CurrentRecord, task: Reading) => Course;
  const unit = population.model.inputs?.[port]?.unit ?? "1";
  const course = lower(record, { ...task, unit });
  const window = windowOf(record, task.place);
  return { kind: "current", index, population: population.name, targets, port, ...window, course };
}

/** A stimulus being read, with a unit of the input's dimension. */
type Reading = StimulusTask & { readonly unit: string };

type Of<Kind extends CurrentRecord["kind"]> = Extract<CurrentRecord, { kind: Kind }>;

const kinds: {
  readonly [Kind in CurrentRecord["kind"]]: (record: Of<Kind>, reading: Reading) => Course;
} = { formula, sine, noise, steps, "time-array": samples };

/** Time courses that list their own times have no window. */
function windowOf(record: CurrentRecord, place: string): Pick<CurrentProgram, "start" | "stop"> {
  const isListed = record.kind === "steps" || record.kind === "time-array";
  const { start, stop } = isListed ? {} : record;
  return {
    start: start === undefined ? 0 : readTime(start, `${place}.start`),
    stop: stop === undefined ? Number.POSITIVE_INFINITY : readTime(stop, `${place}.stop`),
  };
}

/** Read a finite value of the input from a field of the record. */
function amount(input: unknown, field: string, { place, unit }: Reading): number {
  const where = `${place}.${field}`;
  const value = readScalar(input, { dimension: parseUnit(unit).dimension, place: where });
  if (Number.isFinite(value)) return value;
  const message = "The value of a stimulus must be finite.";
  throw STIMULUS_VALUE({ place: where, message, expected: "a finite value", got: String(input) });
}

/** Read a time longer than 0. */
function interval(input: string, place: string): number {
  const time = readTime(input, place);
  if (time > 0) return time;
  const message = "The interval must be longer than 0 ms.";
  throw STIMULUS_VALUE({ place, message, expected: "more than 0 ms", got: input });
}

function steps(record: Of<"steps">, reading: Reading): Course {
  const { dt, place } = reading;
  const times = record.times.map((time, k) => readTime(time, `${place}.times[${k}]`));
  const values = record.values.map((value, k) => amount(value, `values[${k}]`, reading));
  const begins = times.map((time) => nearestStep(time, dt));
  const late = begins.findIndex((begin, k) => begin < (begins[k - 1] ?? 0));
  if (late >= 0) {
    const message = "The times of a stimulus must be in ascending order.";
    throw STIMULUS({ place: `${place}.times[${late}]`, message });
  }
  if (times.length !== values.length) {
    const message = `There are ${times.length} times and ${values.length} values.`;
    throw STIMULUS({ place: `${place}.values`, message, next: "Provide one value per time." });
  }
  return { kind: "steps", times, values: Float64Array.from(values) };
}

function formula(record: Of<"formula">, { dt, population, place }: Reading): Course {
  const values = new Map<string, number>([
    ...Object.entries(record.parameters ?? {}).map(
      ([name, value]) => [name, parameter(value, `${place}.parameters.${name}`)] as const,
    ),
    ["N", population.size],
    ["dt", dt],
  ]);
  const source = { place: `${place}.value`, text: record.value };
  const parsed = parseExpression(record.value, source);
  // A parameter may have the name of something that a formula can read anyway.
  const names = ["t", "i"];
  for (const name of names) values.delete(name);
  const { value, reads } = closedFormula(parsed, { names, values, ...source });
  return { kind: "formula", value, perNeuron: reads.has("i") };
}

/** Read a parameter of a formula, which may have any dimension. */
function parameter(input: string | number, place: string): number {
  try {
    return toInternal(parseQuantity(input));
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    const { code, summary: message, expected, got, next } = error;
    throw new SpikeLoomError(code, { message, place, expected, got, next });
  }
}

function sine(record: Of<"sine">, reading: Reading): Course {
  const { place } = reading;
  const amplitude = amount(record.amplitude, "amplitude", reading);
  const offset = amount(record.offset ?? 0, "offset", reading);
  const { dimension } = parseUnit("Hz");
  const frequency = readScalar(record.frequency, { dimension, place: `${place}.frequency` });
  const turn = 2 * Math.PI * frequency;
  const phase = ((record.phase ?? 0) * Math.PI) / 180;
  if (!Number.isFinite(turn) || !Number.isFinite(phase)) {
    const field = Number.isFinite(phase) ? "frequency" : "phase";
    throw STIMULUS_VALUE({
      place: `${place}.${field}`,
      message: `The ${field} of a sine must be finite.`,
      expected: "a finite value",
      got: String(record[field]),
    });
  }
  return { kind: "sine", amplitude, offset, turn, phase };
}

function noise(record: Of<"noise">, reading: Reading): Course {
  const { dt, index, place } = reading;
  const mean = amount(record.mean, "mean", reading);
  const sd = amount(record.sd, "sd", reading);
  if (sd < 0) {
    const message = "A standard deviation must not be negative.";
    const got = String(record.sd);
    throw STIMULUS_VALUE({ place: `${place}.sd`, message, expected: "at least 0", got });
  }
  const every = record.every === undefined ? dt : interval(record.every, `${place}.every`);
  const shared = record.shared === true;
  return { kind: "noise", mean, sd, every, shared, key: `stimulus/${index}` };
}

function samples(record: Of<"time-array">, reading: Reading): Course {
  const { unit, seed, index } = reading;
  const place = `${reading.place}.values`;
  const { values } = record;
  const list = Array.isArray(values) ? values : isArrayValue(values) ? values.values : undefined;
  if (list === undefined) {
    const next = 'Write them as { "values": [...], "unit": "nA" } or as ["1 nA", ...].';
    throw STIMULUS({ place, message: "Samples must be an array of numbers.", next });
  }
  if (list.length === 0) {
    throw STIMULUS({ place, message: "There are no samples.", next: "Provide at least one." });
  }
  const key = streamKey(seed, `stimulus/${index}`);
  const size = list.length;
  const found = resolveValue(values, { size, unit, place, stream: (k) => stream(key, k) });
  const each = typeof found === "number" ? Float64Array.of(found) : found;
  const infinite = each.findIndex((value) => !Number.isFinite(value));
  if (infinite >= 0) {
    const [message, got] = ["The value of a stimulus must be finite.", String(each[infinite])];
    const where = `${place}[${infinite}]`;
    throw STIMULUS_VALUE({ place: where, message, expected: "a finite value", got });
  }
  const every = interval(record.every, `${reading.place}.every`);
  const from = record.start === undefined ? 0 : readTime(record.start, `${reading.place}.start`);
  return { kind: "samples", from, every, values: each };
}

function isArrayValue(value: Value): value is ArrayValue {
  return typeof value === "object" && !Array.isArray(value) && "values" in value;
}
