import { hostFunctions } from "@spikeloom/compile";
import {
  type Expression,
  evaluate,
  freeNames,
  inlineUnits,
  parseExpression,
} from "@spikeloom/equations";
import type { ArrayValue, StimulusRecord, Value } from "@spikeloom/kernel";
import type { Chosen } from "@spikeloom/network";
import { fillNormal, streamKey } from "@spikeloom/random";
import { parseQuantity, parseUnit, toInternal } from "@spikeloom/units";
import { STIMULUS } from "./errors.ts";

/** A stimulus that feeds a continuous input. */
export type CurrentStimulus = Exclude<StimulusRecord, { kind: "poisson" }>;

/** What a stimulus gives in a step: one number for all its targets, or one each; undefined is zero. */
export type CurrentValue = (step: number) => number | Float64Array;

/** What a stimulus is prepared with. */
export interface CurrentRequest {
  readonly place: string;
  readonly index: number;
  readonly dt: number;
  readonly seed: number;
  readonly targets: Chosen;
  readonly populationSize: number;
}

/** Prepare a stimulus: its value in each step, in internal units, held over the step. */
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
  steps(record, { dt }) {
    const steps = record.times.map((time) => Math.floor(number(time) / dt + 0.5));
    const values = record.values.map(number);
    return (step) => {
      // Of several changes in one step the last counts.
      let value = 0;
      for (let k = 0; k < steps.length && (steps[k] ?? 0) <= step; k++) value = values[k] ?? 0;
      return value;
    };
  },
  "time-array": (record, request) => timeArray(record, request),
};

function number(input: string | number): number {
  return toInternal(parseQuantity(input));
}

function stepsOf(time: string | undefined, otherwise: number, dt: number): number {
  return time === undefined ? otherwise : Math.floor(number(time) / dt + 0.5);
}

function windowed(
  record: { readonly start?: string; readonly stop?: string },
  { dt }: CurrentRequest,
  value: CurrentValue,
): CurrentValue {
  const start = stepsOf(record.start, 0, dt);
  const stop = stepsOf(record.stop, Number.POSITIVE_INFINITY, dt);
  return (step) => (step >= start && step < stop ? value(step) : 0);
}

function formula(record: Of<"formula">, request: CurrentRequest): CurrentValue {
  const { dt, targets, populationSize } = request;
  const parameters = new Map(
    Object.entries(record.parameters ?? {}).map(([name, value]) => [name, number(value)]),
  );
  const isDeclared = (name: string): boolean =>
    parameters.has(name) || ["t", "i", "N", "dt", "pi", "e", "inf"].includes(name);
  const expression: Expression = inlineUnits(parseExpression(record.value), isDeclared);
  const values = (t: number, i: number): number =>
    evaluate(expression, {
      scope: (name) => ({ t, i, N: populationSize, dt })[name] ?? parameters.get(name),
      functions: hostFunctions,
    });
  if (!freeNames(expression).has("i")) return (step) => values(step * dt, 0);
  const each = new Float64Array(targets.size);
  return (step) => {
    for (let k = 0; k < each.length; k++) each[k] = values(step * dt, targets.neuron(k));
    return each;
  };
}

function sine(record: Of<"sine">, { dt }: CurrentRequest): CurrentValue {
  const [amplitude, offset] = [number(record.amplitude), number(record.offset ?? 0)];
  const start = record.start === undefined ? 0 : number(record.start);
  const turn = 2 * Math.PI * number(record.frequency);
  const phase = ((record.phase ?? 0) * Math.PI) / 180;
  const sin = hostFunctions["sin"] ?? (() => Number.NaN);
  return (step) => offset + amplitude * sin(turn * (step * dt - start) + phase);
}

function noise(record: Of<"noise">, request: CurrentRequest): CurrentValue {
  const { dt, seed, index, targets } = request;
  const [mean, sd] = [number(record.mean), number(record.sd)];
  const every = Math.max(1, stepsOf(record.every, 1, dt));
  const key = streamKey(seed, `stimulus/${index}`);
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

function timeArray(record: Of<"time-array">, { dt, place }: CurrentRequest): CurrentValue {
  const { values } = record;
  if (!isArrayValue(values)) {
    const next = 'Give them as { "values": [...], "unit": "nA" }.';
    throw STIMULUS({ place: `${place}.values`, message: "Samples are an array of numbers.", next });
  }
  const unit = parseUnit(values.unit ?? "1");
  const samples = Float64Array.from(values.values, (value) => toInternal({ value, unit }));
  const every = number(record.every);
  const start = record.start === undefined ? 0 : number(record.start);
  return (step) => {
    // The slack keeps 0.3 / 0.1 from falling into the sample before.
    const sample = Math.floor((step * dt - start) / every + 1e-9);
    if (sample < 0) return 0;
    return samples[Math.min(sample, samples.length - 1)] ?? 0;
  };
}

function isArrayValue(value: Value): value is ArrayValue {
  return typeof value === "object" && !Array.isArray(value) && "values" in value;
}
