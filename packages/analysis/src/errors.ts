import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Expected and actual value at one place of the input. */
export interface Mismatch {
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}

/** Arrays that belong together have different lengths. */
export const ANALYSIS_LENGTHS: ErrorFactory<Mismatch> = defineError("SL_ANALYSIS_LENGTHS", (e) => ({
  message: "Arrays that belong together have different lengths.",
  ...e,
  next: "Give one entry for each spike or value.",
}));

/** A spike's neuron is outside its population, or a size is not a count. */
export const ANALYSIS_NEURON: ErrorFactory<Mismatch> = defineError("SL_ANALYSIS_NEURON", (e) => ({
  message: "A neuron index is outside its population.",
  ...e,
  next: "Count neurons from 0 within each population and give its full size.",
}));

/** The time of a spike is not a number. */
export const ANALYSIS_TIME: ErrorFactory<Mismatch> = defineError("SL_ANALYSIS_TIME", (e) => ({
  message: "The time of a spike is not a number.",
  ...e,
  next: "Give finite times in ms.",
}));

/** A window is reversed, empty, or too large for a double. */
export const ANALYSIS_WINDOW: ErrorFactory<Mismatch> = defineError("SL_ANALYSIS_WINDOW", (e) => ({
  message: "The window is invalid.",
  ...e,
  next: "Give finite times in ms with `from` below `until`.",
}));

/** A window extends beyond the recorded times. */
export const ANALYSIS_UNRECORDED: ErrorFactory<Mismatch> = defineError(
  "SL_ANALYSIS_UNRECORDED",
  (e) => ({
    message: "The window extends beyond the recorded times.",
    ...e,
    next: "Choose a window within the recording, run for longer, or record from an earlier time.",
  }),
);

/** An option has an invalid value. */
export const ANALYSIS_OPTION: ErrorFactory<Mismatch> = defineError("SL_ANALYSIS_OPTION", (e) => ({
  message: "An option has an invalid value.",
  ...e,
  next: "Omit the option or give a value within the limits.",
}));

/** More or fewer bins or segments than can be computed. */
export const ANALYSIS_BINS: ErrorFactory<Mismatch> = defineError("SL_ANALYSIS_BINS", (e) => ({
  message: "The range cannot be divided into these bins or segments.",
  ...e,
  next: "Choose another bin, segment or range.",
}));
