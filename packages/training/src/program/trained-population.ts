import {
  type NormalisedPopulation,
  SpikeLoomError,
  type Stack,
  type Surrogate,
  type Trainable,
} from "@spikeloom/kernel";
import {
  type Kernel,
  type PopulationProgram,
  type Slot,
  type SlotRole,
  type StepProgram,
  slotName,
} from "@spikeloom/program";
import { adjointStep, type DifferentiateOptions, type Resets } from "@spikeloom/program/derive";
import { NOT_TRAINED } from "../errors.ts";
import { adaptingVariables } from "../surrogates/adapting-variables.ts";
import { slopeOf } from "../surrogates/slope.ts";
import type { ReadParts } from "./read-parts.ts";
import { gainSlot, type Normalised, normalisedOf, withGain } from "./with-gain.ts";
import { withMask } from "./with-mask.ts";

/** Options of the differentiation. */
export interface TrainingProgramOptions {
  /** Holds the connectors that the program names. */
  readonly stack: Stack;
  readonly surrogate: Surrogate | undefined;
  readonly trainable: readonly Trainable[];
  /** Size of a unit of each population's threshold condition in units of the surrogate. */
  readonly units?: ReadonlyMap<string, number> | undefined;
  /** Continuous inputs supplied by batches, as `population.input`. */
  readonly values: ReadonlySet<string>;
  /** Populations with dropout in some samples. */
  readonly dropped?: ReadonlySet<string> | undefined;
  /** Populations whose inputs are normalised over a batch. */
  readonly normalise?: readonly NormalisedPopulation[] | undefined;
  /** Number of steps after which derivatives are truncated; by default they are not. */
  readonly truncate?: number | undefined;
  /** Whether batches continue from the state of earlier ones. */
  readonly carry?: boolean | undefined;
  /** The readout; by default all steps are computed. */
  readonly read?: ReadParts | undefined;
}

/** A population with its step and the corresponding backward step. */
export interface TrainedPopulation {
  readonly name: string;
  readonly size: number;
  /** State carried from step to step, with its initial value. */
  readonly states: ReadonlyMap<string, number | Float64Array>;
  /** Inputs of a step: sums of weights, continuous inputs. */
  readonly inflows: readonly string[];
  /** Slots that are constant over all steps. */
  readonly constants: ReadonlyMap<string, Float64Array>;
  /** Those of them that are trained. */
  readonly trained: readonly string[];
  /** Coefficients of exact steps that depend on trained parameters, with their initial values. */
  readonly coefficients: ReadonlyMap<string, Float64Array>;
  /** The normalisation of its inputs over a batch, if any. */
  readonly normalised: Normalised | undefined;
  /** The step itself, and how it is differentiated. */
  readonly step: StepProgram;
  readonly differentiation: DifferentiateOptions;
  /** Reads states and inputs, writes states. */
  readonly forward: Kernel;
  /**
   * Reads the same, and the derivatives of the readout with respect to states after the step and to spikes; writes
   * those with respect to states before it and to inputs.
   */
  readonly backward: Kernel;
}

const varies: ReadonlySet<SlotRole> = new Set(["state", "refractory", "edge"]);
const flows: ReadonlySet<SlotRole> = new Set(["receptor", "input"]);
const holds: ReadonlySet<SlotRole> = new Set(["parameter", "coefficient"]);

interface PopulationOptions extends TrainingProgramOptions {
  /** Continuous inputs to which other populations project. */
  readonly coupled: readonly string[];
  /** Inputs and receptors to which projections add. */
  readonly summed: readonly string[];
  /** States whose values are transmitted. */
  readonly carried: ReadonlySet<string>;
}

/** Lower a population with its trained parameters, and differentiate its step. */
export function trainedPopulation(
  population: PopulationProgram,
  options: PopulationOptions,
): TrainedPopulation {
  try {
    return differentiated(population, options);
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError && fault.code === "SL_NOT_DERIVED")) throw fault;
    const { code, summary: message, expected, got, next } = fault;
    const place = `populations.${population.name}`;
    throw new SpikeLoomError(code, { message, place, expected, got, next });
  }
}

