import { evaluate, parseExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { ResolvedPopulation } from "@spikeloom/network";
import { activeSteps, changingAmount, type DriveProgram, driveAmount } from "@spikeloom/program";
import { numberOf } from "@spikeloom/simulate/scripts";

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
  { model, parameters, size }: ResolvedPopulation,
  { dt, steps }: Run,
): readonly StepRates[] | undefined {
  const { source } = model;
  if (source?.process !== "poisson") return undefined;
  const rate = parseExpression(source.rate);
  const [start, stop] = [source.start, source.stop].map((text) =>
    text === undefined ? undefined : parseExpression(text),
  );
  const rows = new Map<string, number[]>();
  for (let neuron = 0; neuron < size; neuron++) {
    const key = [...parameters.values()].map(({ value }) => numberOf(value, neuron)).join(" ");
    rows.set(key, [...(rows.get(key) ?? []), neuron]);
  }
  return [...rows.values()].map((neurons) => {
    const [first = 0] = neurons;
    let now = 0;
    const scope = (name: string): number | undefined => {
      if (name === "t") return now;
      const found = parameters.get(name)?.value;
      return found === undefined ? undefined : numberOf(found, first);
    };
    const computed = (e: typeof rate): number => evaluate(e, { scope, functions: hostFunctions });
    const from = start === undefined ? 0 : computed(start);
    const until = stop === undefined ? Number.POSITIVE_INFINITY : computed(stop);
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
