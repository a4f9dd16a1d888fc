import type { Window } from "@spikeloom/analysis";
import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { PLOT_OPTION, PLOT_RANGE } from "./errors.ts";
import type { Theme } from "./figure.ts";

/** Options of every plot. */
export interface FigureOptions {
  readonly title?: string | undefined;
  /** Pixels, 160 to 20000; default 720. */
  readonly width?: number | undefined;
  /** Pixels, 100 to 20000; each plot has its own default. */
  readonly height?: number | undefined;
  /** Default: light. */
  readonly theme?: Theme | undefined;
}

/** Options of plots over time. */
export interface PlotOptions extends FigureOptions {
  /** Times shown, in ms; a missing end is that of the data. */
  readonly window?: Partial<Window> | undefined;
}

/** Names of the options of every plot. */
export const figureOptionNames: OptionNames<FigureOptions> = {
  title: true,
  width: true,
  height: true,
  theme: true,
};

/** Names of the options of plots over time. */
export const plotOptionNames: OptionNames<PlotOptions> = {
  ...figureOptionNames,
  window: "{ from, until } in ms",
};

export interface Size {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Check the options of every plot and fill in the defaults. */
export function readOptions(options: FigureOptions, defaultHeight: number): Size {
  const width = numberOption("width", options.width ?? 720, [160, 20_000]);
  const height = numberOption("height", options.height ?? defaultHeight, [100, 20_000]);
  const theme = options.theme ?? "light";
  if (theme !== "light" && theme !== "dark" && theme !== "auto") {
    throw PLOT_OPTION({ place: "theme", expected: "light, dark or auto", got: String(theme) });
  }
  return {
    title: options.title ?? "",
    width: Math.round(width),
    height: Math.round(height),
    theme,
  };
}

/** Check the window of a plot over time. */
export function readPlotWindow({ window = {} }: PlotOptions): Partial<Window> {
  checkOptionNames(window, { from: true, until: true }, "window");
  for (const end of ["from", "until"] as const) {
    const time: unknown = window[end];
    if (time === undefined || (typeof time === "number" && Number.isFinite(time))) continue;
    const place = `window.${end}`;
    throw PLOT_RANGE({ place, expected: "a finite time in ms, as a number", got: String(time) });
  }
  return window;
}

/** Check that an option is a number between two limits. */
export function numberOption(
  place: string,
  value: number,
  [least, most]: readonly [number, number],
): number {
  if (!(value >= least && value <= most)) {
    throw PLOT_OPTION({ place, expected: `a number from ${least} to ${most}`, got: String(value) });
  }
  return value;
}
