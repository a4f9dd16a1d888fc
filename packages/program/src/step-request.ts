import type { ConventionRecord } from "@spikeloom/kernel";
import type { NeuronForm } from "./neurons/neuron-form.ts";
import type { Scheme } from "./neurons/scheme-of.ts";
import type { Discretisation } from "./neurons/step-input.ts";

/** Specifies which step of a population to derive. */
export interface StepRequest {
  /** Whether spikes can arrive in the step that sends them; it is then split in two at that point. */
  readonly zeroDelay: boolean;
  /** Parameters stored in slots although all neurons have one value, such as those that are trained. */
  readonly asSlots?: ReadonlySet<string> | undefined;
  /** Continuous inputs with contributions; those of the network by default. */
  readonly inputs?: ReadonlySet<string> | undefined;
  /** Expressions whose values are recorded; those of the network by default. */
  readonly observed?: readonly string[] | undefined;
  /** Number of neurons, the first ones; all by default. */
  readonly neurons?: number | undefined;
}

/** The time grid of a network. */
export interface Grid {
  readonly dt: number;
  readonly convention: ConventionRecord;
}

/** A population in continuous time. */
export interface ContinuousPopulation {
  readonly form: NeuronForm;
  readonly scheme: Scheme | undefined;
  readonly parameters: ReadonlyMap<string, { readonly value: number | Float64Array }>;
  readonly feeds: {
    readonly inputs: ReadonlySet<string>;
    readonly receptors: ReadonlySet<string>;
    readonly observed: ReadonlySet<string>;
  };
}

/** How the continuous form of a population is discretised on a grid. */
export function discretisationOf(
  { scheme, parameters, feeds }: ContinuousPopulation,
  { dt, convention }: Grid,
  { zeroDelay, asSlots, inputs, observed, neurons }: StepRequest,
): Discretisation {
  const some = (value: number | Float64Array): number | Float64Array =>
    typeof value === "number" || neurons === undefined ? value : value.subarray(0, neurons);
  return {
    parameters: new Map([...parameters].map(([name, { value }]) => [name, some(value)])),
    dt,
    convention,
    scheme,
    inputs: inputs ?? feeds.inputs,
    receptors: feeds.receptors,
    observed: observed ?? [...feeds.observed],
    zeroDelay,
    asSlots,
  };
}

/** Test whether the step is that of the network itself. */
export function isUsual({ asSlots, inputs, observed, neurons }: StepRequest): boolean {
  return [asSlots, inputs, observed, neurons].every((one) => one === undefined);
}
