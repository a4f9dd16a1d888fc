import type { StimulusRecord } from "@spikeloom/kernel";
import { adviseName, resolveValue } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";
import { type Examples, type LabelledValues, valueExamples } from "@spikeloom/training";
import { greyAdvice, type ValueSamples } from "./data-part.ts";
import { TRAINING_FILE } from "./errors.ts";
import type { TaskValues } from "./task.ts";

/** A continuous input by its population. */
interface InputName {
  readonly population: string;
  readonly input: string;
}

/** Split `population.input`; names of populations may contain dots. */
function inputNameOf({ input: key }: TaskValues): InputName {
  const dot = key.lastIndexOf(".");
  return { population: key.slice(0, Math.max(0, dot)), input: key.slice(dot + 1) };
}

/**
 * Pass samples directly to the input that a task names.
 *
 * Throws `SL_TRAINING_FILE` if it is no input, has a unit and no amplitude, or takes another number of values.
 */
export function givenExamples(
  samples: ValueSamples,
  values: TaskValues,
  program: NetworkProgram,
): Examples {
  const { steps = 1, input, range = samples.range } = values;
  const { size, unit } = takerOf(values, program);
  const length = samples.shape.reduce((product, one) => product * one, 1);
  checkSteps(samples, { values, steps: stepsOf(program), length });
  if (length / steps !== size) {
    throw TRAINING_FILE({
      place: `network.populations.${inputNameOf(values).population}.size`,
      message: `The number of neurons does not match samples of ${samples.shape.join(" × ")} numbers.`,
      expected: String(length / steps),
      got: String(size),
      next: `${greyAdvice(samples.shape)}Give the population "size": ${length / steps}.`,
    });
  }
  const amplitude = amplitudeOf(values, unit);
  return valueExamples(samples, { input, range, steps, amplitude });
}

const stepsOf = ({ duration = 0, dt }: NetworkProgram): number => Math.round(duration / dt);

/** Refuse samples whose first index is not the number of steps. */
function checkSteps(
  { shape }: LabelledValues,
  {
    values: { steps },
    steps: all,
    length,
  }: { readonly values: TaskValues; readonly steps: number; readonly length: number },
): void {
  if (steps === undefined || steps === 1) return;
  if (steps === all && shape[0] === steps && length % steps === 0) return;
  throw TRAINING_FILE({
    place: "values.steps",
    message: "Samples do not have one row of values per step.",
    expected: `${all}, the steps of the network, as the first index of samples of ${shape.join(" × ")} numbers`,
    got: String(steps),
    next: 'Remove "steps" to use the same values in all steps.',
  });
}

/** Find the receivers of the values: their number and their unit. */
function takerOf(
  values: TaskValues,
  { populations }: NetworkProgram,
): { readonly size: number; readonly unit: string } {
  const { population, input } = inputNameOf(values);
  const found = populations.get(population);
  const unit = found?.form.inputs.get(input)?.unit;
  if (found !== undefined && unit !== undefined) return { size: found.size, unit };
  const known = [...populations.values()].flatMap(({ name, form }) =>
    [...form.inputs.keys()].map((one) => `${name}.${one}`),
  );
  throw TRAINING_FILE({
    place: "values.input",
    message: "This is not an input of the network that accepts values.",
    expected: known.join(", ") || "a population whose model has an input",
    got: values.input,
    next: adviseName(
      values.input,
      known,
      "Use a population of analog-identity, whose input is x_values.",
    ),
  });
}

/** Read the upper end of the range, in internal units. */
function amplitudeOf({ amplitude, input }: TaskValues, unit: string): number {
  if (amplitude === undefined && unit !== "1") {
    throw TRAINING_FILE({
      place: "values.amplitude",
      message: `"${input}" has a unit, and numbers have none.`,
      expected: `a quantity such as "1 ${unit}"`,
      got: "nothing",
    });
  }
  return internalOf(amplitude ?? 1, { unit, place: "values.amplitude" });
}

/** Convert a quantity to internal units. */
function internalOf(
  quantity: string | number,
  { unit, place }: { readonly unit: string; readonly place: string },
): number {
  const stream = (): never => {
    throw new Error("A quantity draws nothing.");
  };
  return Number(resolveValue(quantity, { size: 1, unit, place, stream }));
}

/** Whether a stimulus has the form of `stimuliOf`: samples replace it, and no other. */
export function givesValues(stimulus: StimulusRecord, values: TaskValues): boolean {
  const { population, input } = inputNameOf(values);
  const { kind, into } = stimulus;
  return kind === "time-array" && into === population && stimulus.input === input;
}

/** Return the stimuli that show the first of some samples in a run; neurons without input have none. */
export function stimuliOf(
  examples: Examples,
  values: TaskValues,
  program: NetworkProgram,
): readonly StimulusRecord[] {
  const given = examples.batch(Uint32Array.of(0)).inputs[values.input];
  if (given === undefined || !("values" in given)) return [];
  const { population, input } = inputNameOf(values);
  const { size, unit } = takerOf(values, program);
  const scale = internalOf(unit === "1" ? 1 : `1 ${unit}`, { unit, place: "values.input" });
  return Array.from({ length: size }, (_, neuron): StimulusRecord | undefined => {
    const own = Array.from(
      { length: given.steps },
      (_, step) => (given.values[step * size + neuron] as number) / scale,
    );
    if (own.every((one) => one === 0)) return undefined;
    return {
      kind: "time-array",
      into: population,
      input,
      neurons: { indices: [neuron] },
      values: { values: own, unit },
      every: `${program.dt} ms`,
    };
  }).filter((one) => one !== undefined);
}
