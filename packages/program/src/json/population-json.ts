import type { NamedValue } from "@spikeloom/network";
import { quantiseStep } from "../derive/quantise-step.ts";
import type { Feeds, PopulationProgram } from "../network-program.ts";
import type { StepProgram } from "../neurons/step-program.ts";
import type { Grid } from "../step-request.ts";
import { type GivenSteps, stepsOf } from "../steps-of.ts";
import {
  byName,
  type Codec,
  count,
  list,
  numberOrNumbers,
  optional,
  record,
  refuse,
  text,
} from "./codec.ts";
import { positions } from "./connection-json.ts";
import { stepFormats } from "./fixed-point-json.ts";
import { dimension, neuronForm, scheme } from "./form-json.ts";
import { sourceProgram } from "./source-json.ts";
import { stepProgram } from "./step-json.ts";

const namedValue: Codec<NamedValue> = record<NamedValue>({ dimension, value: numberOrNumbers });

const names: Codec<ReadonlySet<string>> = {
  write: (value) => [...value],
  read: (data, place, form) => new Set(list(text).read(data, place, form)),
  schema: list(text).schema,
};

const feeds: Codec<Feeds> = record<Feeds>({ inputs: names, receptors: names, observed: names });

/** A population in JSON. */
interface Written extends Omit<PopulationProgram, "step"> {
  readonly steps: GivenSteps;
}

const written: Codec<Written> = record<Written>({
  name: text,
  size: count,
  first: count,
  lag: count,
  positions: optional(positions),
  parameters: byName(namedValue),
  initial: byName(namedValue),
  source: optional(sourceProgram),
  feeds,
  form: neuronForm,
  scheme: optional(scheme),
  quantised: optional(stepFormats),
  steps: record<GivenSteps>({ usual: stepProgram, split: optional(stepProgram) }),
});

/** A population on a grid, with its steps; a second one where spikes may arrive in the step that sends them. */
export function population({ dt, convention }: Grid): Codec<PopulationProgram> {
  return {
    write({ step, ...one }, form) {
      const canBeSplit = convention.delay.least === 0;
      const split = canBeSplit ? step({ zeroDelay: true }) : undefined;
      return written.write({ ...one, steps: { usual: step({ zeroDelay: false }), split } }, form);
    },
    read(data, place, form) {
      const { steps, ...one } = written.read(data, place, form);
      for (const step of [steps.usual, steps.split]) {
        for (const [slot, { length }] of step?.arrays ?? []) {
          if (length === one.size || length === 1) continue;
          refuse(`${place}.steps.arrays.${slot}`, `${one.size} numbers, or one`, length);
        }
      }
      const { quantised } = one;
      const derive = quantised && ((exact: StepProgram) => quantiseStep(exact, quantised));
      return { ...one, step: stepsOf(one, { dt, convention }, { ...steps, derive }) };
    },
    schema: written.schema,
  };
}
