import type { OptionNames } from "@spikeloom/kernel";
import { PLOT_OPTION, PLOT_RANGE } from "./errors.ts";
import type { Theme } from "./figure.ts";

/** Options common to all plots. */
export interface PlotOptions {
  readonly title?: string | undefined;
  /** Pixels, 160 to 20000; default 720. */
  readonly width?: number | undefined;
  /** Pixels, 100 to 20000; each plot has its own default. */
  readonly height?: number | undefined;
  /** First time shown, in ms; defaults to the data's range. */
  readonly from?: number | undefined;
  /** Last time shown, in ms; defaults to the data's range. */
  readonly until?: number | undefined;
  readonly theme?: Theme | undefined;
}

/** The names of those that every plot takes, one without time included. */
export const stillOptionNames: OptionNames<Omit<PlotOptions, "from" | "until">> = {
  title: true,
  width: true,
  height: true,
  theme: true,
};

/** The names of those that a plot over time takes. */
export const plotOptionNames: OptionNames<PlotOptions> = {
  ...stillOptionNames,
  from: true,
  until: true,
};

export interface Size {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Check the options that every plot takes and fill in what was left out. */
export function readOptions(options: PlotOptions, defaultHeight: number): Size {
  const width = numberOption("width", options.width ?? 720, [160, 20_000]);
  const height = numberOption("height", options.height ?? defaultHeight, [100, 20_000]);
  const theme = options.theme ?? "light";
  if (theme !== "light" && theme !== "dark" && theme !== "auto") {
    throw PLOT_OPTION({ place: "theme", expected: "light, dark or auto", got: String(theme) });
  }
  for (const [place, limit] of [["from", options.from] as const, ["until", options.until] as const])
    if (limit !== undefined && !Number.isFinite(limit))
      throw PLOT_RANGE({ place, expected: "a finite time in ms", got: String(limit) });
  return {
    title: options.title ?? "",
    width: Math.round(width),
    height: Math.round(height),
    theme,
  };
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
