import type { PopulationPlace, ValuePlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { TrainedProjection } from "../program/training-program.ts";
import type { RunParts } from "../run/run-parts.ts";

type Floats = Float32Array | Float64Array;

/** A matrix in memory, one row a source. */
export interface TapeMatrix {
  readonly values: Floats;
  /** Elements from a row to the next. */
  readonly pitch: number;
}

/** All steps of an example that was taken forward, and where its gradients go. */
export interface Tape {
  readonly steps: number;
  /** The output of the example, and its target. */
  readonly output: Float64Array;
  readonly target: Float64Array;
  /** What the example counts in the batch; slopes have it already. */
  readonly scale: number;
  /** What a slot held when a step began, or what came into it in the step. */
  begin(population: string, slot: string, step: number): Floats;
  /** Who spiked in a step. */
  spikes(name: string, step: number): Int32Array;
  /** How the loss changes with what is read of the readout in a step. */
  readSlopes(step: number): Floats;
  /** How costs of rates change with each spike of a population. */
  rateSlopes(population: string): Floats;
  weights(projection: TrainedProjection): TapeMatrix;
  /** Where the gradients of weights are added up. */
  gradients(projection: TrainedProjection): TapeMatrix;
  parameter(population: string, parameter: string): Floats;
  /** Where the gradients of a parameter are added up. */
  parameterGradients(population: string, parameter: string): Floats;
}

/** An example of a batch. */
export interface TapedExample extends Pick<Tape, "output" | "target" | "scale"> {
  /** Which it is of those that are taken together. */
  readonly own: number;
  /** Where its marks begin, for each given population. */
  readonly marks: readonly number[];
  /** The element where the gradients of its block begin. */
  readonly gradients: number;
  readonly readout: string;
}

/** Show the example that is in memory. */
export function tapeOf({ program, plan, memory }: RunParts, example: TapedExample): Tape {
  const { output, target, scale, own, marks, gradients, readout } = example;
  const { steps } = program;
  const bytes = memory.type === "f64" ? 8 : 4;
  const given = new Map(program.given.map(({ name }, k) => [name, marks[k] as number]));
  const place = (name: string): PopulationPlace => plan.populations.get(name) as PopulationPlace;
  const matrix = (one: TrainedProjection, from: number): TapeMatrix => {
    const { at, rows, pitch } = plan.weights.get(one) as ValuePlace;
    return { values: memory.at(from + bytes * at, rows * pitch), pitch };
  };
  return {
    steps,
    output,
    target,
    scale,
    begin(name, slot, step) {
      const { rows, rowElements, slots, size } = place(name);
      return memory.at(
        rows + bytes * ((own * (steps + 1) + step) * rowElements + placeIn(slots, slot)),
        size,
      );
    },
    spikes(name, step) {
      const words = memory.integers();
      const mark = given.get(name);
      const first = mark === undefined ? place(name).ids / 4 : plan.events / 4;
      const begin =
        mark === undefined ? place(name).marks / 4 + own * (steps + 1) : plan.events / 4 + mark;
      const at = begin + step;
      return words.subarray(first + (words[at] as number), first + (words[at + 1] as number));
    },
    readSlopes(step) {
      const { stepSlopes = 0, width, size } = place(readout);
      return memory.at(stepSlopes + bytes * (own * steps + step) * width, size);
    },
    rateSlopes(name) {
      const { rateSlopes, width, size } = place(name);
      return memory.at(rateSlopes + bytes * own * width, size);
    },
    weights: (one) => matrix(one, plan.values),
    gradients: (one) => matrix(one, plan.gradients + bytes * gradients),
    parameter(name, parameter) {
      const { at } = plan.parameters.get(`${name}.${parameter}`) as ValuePlace;
      return memory.at(plan.values + bytes * at, place(name).size);
    },
    parameterGradients: (name, parameter) =>
      memory.at(placeIn(place(name).adjoints, parameter), place(name).size),
  };
}
