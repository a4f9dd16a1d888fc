import type { PopulationPlace, ValuePlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { TrainedProjection } from "../program/training-program.ts";
import type { RunParts } from "../run/run-parts.ts";

type Floats = Float32Array | Float64Array;

/** Matrix in memory, one row per source. */
export interface TapeMatrix {
  readonly values: Floats;
  /** Elements from one row to the next. */
  readonly pitch: number;
}

/** All steps of a sample after the forward pass, and the position of its gradients. */
export interface Tape {
  readonly steps: number;
  /** Output of the sample, and its target. */
  readonly output: Float64Array;
  readonly target: Float64Array;
  /** Weight of the sample in the batch; derivatives already include it. */
  readonly scale: number;
  /** Value of a slot at the start of a step, or the input of a step. */
  begin(population: string, slot: string, step: number): Floats;
  /** Neurons that spiked in a step. */
  spikes(name: string, step: number): Int32Array;
  /** Derivative of the loss with respect to the readout in a step. */
  readSlopes(step: number): Floats;
  /** Derivative of the rate costs with respect to each spike of a population. */
  rateSlopes(population: string): Floats;
  weights(projection: TrainedProjection): TapeMatrix;
  /** Sums of the gradients of weights. */
  gradients(projection: TrainedProjection): TapeMatrix;
  parameter(population: string, parameter: string): Floats;
  /** Sums of the gradients of a parameter. */
  parameterGradients(population: string, parameter: string): Floats;
}

/** A sample of a batch. */
export interface TapedExample extends Pick<Tape, "output" | "target" | "scale"> {
  /** Its index in the group. */
  readonly own: number;
  /** Start of its marks for each given population. */
  readonly marks: readonly number[];
  /** Start of the gradients of its block. */
  readonly gradients: number;
  readonly readout: string;
}

/** Show the sample that is in memory. */
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
