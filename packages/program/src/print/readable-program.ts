import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import type { NetworkProgram } from "../network-program.ts";
import type { Phase } from "../schedule.ts";
import { phaseTexts } from "./phase-texts.ts";
import { type ReadablePopulation, readablePopulation } from "./print-population.ts";
import { type ReadableProjection, readableProjection } from "./print-projection.ts";
import {
  type ReadableRecorder,
  type ReadableStimulus,
  readableRecorders,
  readableStimulus,
} from "./print-stimulus.ts";

/** A program as shown to a reader: all printed content, as data. */
export interface ReadableProgram {
  readonly name?: string;
  /** Duration of a step in milliseconds. */
  readonly dt: number;
  readonly convention: string;
  readonly seed: number;
  readonly trial: number;
  /** Phases of a step, in order. */
  readonly schedule: readonly { readonly phase: Phase; readonly does: string }[];
  readonly populations: readonly ReadablePopulation[];
  readonly projections: readonly ReadableProjection[];
  readonly stimuli: readonly ReadableStimulus[];
  readonly recorders: readonly ReadableRecorder[];
}

/** Options for printing a program. */
export interface ReadingOptions {
  /** Expected number of synapses of each projection; omitted from the text if undefined. */
  readonly synapses?: readonly number[] | undefined;
  /** Number of significant digits in equations; all by default. */
  readonly digits?: number | undefined;
}

/** The names of these options. */
export const readingOptionNames: OptionNames<ReadingOptions> = { synapses: true, digits: true };

/** Convert a program to equations for a reader, as data. */
export function readableProgram(
  program: NetworkProgram,
  options: ReadingOptions = {},
): ReadableProgram {
  checkOptionNames(options, readingOptionNames, "readableProgram");
  const { synapses, digits } = options;
  const { name, dt, convention, seed, trial } = program;
  return {
    ...(name !== undefined && { name }),
    dt,
    convention: convention.name,
    seed,
    trial,
    schedule: program.schedule.map((phase) => ({ phase, does: phaseTexts[phase] })),
    populations: [...program.populations.values()].map((one) =>
      readablePopulation(one, program, digits),
    ),
    projections: program.projections.map((one, index) =>
      readableProjection(one, index, {
        program,
        digits,
        synapses: synapses?.[index],
      }),
    ),
    stimuli: program.stimuli.map((one) => readableStimulus(one, program)),
    recorders: readableRecorders(program),
  };
}
