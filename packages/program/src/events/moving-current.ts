import { compileExpression, freeNames } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { finiteValue, formulaSlots } from "../inputs/current-value.ts";
import type { CurrentProgram } from "../inputs/stimulus-program.ts";
import type { NetworkProgram } from "../network-program.ts";

/** A current that changes all the time. */
export interface MovingCurrent {
  /** Longest time in ms over which the current may be integrated at once. */
  readonly longest: number;
  /** Value at a time, by number of the neuron in its population, whether or not the current acts then. */
  value(neuron: number, time: number): number;
}

/**
 * Prepare a current that changes all the time: a sine, or a formula of t.
 *
 * Undefined for others.
 */
export function movingCurrent(
  { course, start, index }: CurrentProgram,
  { dt }: Pick<NetworkProgram, "dt">,
): MovingCurrent | undefined {
  if (course.kind === "sine") {
    const { amplitude, offset, turn, phase } = course;
    const sin = hostFunctions["sin"] as (x: number) => number;
    // A quarter of a period: no step of the integrator may pass over a whole one.
    const longest = turn === 0 ? Number.POSITIVE_INFINITY : Math.PI / 2 / Math.abs(turn);
    return {
      longest,
      value: (_, time) => offset + amplitude * sin(turn * (time - start) + phase),
    };
  }
  if (course.kind !== "formula" || !freeNames(course.value).has("t")) return undefined;
  const compute = compileExpression(course.value, { slots: formulaSlots });
  const finite = finiteValue({ index, perNeuron: course.perNeuron });
  const frame = new Float64Array(formulaSlots.size);
  return {
    // Pulses of a formula are at least as long as a step.
    longest: dt,
    value(neuron, time) {
      frame[0] = time;
      frame[1] = neuron;
      return finite(compute(frame), time, neuron);
    },
  };
}
