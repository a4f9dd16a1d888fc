import type { Expression } from "@spikeloom/equations";
import type { Chosen } from "@spikeloom/network";

/**
 * Input that a population receives from outside the network.
 *
 * Times are in ms, rates in kHz, all other values in the internal unit of the port.
 */
export type StimulusProgram = DriveProgram | CurrentProgram;

/** Target of a stimulus. */
interface StimulusTarget {
  /** Its index among the network's stimuli. */
  readonly index: number;
  readonly population: string;
  readonly targets: Chosen;
  /** Interval in which the stimulus acts; the end is exclusive. */
  readonly start: number;
  readonly stop: number;
}

/**
 * Independent spike counts for each target and step.
 *
 * Each count times the weight is added to a receptor.
 * Sections 4, 5 and 8 of `specs/random` define how counts are drawn.
 */
export interface DriveProgram extends StimulusTarget {
  readonly kind: "drive";
  /** The receptor that counts times weight are added to. */
  readonly port: string;
  readonly law: "poisson" | "binomial";
  /** Number of sources per target. */
  readonly sources: number;
  readonly rate: DriveRate;
  /** One weight, or one per target. */
  readonly weight: number | Float64Array;
  /** Purposes by which random numbers are keyed. */
  readonly keys: {
    /** Counts drawn step by step. */
    readonly counts: string;
    /** Intervals between rare spikes. */
    readonly gaps: string;
  };
}

/** Rate of one source. */
export type DriveRate =
  | { readonly kind: "one"; readonly rate: number }
  /** By index among the targets. */
  | { readonly kind: "each"; readonly rates: Float64Array }
  /** Evaluated at the start of each step. */
  | {
      readonly kind: "changing";
      /** Reads `t`, and `i` (the neuron) if `perNeuron`. */
      readonly value: Expression;
      readonly perNeuron: boolean;
    };

/** A value that is added to a continuous input in each step. */
export interface CurrentProgram extends StimulusTarget {
  readonly kind: "current";
  /** The input that the value is added to. */
  readonly port: string;
  readonly course: Course;
}

/** Time course of a current. */
export type Course =
  /** Each value holds from its time until the next; 0 before the first. */
  | { readonly kind: "steps"; readonly times: readonly number[]; readonly values: Float64Array }
  /** Samples at regular intervals from `from`; 0 before, the last one afterwards. */
  | {
      readonly kind: "samples";
      readonly from: number;
      readonly every: number;
      readonly values: Float64Array;
    }
  /** `offset + amplitude * sin(turn * (t - start) + phase)`, with `turn` in radians per ms. */
  | {
      readonly kind: "sine";
      readonly amplitude: number;
      readonly offset: number;
      readonly turn: number;
      readonly phase: number;
    }
  | {
      readonly kind: "formula";
      /** Reads `t`, and `i` (the neuron) if `perNeuron`. */
      readonly value: Expression;
      readonly perNeuron: boolean;
    }
  /**
   * Normal values redrawn every `every`, one per target unless shared; drawn as a series (`specs/random`, section 4).
   */
  | {
      readonly kind: "noise";
      readonly mean: number;
      readonly sd: number;
      readonly every: number;
      readonly shared: boolean;
      readonly key: string;
    };

/** Test whether a current has a value for each target. */
export function isPerTarget({ course }: Pick<CurrentProgram, "course">): boolean {
  if (course.kind === "formula") return course.perNeuron;
  return course.kind === "noise" && !course.shared;
}

/** Return the steps in which a stimulus acts; the end is exclusive. */
export function activeSteps(
  { start, stop }: Pick<StimulusTarget, "start" | "stop">,
  dt: number,
): readonly [number, number] {
  return [nearestStep(start, dt), nearestStep(stop, dt)];
}

/** Return the step that starts closest to a time in ms. */
export function nearestStep(time: number, dt: number): number {
  return Math.floor(time / dt + 0.5);
}