function differentiated(
  population: PopulationProgram,
  {
    surrogate,
    trainable,
    values,
    coupled,
    summed,
    carried,
    dropped,
    normalise = [],
    units,
  }: PopulationOptions,
): TrainedPopulation {
  const { name, size, initial } = population;
  const own = trainable.flatMap((one) =>
    "population" in one && one.population === name ? [one.parameter] : [],
  );
  const both = coupled.find((one) => values.has(`${name}.${one}`));
  if (both !== undefined) throw fedTwice(name, both);
  const fed = [...population.form.inputs.keys()].filter(
    (one) => values.has(`${name}.${one}`) || coupled.includes(one),
  );
  // A derived program, such as a quantised one, also derives this step.
  const lowered = population.step({
    zeroDelay: false,
    asSlots: new Set(own),
    inputs: new Set(fed),
    observed: [],
  });
  const masked = dropped?.has(name) ? withMask(name, lowered, carried) : lowered;
  const wanted = normalise.find((one) => one.population === name);
  const normalised = wanted && normalisedOf(wanted, { size, step: masked, summed, trained: own });
  const step = normalised === undefined ? masked : withGain(masked, normalised);
  const trained = normalised === undefined ? own : [...own, gainSlot];
  if (step.draws.length > 0) throw noisy(name);
  const [kernel] = step.kernels;
  const differentiation: DifferentiateOptions = {
    by: trained,
    reset: resetsOf(surrogate, { step, population }),
    rounding: surrogate?.rounding,
    surrogate: surrogate && slopeOf(surrogate, units?.get(name)),
  };
  const [adjoint] = adjointStep(step, differentiation).kernels;
  if (kernel === undefined || adjoint === undefined) throw noisy(name);
  const named = (roles: ReadonlySet<SlotRole>): readonly Slot[] =>
    [...step.slots.values()].filter(({ role }) => roles.has(role));
  const states = named(varies).map(({ name: slot, start = 0 }) => {
    return [slot, initial.get(slot)?.value ?? start] as const;
  });
  const inflows = named(flows).map((slot) => slot.name);
  const coefficients = new Map(
    (step.exact ?? []).flatMap(({ slots }) =>
      [...slots.keys()].map((slot) => [slot, wide(step.arrays.get(slot), size)] as const),
    ),
  );
  const kept = new Set([
    ...states.map(([slot]) => slot),
    ...inflows,
    ...trained,
    ...coefficients.keys(),
  ]);
  return {
    name,
    size,
    inflows,
    trained,
    coefficients,
    normalised,
    states: new Map(states),
    step,
    differentiation,
    constants: new Map(
      named(holds)
        .filter((slot) => !coefficients.has(slot.name))
        .map((slot) => [slot.name, wide(step.arrays.get(slot.name), size)]),
    ),
    forward: forwardKernel(
      kernel,
      states.map(([slot]) => slot),
    ),
    backward: {
      ...adjoint,
      stores: adjoint.stores.filter(([slot]) => {
        return [...kept].some((one) => slot === slotName("adjoint", one));
      }),
    },
  };
}

/** List the variables of a population through whose resets gradients pass. */
function resetsOf(
  surrogate: Surrogate | undefined,
  { step, population }: { readonly step: StepProgram; readonly population: PopulationProgram },
): Resets | undefined {
  if (surrogate === undefined) return undefined;
  const { reset = "by-variable" } = surrogate;
  if (reset === "by-variable") return adaptingVariables(population);
  if (typeof reset !== "object") return reset;
  return reset.filter((variable) => step.slots.get(variable)?.role === "state");
}

/** Store all states, changed or not, because they go to another row; inputs are kept for the backward pass. */
function forwardKernel(kernel: Kernel, states: readonly string[]): Kernel {
  const stored = new Map(kernel.stores);
  return {
    ...kernel,
    stores: states.map((slot) => [slot, stored.get(slot) ?? { kind: "name", name: slot }]),
  };
}

function wide(values: Float64Array | undefined, size: number): Float64Array {
  if (values?.length === size) return values;
  return new Float64Array(size).fill(values?.[0] ?? 0);
}

function fedTwice(name: string, input: string): Error {
  return NOT_TRAINED({
    place: `populations.${name}`,
    message: `Batches supply the input "${input}", but other neurons also project to it.`,
    next: "Supply the values to a population of analog-identity neurons that projects to it as well.",
  });
}

function noisy(name: string): Error {
  return NOT_TRAINED({
    place: `populations.${name}`,
    message: "A step that draws random numbers has no gradient.",
    next: "Use a neuron without noise; encoders and dropout draw before a batch is passed.",
  });
}
