import { type Expression, evaluate } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import {
  activeSteps,
  changingAmount,
  type DriveProgram,
  driveAmount,
  type SourceProgram,
} from "@spikeloom/program";

/** Neurons whose Poisson processes have equal rates in every step. */
export interface StepRates {
  /** Ascending. */
  readonly neurons: readonly number[];
  /** In kHz, by step. */
  readonly rates: Float64Array;
}

interface Run {
  /** In ms. */
  readonly dt: number;
  readonly steps: number;
}

/** Compute the rates of Poisson sources in each step; undefined for other sources. */
export function sourceRates(
  source: SourceProgram | undefined,
  { size, dt, steps }: Run & { readonly size: number },
): readonly StepRates[] | undefined {
  if (source?.kind !== "poisson") return undefined;
  const { values, rate, start, stop } = source;
  const rows = new Map<string, number[]>();
  for (let neuron = 0; neuron < size; neuron++) {
    const key = [...values.values()].map((each) => each[neuron]).join(" ");
    rows.set(key, [...(rows.get(key) ?? []), neuron]);
  }
  return [...rows.values()].map((neurons) => {
    const [first = 0] = neurons;
    let now = 0;
    const scope = (name: string): number | undefined =>
      name === "t" ? now : values.get(name)?.[first];
    const computed = (e: Expression): number => evaluate(e, { scope, functions: hostFunctions });
    const from = computed(start);
    const until = computed(stop);
    const rates = Float64Array.from({ length: steps }, (_, step) => {
      now = step * dt;
      return now < from - dt / 2 || now >= until - dt / 2 ? 0 : computed(rate);
    });
    return { neurons, rates };
  });
}

/** Compute the rates of a Poisson stimulus in each step, summed over its sources. */
export function stimulusRates(drive: DriveProgram, { dt, steps }: Run): readonly StepRates[] {
  const { law, targets, rate } = drive;
  const sources = law === "binomial" ? drive.sources : 1;
  const [from, until] = activeSteps(drive, dt);
  const rows = (neurons: readonly number[], amount: (step: number) => number): StepRates => ({
    neurons: neurons.toSorted((a, b) => a - b),
    rates: Float64Array.from({ length: steps }, (_, step) =>
      step < from || step >= until ? 0 : (sources * amount(step)) / dt,
    ),
  });
  const all = Array.from({ length: targets.size }, (_, k) => targets.neuron(k));
  const changing = changingAmount(drive, dt);
  if (rate.kind === "changing" && changing !== undefined) {
    if (!rate.perNeuron) return [rows(all, (step) => changing.at(step * dt))];
    return all.map((neuron) => rows([neuron], (step) => changing.at(step * dt, neuron)));
  }
  const amount = driveAmount(drive, { dt });
  if (rate.kind === "each") {
    return all.map((one, k) => rows([one], () => amount(rate.rates[k] ?? 0)));
  }
  return [rows(all, () => amount(rate.kind === "one" ? rate.rate : 0))];
}

/** Whether a rate is constant. */
export function isConstant({ rates }: StepRates): boolean {
  const [first] = rates;
  return rates.every((rate) => rate === first);
}

/** List the rates of all neurons in kHz, step by step; a single step if constant. */
export function ratesByStep(
  rows: readonly StepRates[],
  { size, steps }: { readonly size: number; readonly steps: number },
): Float64Array {
  const length = rows.every(isConstant) ? 1 : steps;
  const all = new Float64Array(length * size);
  for (const { neurons, rates } of rows) {
    for (let step = 0; step < length; step++) {
      for (const neuron of neurons) all[step * size + neuron] = rates[step] ?? 0;
    }
  }
  return all;
}
