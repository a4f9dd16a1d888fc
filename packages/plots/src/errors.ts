import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Expected and actual value at one place of the input. */
export interface Mismatch {
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}

/** Arrays that belong together have different lengths. */
export const PLOT_LENGTHS: ErrorFactory<Mismatch> = defineError("SL_PLOT_LENGTHS", (e) => ({
  message: "Arrays that belong together have different lengths.",
  ...e,
  next: "Give one entry for each sample, weight or name.",
}));

/** A synapse connects a neuron outside its population, or a size is not a count. */
export const PLOT_NEURON: ErrorFactory<Mismatch> = defineError("SL_PLOT_NEURON", (e) => ({
  message: "A neuron index is outside its population.",
  ...e,
  next: "Count neurons from 0 within each population and give its full size.",
}));

/** A time is not a number, or the samples of a trace are not ascending. */
export const PLOT_TIME: ErrorFactory<Mismatch> = defineError("SL_PLOT_TIME", (e) => ({
  message: "A time cannot be drawn.",
  ...e,
  next: "Give finite times in ms, and the samples of a trace in ascending order.",
}));

/** An axis is reversed, empty, or too large for a double. */
export const PLOT_RANGE: ErrorFactory<Mismatch> = defineError("SL_PLOT_RANGE", (e) => ({
  message: "An axis cannot show this range.",
  ...e,
  next: "Give finite limits with `from` below `until`.",
}));

/** An option has an invalid value. */
export const PLOT_OPTION: ErrorFactory<Mismatch> = defineError("SL_PLOT_OPTION", (e) => ({
  message: "An option has an invalid value.",
  ...e,
  next: "Omit the option or give a value within the limits.",
}));

/** A figure does not fit in the terminal. */
export const PLOT_TERMINAL: ErrorFactory<Mismatch> = defineError("SL_PLOT_TERMINAL", (e) => ({
  message: "The figure does not fit in the terminal.",
  ...e,
  next: "Enlarge the terminal, draw fewer panels, or write an SVG.",
}));

/** The rasteriser is missing or refuses the SVG. */
export const PLOT_PNG: ErrorFactory<{ readonly reason: string }> = defineError(
  "SL_PLOT_PNG",
  ({ reason }) => ({
    message: `The PNG could not be created: ${reason}.`,
    next: "Install @resvg/resvg-js for this platform, and pass a figure or the SVG text from toSvg.",
  }),
);
