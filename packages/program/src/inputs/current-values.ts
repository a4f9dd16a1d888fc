import {
  type Expression,
  evaluate,
  freeNames,
  inlineUnits,
  parseExpression,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import {
  type ArrayValue,
  SpikeLoomError,
  type StimulusRecord,
  type Value,
} from "@spikeloom/kernel";
import { type Chosen, readScalar, readTime, resolveValue } from "@spikeloom/network";
import { fillNormal, stream, streamKey } from "@spikeloom/random";
import { parseQuantity, parseUnit, toInternal } from "@spikeloom/units";
import { STIMULUS, STIMULUS_VALUE } from "../errors.ts";

/** A stimulus that contributes to a continuous input. */
export type CurrentStimulus = Exclude<StimulusRecord, { kind: "poisson" }>;

/** Values of a stimulus in a step: one number for all targets, or one each. */
export type CurrentValue = (step: number) => number | Float64Array;

/** Context for preparing a stimulus. */
export interface CurrentRequest {
  readonly place: string;
  readonly index: number;
  readonly dt: number;
  readonly seed: number;
  readonly trial: number;
  readonly targets: Chosen;
  readonly populationSize: number;
  /** A unit of the input's dimension. */
  readonly unit: string;
}

/** Prepare a stimulus: its value in each step, in internal units. */
export function currentStimulus(record: CurrentStimulus, request: CurrentRequest): CurrentValue {
  const make = kinds[record.kind] as (
    record: CurrentStimulus,
    request: CurrentRequest,
  ) => CurrentValue;
  return make(record, request);
}

type Of<Kind extends CurrentStimulus["kind"]> = Extract<CurrentStimulus, { kind: Kind }>;

const kinds: {
  readonly [Kind in CurrentStimulus["kind"]]: (
    record: Of<Kind>,
    request: CurrentRequest,
  ) => CurrentValue;
} = {
  formula: (record, request) => windowed(record, request, formula(record, request)),
  sine: (record, request) => windowed(record, request, sine(record, request)),
  noise: (record, request) => windowed(record, request, noise(record, request)),
  steps: (record, request) => steps(record, request),
  "time-array": (record, request) => timeArray(record, request),
};

/** Read a finite amount of the input from a field of the record. */
function amount(input: unknown, field: string, { place, unit }: CurrentRequest): number {
  const where = `${place}.${field}`;
  const value = readScalar(input, { dimension: parseUnit(unit).dimension, place: where });
  if (Number.isFinite(value)) return value;
  const message = "A stimulus is finite.";
  throw STIMULUS_VALUE({ place: where, message, expected: "a finite value", got: String(input) });
}

/** Read a time that is longer than nothing. */
function interval(input: string, place: string): number {
  const time = readTime(input, place);
  if (time > 0) return time;
  const message = "An interval is longer than 0 ms.";
  throw STIMULUS_VALUE({ place, message, expected: "more than 0 ms", got: input });
}

/** The step that begins closest to a time. */
function stepOf(time: string | number, place: string, dt: number): number {
  return Math.floor(readTime(time, place) / dt + 0.5);
}

function windowed(
  record: { readonly start?: string; readonly stop?: string },
  { dt, place }: CurrentRequest,
  value: CurrentValue,
): CurrentValue {
  const start = record.start === undefined ? 0 : stepOf(record.start, `${place}.start`, dt);
  const stop =
    record.stop === undefined ? Number.POSITIVE_INFINITY : stepOf(record.stop, `${place}.stop`, dt);
  return (step) => (step >= start && step < stop ? value(step) : 0);
}

function steps(record: Of<"steps">, request: CurrentRequest): CurrentValue {
  const { dt, place } = request;
  const begins = record.times.map((time, k) => stepOf(time, `${place}.times[${k}]`, dt));
  const values = record.values.map((value, k) => amount(value, `values[${k}]`, request));
  const late = begins.findIndex((begin, k) => begin < (begins[k - 1] ?? 0));
  if (late >= 0) {
    const message = "The times of a stimulus ascend.";
    throw STIMULUS({ place: `${place}.times[${late}]`, message });
  }
  if (begins.length !== values.length) {
    const message = `There are ${begins.length} times and ${values.length} values.`;
    throw STIMULUS({ place: `${place}.values`, message, next: "Give one value for each time." });
  }
  return (step) => {
    // Of several changes in one step the last counts.
    let value = 0;
    for (let k = 0; k < begins.length && (begins[k] as number) <= step; k++) {
      value = values[k] as number;
    }
    return value;
  };
}

function formula(record: Of<"formula">, request: CurrentRequest): CurrentValue {
  const { dt, targets, populationSize, place } = request;
  const parameters = new Map(
    Object.entries(record.parameters ?? {}).map(([name, value]) => [
      name,
      parameter(value, `${place}.parameters.${name}`),
    ]),
  );
  const isDeclared = (name: string): boolean =>
    parameters.has(name) || ["t", "i", "N", "dt", "pi", "e", "inf"].includes(name);
  const source = { place: `${place}.value`, text: record.value };
  const expression: Expression = inlineUnits(parseExpression(record.value, source), isDeclared);
  const names = new Map([...parameters, ["N", populationSize], ["dt", dt]]);
  const evaluation = {
    scope: (name: string) => names.get(name),
    functions: hostFunctions,
    source,
  };
  const isOwn = freeNames(expression).has("i");
  const valueAt = (t: number, i: number): number => {
    names.set("t", t).set("i", i);
    const value = evaluate(expression, evaluation);
    if (Number.isFinite(value)) return value;
    const who = isOwn ? `neuron ${i}` : "all targets";
    throw STIMULUS_VALUE({
      place: source.place,
      message: "The formula of a stimulus gives no finite number.",
      expected: "a finite value",
      got: `${value} at ${t} ms for ${who}`,
      next: "Correct the formula, or limit when it acts by start and stop.",
    });
  };
  if (!isOwn) return (step) => valueAt(step * dt, 0);
  const each = new Float64Array(targets.size);
  return (step) => {
    for (let k = 0; k < each.length; k++) each[k] = valueAt(step * dt, targets.neuron(k));
    return each;
  };
}

/** Read a parameter of a formula, whose dimension is its own. */
function parameter(input: string | number, place: string): number {
  try {
    return toInternal(parseQuantity(input));
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    const { code, summary: message, expected, got, next } = error;
    throw new SpikeLoomError(code, { message, place, expected, got, next });
  }
}

const sineOfPhase = parseExpression("sin(x)");

function sine(record: Of<"sine">, request: CurrentRequest): CurrentValue {
  const { dt, place } = request;
  const amplitude = amount(record.amplitude, "amplitude", request);
  const offset = amount(record.offset ?? 0, "offset", request);
  const start = record.start === undefined ? 0 : readTime(record.start, `${place}.start`);
  const { dimension } = parseUnit("Hz");
  const frequency = readScalar(record.frequency, { dimension, place: `${place}.frequency` });
  const turn = 2 * Math.PI * frequency;
  const phase = ((record.phase ?? 0) * Math.PI) / 180;
  if (!Number.isFinite(turn) || !Number.isFinite(phase)) {
    const field = Number.isFinite(phase) ? "frequency" : "phase";
    throw STIMULUS_VALUE({
      place: `${place}.${field}`,
      message: `The ${field} of a sine is finite.`,
      expected: "a finite value",
      got: String(record[field]),
    });
  }
  const sin = (x: number): number =>
    evaluate(sineOfPhase, { scope: () => x, functions: hostFunctions });
  return (step) => offset + amplitude * sin(turn * (step * dt - start) + phase);
}

function noise(record: Of<"noise">, request: CurrentRequest): CurrentValue {
  const { dt, seed, trial, index, targets, place } = request;
  const [mean, sd] = [amount(record.mean, "mean", request), amount(record.sd, "sd", request)];
  if (sd < 0) {
    const message = "A standard deviation is not negative.";
    const got = String(record.sd);
    throw STIMULUS_VALUE({ place: `${place}.sd`, message, expected: "at least 0", got });
  }
  const held = record.every === undefined ? dt : interval(record.every, `${place}.every`);
  const every = Math.max(1, Math.floor(held / dt + 0.5));
  const key = streamKey(seed, `stimulus/${index}`, trial);
  const values = new Float64Array(record.shared === true ? 1 : targets.size);
  let drawn = -1;
  return (step) => {
    const draw = Math.floor(step / every);
    if (draw !== drawn) {
      drawn = draw;
      fillNormal({ key, entity: 0, step: draw }, values);
      for (let k = 0; k < values.length; k++) values[k] = mean + sd * (values[k] ?? 0);
    }
    return record.shared === true ? (values[0] ?? 0) : values;
  };
}

function timeArray(record: Of<"time-array">, request: CurrentRequest): CurrentValue {
  const { dt, unit, seed, index } = request;
  const place = `${request.place}.values`;
  const { values } = record;
  const list = Array.isArray(values) ? values : isArrayValue(values) ? values.values : undefined;
  if (list === undefined) {
    const next = 'Give them as { "values": [...], "unit": "nA" } or as ["1 nA", ...].';
    throw STIMULUS({ place, message: "Samples are an array of numbers.", next });
  }
  if (list.length === 0) {
    throw STIMULUS({ place, message: "There are no samples.", next: "Give at least one." });
  }
  const key = streamKey(seed, `stimulus/${index}`);
  const size = list.length;
  const samples = resolveValue(values, { size, unit, place, stream: (k) => stream(key, k) });
  const each = typeof samples === "number" ? Float64Array.of(samples) : samples;
  const infinite = each.findIndex((value) => !Number.isFinite(value));
  if (infinite >= 0) {
    const [message, got] = ["A stimulus is finite.", String(each[infinite])];
    const where = `${place}[${infinite}]`;
    throw STIMULUS_VALUE({ place: where, message, expected: "a finite value", got });
  }
  const every = interval(record.every, `${request.place}.every`);
  const start = record.start === undefined ? 0 : readTime(record.start, `${request.place}.start`);
  return (step) => {
    // The slack keeps 0.3 / 0.1 from falling into the sample before.
    const sample = Math.floor((step * dt - start) / every + 1e-9);
    return sample < 0 ? 0 : (each[Math.min(sample, each.length - 1)] as number);
  };
}

function isArrayValue(value: Value): value is ArrayValue {
  return typeof value === "object" && !Array.isArray(value) && "values" in value;
}
