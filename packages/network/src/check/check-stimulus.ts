import type { DrawValue, NeuronRecord, StimulusRecord, Value } from "@spikeloom/kernel";
import { type Dimension, dimensionless, formatInternal, parseUnit } from "@spikeloom/units";
import { show, VALUE, VALUE_LENGTH } from "../errors.ts";
import { chooseInput, chooseReceptor } from "../plan/choose-receptor.ts";
import { readTime } from "../plan/network-step.ts";
import type { Support } from "../values/draw.ts";
import { checkFormula } from "../values/formula.ts";
import { ownUnit } from "../values/own-unit.ts";
import { readScalar, withPlace } from "../values/scalar.ts";
import { checkSign } from "../values/weight-sign.ts";
import { checkWhole, integerBehind } from "../values/whole-weights.ts";
import { checkInterval, readInterval } from "./check-interval.ts";
import { type CheckContext, checkSelection, isPopulation } from "./check-population.ts";
import { checkDrawnRate, checkDrawnSign } from "./check-support.ts";
import { checkValue } from "./check-value.ts";
import type { Collector } from "./collect.ts";

type Kind = StimulusRecord["kind"];
type OfKind<K extends Kind> = Extract<StimulusRecord, { kind: K }>;

interface Task {
  readonly place: string;
  readonly into: Collector;
  /** The target's model, if it is valid. */
  readonly model: NeuronRecord | undefined;
  /** Number of neurons it acts on, if known. */
  readonly length: number | undefined;
  /** The step in milliseconds, if it is valid. */
  readonly dt: number | undefined;
}

/** Check a stimulus; `known` has the models of the valid populations. */
export function checkStimulus(
  index: number,
  known: ReadonlyMap<string, NeuronRecord>,
  context: CheckContext,
): void {
  const { network, into, faulty, rules } = context;
  const record = network.stimuli?.[index];
  const place = `stimuli[${index}]`;
  if (record === undefined || faulty.has(place)) return;
  const chosen = isPopulation(record.into, `${place}.into`, context)
    ? into.attempt(() => checkSelection(record.neurons, record.into, { ...context, place }))
    : undefined;
  const task = { place, into, model: known.get(record.into), length: chosen?.size, dt: rules?.dt };
  checkWindow(record, task);
  const check = checks[record.kind] as (record: StimulusRecord, task: Task) => void;
  check(record, task);
}

const timeNames: readonly (readonly [string, Dimension])[] = [
  ["t", parseUnit("ms").dimension],
  ["i", dimensionless],
  ["N", dimensionless],
];

const checks: { readonly [K in Kind]: (record: OfKind<K>, task: Task) => void } = {
  poisson: checkPoisson,
  formula: (record, task) => {
    const { place, into } = task;
    const parameters = Object.entries(record.parameters ?? {}).flatMap(([name, value]) => {
      const at = `${place}.parameters.${name}`;
      const own = into.attempt(() => withPlace(at, () => parseUnit(ownUnit(value)).dimension));
      return own === undefined ? [] : [[name, own] as const];
    });
    const names = new Map([...timeNames, ...parameters]);
    const where = `${place}.value`;
    withInput(record, task, (dimension) =>
      checkFormula(record.value, names, { dimension, place: where }),
    );
  },
  steps: (record, task) => {
    const { place, into } = task;
    into.attempt(() => checkTimes(record.times, `${place}.times`));
    if (record.times.length !== record.values.length) {
      const expected = `${record.times.length} entries, one per time`;
      into.add([VALUE_LENGTH({ place: `${place}.values`, expected, got: record.values.length })]);
    }
    checkInputValues(record, { values: record.values }, task);
  },
  "time-array": (record, task) => {
    // Samples are held by time, so they need not coincide with steps.
    task.into.attempt(() => readInterval(record.every, `${task.place}.every`));
    withInput(record, task, (_, unit) => {
      const names = new Map<string, Dimension>();
      checkValue(record.values, { unit, place: `${task.place}.values`, names }, task.into);
    });
  },
  sine: (record, task) => {
    const { amplitude, offset = 0, frequency } = record;
    const { place, into } = task;
    checkInputValues(record, { amplitude, offset }, task);
    if (record.phase !== undefined && !Number.isFinite(record.phase)) {
      const message = "A phase must be a finite number of degrees.";
      into.add([VALUE({ place: `${place}.phase`, message, got: show(record.phase) })]);
    }
    const dimension = parseUnit("Hz").dimension;
    into.attempt(() => readScalar(frequency, { dimension, place: `${place}.frequency` }));
  },
  noise: (record, task) => {
    const { mean, sd, every } = record;
    const { place, into, dt } = task;
    checkInputValues(record, { mean, sd }, task);
    into.attempt(() => every !== undefined && checkInterval(every, dt, `${place}.every`));
  },
};

