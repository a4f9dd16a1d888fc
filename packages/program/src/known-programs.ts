import { keepKnown, SpikeLoomError, textOf } from "@spikeloom/kernel";
import { discretise } from "./neurons/discretise.ts";
import type { NeuronForm } from "./neurons/neuron-form.ts";
import type { Discretisation } from "./neurons/step-input.ts";
import type { StepProgram } from "./neurons/step-program.ts";
import {
  type ContinuousPopulation,
  discretisationOf,
  type Grid,
  type StepRequest,
} from "./step-request.ts";
import { lowerSynapse, type SynapseLowering } from "./synapses/lower-synapse.ts";
import type { ModelWithConstants } from "./synapses/names-of-models.ts";
import type { SynapseProgram } from "./synapses/synapse-program.ts";

/** Cache that lets a run reuse programs lowered by a check. */
const steps = keepKnown<StepProgram>(256);
const synapses = keepKnown<SynapseProgram>(256);

/**
 * Derive the step of a form, or reuse an equal one derived before.
 *
 * Only programs whose parameters are one number each are cached: others hold arrays for all neurons.
 */
export function lowerStep(form: NeuronForm, discretisation: Discretisation): StepProgram {
  const numbers = numbersOf(discretisation.parameters);
  if (numbers === undefined) return discretise(form, discretisation);
  const text = `${numbers} ${stepShape(form, discretisation)}`;
  return steps(text, () => discretise(form, discretisation));
}

/** Lower the synapses of a projection, or reuse an equal program lowered before. */
export function lowerSynapses(options: SynapseLowering): SynapseProgram {
  const { synapse, plasticity, dt, convention } = options;
  const printed = (one: ModelWithConstants<object> | undefined): string =>
    one === undefined ? "" : `${textOf(one.model)} ${numbersOf(one.constants)}`;
  const text = [printed(synapse), printed(plasticity), dt, textOf(convention)].join("\n");
  return synapses(text, () => lowerSynapse(options));
}

/** Print numbers by name with all their bits; undefined if neurons differ. */
function numbersOf(values: ReadonlyMap<string, number | Float64Array>): string | undefined {
  let text = "";
  for (const [name, value] of values) {
    if (typeof value !== "number") return undefined;
    text += `${name} ${Object.is(value, -0) ? "-0" : value} `;
  }
  return text;
}

/** Serialise everything that determines a population's step, except its parameters. */
export function stepShape(form: NeuronForm, discretisation: Discretisation): string {
  const { dt, convention, scheme, inputs, receptors, observed, zeroDelay } = discretisation;
  const { asSlots = [] } = discretisation;
  const fed = [[...inputs].sort(), [...receptors].sort(), observed, [...asSlots].sort()];
  const options = JSON.stringify([dt, zeroDelay, fed, scheme]);
  return [options, formText(form), textOf(convention)].join("\n");
}

const formTexts = new WeakMap<NeuronForm, string>();

/** Serialise a form with all bits of its numbers; forms with equal texts have equal steps. */
function formText(form: NeuronForm): string {
  const text = formTexts.get(form) ?? JSON.stringify(form, plain);
  formTexts.set(form, text);
  return text;
}

/** Replace values that JSON lacks. */
function plain(_: string, value: unknown): unknown {
  if (value instanceof Map) return [...value];
  if (typeof value !== "number") return value;
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}

interface Seen {
  /** Parameter values of the first population of each shape. */
  readonly numbers: string | undefined;
  /** Whether a program with symbolic parameters can be created. */
  isGeneral: boolean | undefined;
}

/** A population whose step is to be checked. */
interface Checked extends ContinuousPopulation {
  step(request: StepRequest): StepProgram;
}

/** Rejects populations whose step cannot be derived. */
export type LowerCheck = (population: Checked, grid: Grid) => void;

/**
 * Create a check for many populations of few models.
 *
 * Substituting numbers only simplifies equations: if a program with symbolic parameters can be created, any numbers can
 * be substituted. So among populations that differ only in numbers, only the first one and such a program are lowered.
 */
export function lowerCheck(): LowerCheck {
  const seen = new Map<string, Seen>();
  return (population, grid) => {
    const { form } = population;
    const usual = { zeroDelay: false };
    const discretisation = discretisationOf(population, grid, usual);
    const shape = stepShape(form, discretisation);
    const numbers = numbersOf(discretisation.parameters);
    const first = seen.get(shape);
    if (first === undefined) seen.set(shape, { numbers, isGeneral: undefined });
    else if (first.numbers !== numbers || numbers === undefined) {
      first.isGeneral ??= canLower(form, discretisation);
      if (first.isGeneral) return;
    }
    population.step(usual);
  };
}

/**
 * Test whether a step can be derived with parameters that differ between two neurons, so that none is inlined as a
 * number.
 */
function canLower(form: NeuronForm, discretisation: Discretisation): boolean {
  const two = [...discretisation.parameters].map(([name, value]) => {
    const first = typeof value === "number" ? value : (value[0] as number);
    return [name, Float64Array.of(first, first + 1)] as const;
  });
  try {
    discretise(form, { ...discretisation, parameters: new Map(two) });
    return true;
  } catch (error) {
    if (error instanceof SpikeLoomError) return false;
    throw error;
  }
}
