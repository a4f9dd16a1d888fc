import { solveExact } from "@spikeloom/program";
import { type MemoryPlan, slopeName, type ValuePlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { TrainingMemory } from "../memory/training-memory.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { RunParts } from "./run-parts.ts";

type Numbers = ReturnType<TrainingMemory["at"]>;

/**
 * Make what computes the numbers of exact steps anew from the parameters that are trained, and how they change with these.
 *
 * They have the bits of a simulation with the same parameters.
 */
export function coefficientUpdate({
  program,
  plan,
  memory,
}: Pick<RunParts, "program" | "plan" | "memory">): () => void {
  const open = program.populations.filter(({ coefficients }) => coefficients.size > 0);
  const bytes = memory.type === "f64" ? 8 : 4;
  const row = ({ at, pitch }: ValuePlace): Numbers => memory.at(plan.values + at * bytes, pitch);
  return () => {
    for (const { name, size, constants, trained, step } of open) {
      const arrays = new Map(constants);
      for (const parameter of trained) {
        const found = row(placeOf(plan.parameters, name, parameter));
        arrays.set(parameter, oneOrAll(Float64Array.from(found.subarray(0, size))));
      }
      for (const [parameter, values] of constants) {
        if (!trained.includes(parameter)) arrays.set(parameter, oneOrAll(values));
      }
      for (const exact of step.exact ?? []) {
        const { values, slopes } = solveExact(exact, arrays);
        for (const [slot, own] of values) {
          fill(row(placeOf(plan.coefficients, name, slot)), own);
          for (const [parameter, slope] of slopes.get(slot) ?? []) {
            fill(row(placeOf(plan.coefficients, name, slopeName(slot, parameter))), slope);
          }
        }
      }
    }
  };
}

/** Adds to gradients of parameters what they are by way of numbers of exact steps. */
export interface CoefficientChain {
  /** Address and element count of the gradient sums of a block, by coefficient. */
  readonly coefficients: readonly { readonly sums: number; readonly pitch: number }[];
  /** Add to the gradients of a block. */
  add(gradients: Numbers): void;
}

/** Make what applies the chain rule to the gradients of a block. */
export function coefficientChain({
  program,
  plan,
  memory,
}: Pick<RunParts, "program" | "plan" | "memory">): CoefficientChain {
  const bytes = memory.type === "f64" ? 8 : 4;
  const links = program.populations.flatMap((population) => linksOf(population, plan));
  return {
    coefficients: program.populations.flatMap(({ name, coefficients }) =>
      [...coefficients.keys()].map((slot) => ({
        sums: placeIn(plan.populations.get(name)?.adjoints ?? new Map(), slot),
        pitch: placeOf(plan.coefficients, name, slot).pitch,
      })),
    ),
    add(gradients) {
      for (const { sums, slope, into } of links) {
        const slopes = memory.at(plan.values + slope.at * bytes, slope.pitch);
        const own = memory.at(sums, slope.pitch);
        for (let n = 0; n < slope.pitch; n++) {
          const more = (own[n] as number) * (slopes[n] as number);
          gradients[into.at + n] = (gradients[into.at + n] as number) + more;
        }
      }
    },
  };
}

interface Link {
  readonly sums: number;
  readonly slope: ValuePlace;
  readonly into: ValuePlace;
}

/** List how the parameters of a population decide its coefficients. */
function linksOf({ name, step }: TrainedPopulation, plan: MemoryPlan): readonly Link[] {
  const adjoints = plan.populations.get(name)?.adjoints ?? new Map<string, number>();
  return (step.exact ?? []).flatMap(({ slots, parameters }) =>
    [...slots.keys()].flatMap((slot) =>
      parameters.map((parameter) => ({
        sums: placeIn(adjoints, slot),
        slope: placeOf(plan.coefficients, name, slopeName(slot, parameter)),
        into: placeOf(plan.parameters, name, parameter),
      })),
    ),
  );
}

function placeOf(
  places: ReadonlyMap<string, ValuePlace>,
  population: string,
  slot: string,
): ValuePlace {
  const found = places.get(`${population}.${slot}`);
  if (found !== undefined) return found;
  throw new RangeError(`"${slot}" of "${population}" has no place.`);
}

/** One value where all neurons have the same, so that a system is solved once. */
function oneOrAll(values: Float64Array): Float64Array {
  const [first = 0] = values;
  return values.every((one) => Object.is(one, first)) ? Float64Array.of(first) : values;
}

/** Fill a row; padding is as the first neuron. */
function fill(row: Numbers, values: Float64Array): void {
  row.fill(values[0] as number);
  if (values.length > 1) row.set(values);
}