function checkPoisson(record: OfKind<"poisson">, task: Task): void {
  const { place, into, length, model } = task;
  const names = new Map(timeNames);
  checkRate(record, task);
  if (record.count !== undefined && !(Number.isInteger(record.count) && record.count >= 1)) {
    const message = "The number of sources must be an integer from 1.";
    into.add([VALUE({ place: `${place}.count`, message, got: show(record.count) })]);
  }
  if (model === undefined) return;
  const receptor = into.attempt(() => chooseReceptor(model, record.receptor, place));
  const port = receptor === undefined ? undefined : model.receptors?.[receptor];
  if (receptor === undefined || port === undefined) return;
  const { sign, unit } = port;
  const where = `${place}.weight`;
  const variable = integerBehind(model, receptor);
  const numbers = (weights: Float64Array): void => {
    for (const weight of weights) {
      if (variable !== undefined) checkWhole(weight, { receptor, variable, place: where });
      if (sign !== undefined) checkSign(weight, { receptor, sign, unit, place: where });
    }
  };
  const drawnWeight = (value: DrawValue, support: Support): void => {
    if (sign !== undefined) checkDrawnSign(value, support, { receptor, sign, unit, place: where });
  };
  const weight = { unit, place: where, names, length, numbers, drawn: drawnWeight };
  checkValue(record.weight, weight, into);
}

function checkRate(record: OfKind<"poisson">, { place: stimulus, into, length, dt }: Task): void {
  const place = `${stimulus}.rate`;
  // With binomial counts, each source sends at most one spike per step.
  const most = record.counts === "binomial" && dt !== undefined ? 1 / dt : undefined;
  const numbers = (rates: Float64Array): void => {
    const { dimension } = parseUnit("Hz");
    const wrong = rates.find((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
    if (wrong !== undefined) {
      const message = "A rate must be finite and not negative.";
      throw VALUE({ place, message, got: formatInternal(wrong, dimension) });
    }
    const high = most === undefined ? undefined : rates.find((value) => value * (dt ?? 0) > 1);
    if (high === undefined || most === undefined) return;
    const message = "With binomial counts, each source emits at most one spike per step.";
    const expected = `at most ${formatInternal(most, dimension)}`;
    const got = formatInternal(high, dimension);
    const next = 'Shorten the step, use more sources with a lower rate, or remove "counts".';
    throw VALUE({ place, message, expected, got, next });
  };
  const drawn = (value: DrawValue, support: Support): void => {
    checkDrawnRate(value, support, place);
    if (Number.isFinite(support.high)) numbers(Float64Array.of(support.high));
  };
  const names = new Map(timeNames);
  checkValue(record.rate, { unit: "Hz", place, names, length, numbers, drawn }, into);
}

/** Check quantities of the input's dimension. */
function checkInputValues(
  record: { readonly input?: string },
  given: Readonly<Record<string, Value>>,
  task: Task,
): void {
  withInput(record, task, (_, unit) => {
    for (const [name, value] of Object.entries(given)) {
      const place = `${task.place}.${name}`;
      checkValue(value, { unit, place, names: new Map<string, Dimension>() }, task.into);
    }
  });
}

/** Run a check with the dimension of the input, if the target's model is known. */
function withInput(
  record: { readonly input?: string },
  { model, place, into }: Task,
  check: (dimension: Dimension, unit: string) => unknown,
): void {
  if (model === undefined) return;
  into.attempt(() => {
    const input = chooseInput(model, record.input, place);
    const unit = model.inputs?.[input]?.unit ?? "1";
    check(parseUnit(unit).dimension, unit);
  });
}

function checkWindow(record: StimulusRecord, { place, into }: Task): void {
  const start = "start" in record ? record.start : undefined;
  const stop = "stop" in record ? record.stop : undefined;
  const from = into.attempt(() => (start === undefined ? 0 : readTime(start, `${place}.start`)));
  if (from === undefined || stop === undefined) return;
  into.attempt(() => readTime(stop, `${place}.stop`, from));
}

function checkTimes(times: readonly unknown[], place: string): void {
  let before = 0;
  times.forEach((time, k) => {
    before = readTime(time, `${place}[${k}]`, before);
  });
}
