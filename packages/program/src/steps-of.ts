import { NOT_DERIVED } from "./errors.ts";
import { lowerStep } from "./known-programs.ts";
import type { PopulationProgram } from "./network-program.ts";
import type { StepProgram } from "./neurons/step-program.ts";
import { discretisationOf, type Grid, isUsual } from "./step-request.ts";

/** Steps of a population that are given: the usual one, and that split in two where spikes can arrive at once. */
export interface GivenSteps {
  readonly usual: StepProgram;
  readonly split?: StepProgram | undefined;
}

type Continuous = Omit<PopulationProgram, "step">;

/** Derive steps from the continuous form, those of the network once; those that are given are taken as they are. */
export function stepsOf(
  population: Continuous,
  grid: Grid,
  given: Partial<GivenSteps> = {},
): PopulationProgram["step"] {
  const known = new Map([
    [false, given.usual],
    [true, given.split],
  ]);
  return (request) => {
    const usual = isUsual(request);
    const found = usual ? known.get(request.zeroDelay) : undefined;
    if (found !== undefined) return found;
    if (given.usual !== undefined && isQuantised(given.usual)) throw quantisedAlready(population);
    const derived = lowerStep(population.form, discretisationOf(population, grid, request));
    const step = keySeries(derived, population.name);
    if (usual) known.set(request.zeroDelay, step);
    return step;
  };
}

function isQuantised({ slots }: StepProgram): boolean {
  return [...slots.values()].some(({ type }) => type.kind === "fixed");
}

function quantisedAlready({ name }: Continuous): Error {
  return NOT_DERIVED({
    message: `The step of population "${name}" was read in fixed point, and cannot be derived in another way.`,
    next: "Read the program in real numbers, and call quantise on it.",
  });
}

/** Key the random numbers of a population's step. */
function keySeries(step: StepProgram, population: string): StepProgram {
  if (step.draws.length === 0) return step;
  return {
    ...step,
    draws: step.draws.map((one) => ({ ...one, key: `${one.slot}/${population}` })),
  };
}
