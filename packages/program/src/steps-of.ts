import { lowerStep } from "./known-programs.ts";
import type { PopulationProgram } from "./network-program.ts";
import type { StepProgram } from "./neurons/step-program.ts";
import { discretisationOf, type Grid, isUsual } from "./step-request.ts";

/** Steps of a population that are given: the usual one, and that split in two where spikes can arrive at once. */
export interface GivenSteps {
  readonly usual: StepProgram;
  readonly split?: StepProgram | undefined;
}

/** Steps that are given, and what is derived further from all others. */
export interface StepSources extends Partial<GivenSteps> {
  /** Derivation applied to each step of the form, such as `quantiseStep`. */
  readonly derive?: ((step: StepProgram) => StepProgram) | undefined;
}

type Continuous = Omit<PopulationProgram, "step">;

/** Derive steps from the continuous form, those of the network once; those that are given are taken as they are. */
export function stepsOf(
  population: Continuous,
  grid: Grid,
  { usual: given, split, derive = (step) => step }: StepSources = {},
): PopulationProgram["step"] {
  const known = new Map([
    [false, given],
    [true, split],
  ]);
  return (request) => {
    const usual = isUsual(request);
    const found = usual ? known.get(request.zeroDelay) : undefined;
    if (found !== undefined) return found;
    const exact = lowerStep(population.form, discretisationOf(population, grid, request));
    const step = derive(keySeries(exact, population.name));
    if (usual) known.set(request.zeroDelay, step);
    return step;
  };
}

/** Key the random numbers of a population's step. */
function keySeries(step: StepProgram, population: string): StepProgram {
  if (step.draws.length === 0) return step;
  return {
    ...step,
    draws: step.draws.map((one) => ({ ...one, key: `${one.slot}/${population}` })),
  };
}
