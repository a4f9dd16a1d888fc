import { keepKnown, SpikeLoomError, textOf } from "@spikeloom/kernel";
import { lowerNeuron } from "./neurons/lower-neuron.ts";
import type { LowerOptions } from "./neurons/lowering.ts";
import type { StepProgram } from "./neurons/step-program.ts";
import { lowerSynapse, type SynapseLowering } from "./synapses/lower-synapse.ts";
import type { ModelWithConstants } from "./synapses/names-of-models.ts";
import type { SynapseProgram } from "./synapses/synapse-program.ts";

/** Cache that lets a run reuse programs lowered by a check. */
const steps = keepKnown<StepProgram>(256);
const synapses = keepKnown<SynapseProgram>(256);

/**
 * Lower the step of a population, or reuse an equal one lowered before.
 *
 * Only programs whose parameters are one number each are cached: others hold arrays for all neurons.
 */
export function lowerStep(options: LowerOptions): StepProgram {
  const numbers = numbersOf(options.parameters);
  if (numbers === undefined) return lowerNeuron(options);
  return steps(`${numbers} ${stepShape(options)}`, () => lowerNeuron(options));
}

/** Lower the synapses of a projection, or reuse an equal program lowered before. */
export function lowerSynapses(options: SynapseLowering): SynapseProgram {
  const { synapse, plasticity, dt, convention } = options;
  const printed = (one: ModelWithConstants<object> | undefined): string =>
    one === undefined ? "" : `${textOf(one.model)} ${numbersOf(one.constants)}`;
  const text = [printed(synapse), printed(plasticity), dt, textOf(convention)].join("\n");
  return synapses(text, () => lowerSynapse(options));
}

/** Print numbers by name, each with all its bits; undefined where neurons differ. */
function numbersOf(values: ReadonlyMap<string, number | Float64Array>): string | undefined {
  let text = "";
  for (const [name, value] of values) {
    if (typeof value !== "number") return undefined;
    text += `${name} ${Object.is(value, -0) ? "-0" : value} `;
  }
  return text;
}

/** Serialise everything but parameters that determines a population's step. */
export function stepShape(options: LowerOptions): string {
  const { dt, convention, integrator, subSteps, inputs, receptors, observed, zeroDelay } = options;
  const { asSlots = [] } = options;
  const fed = [[...inputs].sort(), [...receptors].sort(), observed, [...asSlots].sort()];
  const records = [options.model, convention, ...(integrator ? [integrator] : [])];
  return [JSON.stringify([dt, subSteps, zeroDelay, fed]), ...records.map(textOf)].join("\n");
}

interface Seen {
  /** Parameter values of the first population of a shape. */
  readonly numbers: string | undefined;
  /** Whether a program with symbolic parameters can be created. */
  isGeneral: boolean | undefined;
}

/** Rejects models that cannot be lowered; `lower` is called if that must be tried. */
export type LowerCheck = (options: LowerOptions, lower: () => unknown) => void;

/**
 * Create a check for many populations of few models.
 *
 * Substituting numbers makes equations simpler, never harder: if a program with symbolic parameters can be created, any numbers
 * can be substituted. So of populations that differ only in numbers, the first one and such a program are lowered.
 */
export function lowerCheck(): LowerCheck {
  const seen = new Map<string, Seen>();
  return (options, lower) => {
    const { parameters } = options;
    const shape = stepShape(options);
    const numbers = numbersOf(parameters);
    const first = seen.get(shape);
    if (first === undefined) seen.set(shape, { numbers, isGeneral: undefined });
    else if (first.numbers !== numbers || numbers === undefined) {
      first.isGeneral ??= canLower({ ...options, parameters: named(parameters) });
      if (first.isGeneral) return;
    }
    lower();
  };
}

function canLower(options: LowerOptions): boolean {
  try {
    lowerNeuron(options);
    return true;
  } catch (error) {
    if (error instanceof SpikeLoomError) return false;
    throw error;
  }
}

/** Parameters that differ between two neurons, so that none is put in as a number. */
function named(parameters: LowerOptions["parameters"]): LowerOptions["parameters"] {
  const first = (value: number | Float64Array): number =>
    typeof value === "number" ? value : (value[0] as number);
  return new Map(
    [...parameters].map(([name, value]) => [name, Float64Array.of(first(value), first(value) + 1)]),
  );
}
