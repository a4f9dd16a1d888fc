import { hostFunctions } from "@spikeloom/equations/functions";
import type { JacobianEntry } from "@spikeloom/program/derive";
import { NOT_TRAINED, TRAINING_OPTION } from "../errors.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import { type Jacobians, jacobiansOf } from "./jacobians.ts";
import type { Tape } from "./tape.ts";

/** A linear filter, the same in all steps and for all neurons. */
export interface LinearFilter {
  /** Its state. */
  readonly states: number;
  /** Transition matrix, row by row. */
  readonly goesOn: Float64Array;
  /** Input vector. */
  readonly gains: Float64Array;
  /** Index of the variable that is read. */
  readonly read: number;
}

/** Finds the filter that a population implements in a sample. */
export type FindFilter = (tape: Tape) => LinearFilter;

/** Input and output variable of the filter. */
interface Between {
  readonly inflow: string;
  readonly variable: string;
  readonly dt: number;
  readonly steps: number;
}

/**
 * Extract the linear filter from an input to a variable of a population.
 *
 * Its neurons are linear if their derivatives are the same in all steps and for all of them; a sample in which they are
 * not is refused.
 */
export function linearFilter(population: TrainedPopulation, between: Between): FindFilter {
  const { inflow, variable, dt, steps } = between;
  const jacobians = jacobiansOf(population, dt);
  const names = reached(jacobians, inflow);
  const at = (slot: string): number => names.indexOf(slot);
  if (at(variable) < 0) throw notReached(population.name, between);
  const used = jacobians.entries.filter(
    ({ of, by }) => at(of) >= 0 && (by === inflow || at(by) >= 0),
  );
  return (tape) => {
    const [goesOn, gains] = [new Float64Array(names.length ** 2), new Float64Array(names.length)];
    for (let step = 0; step < steps; step++) {
      jacobians.compute(tape, step);
      for (const entry of used) {
        const values = jacobians.values(entry);
        const isGain = entry.by === inflow;
        const [into, place] = isGain
          ? [gains, at(entry.of)]
          : [goesOn, at(entry.of) * names.length + at(entry.by)];
        if (step === 0) into[place] = values[0] as number;
        const known = into[place];
        if (!values.every((value) => value === known)) {
          throw notLinear(population.name, { entry, step });
        }
      }
    }
    return { states: names.length, goesOn, gains, read: at(variable) };
  };
}

/** List the variables affected by an input or a parameter. */
export function reached({ entries }: Pick<Jacobians, "entries">, from: string): readonly string[] {
  const found = new Set<string>();
  const spread = (by: string): void => {
    for (const { of, by: one } of entries) {
      if (one !== by || of === "spikes" || found.has(of)) continue;
      found.add(of);
      spread(of);
    }
  };
  spread(from);
  return [...found];
}

function notReached(population: string, { inflow, variable }: Between): Error {
  return NOT_TRAINED({
    place: `populations.${population}`,
    message: `Input at "${inflow}" does not affect "${variable}".`,
    next: "Read a variable that is affected by synapses.",
  });
}

function notLinear(
  population: string,
  { entry, step }: { readonly entry: JacobianEntry; readonly step: number },
): Error {
  return NOT_TRAINED({
    place: `populations.${population}, step ${step}`,
    message: `The readout is not a linear filter of spikes: the derivative of "${entry.of}" with respect to "${entry.by}" differs between steps or neurons.`,
    expected: "linear neurons that do not spike",
    next: "Read out a population of leaky neurons whose threshold is never reached.",
  });
}

const exp = hostFunctions["exp"] as (x: number) => number;
const log = hostFunctions["log"] as (x: number) => number;

/** Filter with the difference of two exponentials, with a peak of 1. */
export function doubleExponential(times: {
  readonly rise: number;
  readonly decay: number;
  readonly dt: number;
}): LinearFilter {
  const { rise, decay, dt } = times;
  if (!(rise > 0 && decay > rise)) {
    throw TRAINING_OPTION({
      place: "a double exponential",
      message: "Its rise time must be shorter than its decay time.",
      expected: "0 < rise < decay, in ms",
      got: `${rise} and ${decay}`,
    });
  }
  const peak = (log(decay / rise) * rise * decay) / (decay - rise);
  const scale = 1 / (exp(-peak / decay) - exp(-peak / rise));
  const [fast, slow] = [exp(-dt / rise), exp(-dt / decay)];
  return {
    states: 3,
    goesOn: Float64Array.of(fast, 0, 0, 0, slow, 0, -scale * fast, scale * slow, 0),
    gains: Float64Array.of(1, 1, 0),
    read: 2,
  };
}

/** Filter values of several neurons step by step, in place. */
export function filterInPlace(filter: LinearFilter, values: Float64Array, neurons: number): void {
  const { states, goesOn, gains, read } = filter;
  let [before, held] = [new Float64Array(states), new Float64Array(states)];
  for (let n = 0; n < neurons; n++) {
    held.fill(0);
    for (let at = n; at < values.length; at += neurons) {
      [before, held] = [held, before];
      const value = values[at] as number;
      for (let a = 0; a < states; a++) {
        let sum = (gains[a] as number) * value;
        for (let b = 0; b < states; b++) {
          sum += (goesOn[a * states + b] as number) * (before[b] as number);
        }
        held[a] = sum;
      }
      values[at] = held[read] as number;
    }
  }
}
