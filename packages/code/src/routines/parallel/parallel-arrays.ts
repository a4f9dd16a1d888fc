import type { ArrayPlace } from "../../form/routine.ts";
import type { ElementType } from "../../form/types.ts";

/**
 * Arrays of a network whose neurons and spikes are processed by many invocations at once.
 *
 * Sums are integers in units of 2^-scale, because integer addition does not depend on the order of the invocations.
 */
export interface ParallelArrays {
  /** Sums of each receptor of each neuron, one row per step of the ring. */
  readonly sums: ArrayPlace<"i32">;
  /** Neurons that spiked in the step, in any order, by their number in the network. */
  readonly spikes: ArrayPlace<"i32">;
  readonly control: ArrayPlace<"i32">;
  /** Bit masks of the neurons that spiked, one row per step of the window. */
  readonly marks: ArrayPlace<"i32">;
  /** Constant integers. */
  readonly tables: ArrayPlace<"i32">;
  /** Integers of the steps of a window. */
  readonly window: ArrayPlace<"i32">;
  /** Floats of the steps of a window: times in ms, then values of inputs. */
  readonly floats: ArrayPlace<"f32">;
  /** Workgroups of the next delivery, as an indirect dispatch reads them. */
  readonly dispatch: ArrayPlace<"i32">;
  readonly samples: ArrayPlace<"f32">;
}

/** Indices of `control`. */
export const controlWords = {
  /** Number of steps completed. */
  step: 0,
  /** The same, counted from the start of the window. */
  windowStep: 1,
  /** Spikes listed so far in this step. */
  listed: 2,
  /** Spikes to deliver: those of neurons, then those of sources, which start at this index of `window`. */
  sent: 3,
  sources: 4,
  given: 5,
  /** Not 0 once a plastic synapse delivered more than its bound. */
  exceeded: 6,
  length: 7,
} as const;

/** Create the array that a processor locates by its name. */
export function parallelArray<Element extends ElementType>(
  name: string,
  element: Element,
): ArrayPlace<Element> {
  return { name, element, passed: false, counted: "elements" };
}

/** The arrays, located by their names. */
export const parallelArrays: ParallelArrays = {
  sums: parallelArray("sums", "i32"),
  spikes: parallelArray("spikes", "i32"),
  control: parallelArray("control", "i32"),
  marks: parallelArray("marks", "i32"),
  tables: parallelArray("tables", "i32"),
  window: parallelArray("window", "i32"),
  floats: parallelArray("floats", "f32"),
  dispatch: parallelArray("dispatch", "i32"),
  samples: parallelArray("samples", "f32"),
};

/** Sums of future steps: one row per step. */
export interface FixedRing {
  /** Number of rows; a power of two above the longest delay. */
  readonly length: number;
  /** Number of sums in a row. */
  readonly width: number;
}
