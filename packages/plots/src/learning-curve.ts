import { checkOptionNames } from "@spikeloom/kernel";
import type { Figure, LegendEntry, Mark, Panel } from "./figure.ts";
import { type FigureOptions, figureOptionNames, readOptions } from "./options.ts";
import { extent, valueRange } from "./range.ts";
import { emptyNote } from "./words.ts";

/** Loss and accuracy per epoch on one subset of the samples. */
export interface LearningSeries {
  readonly label: string;
  readonly losses: Float64Array;
  /** Accuracies; absent if samples have no labels. */
  readonly accuracies?: Float64Array | undefined;
}

/**
 * Draw loss by epoch, with accuracy in a second panel.
 *
 * Epochs are numbered from 1; `best` is the selected epoch, marked by a line.
 */
export function learningCurve(
  series: readonly LearningSeries[],
  options: FigureOptions & { readonly best?: number | undefined } = {},
): Figure {
  checkOptionNames(options, { ...figureOptionNames, best: true }, "learningCurve");
  const { best, ...rest } = options;
  const { title, width, height, theme } = readOptions(rest, 300);
  const epochs = series.reduce((most, { losses }) => Math.max(most, losses.length), 1);
  const legend = series.map(({ label }, colour): LegendEntry => ({ text: label, colour }));
  const panel = (
    curves: Curves,
    more: Pick<Panel, "title" | "remark" | "legend" | "sharesX">,
  ): Panel => ({
    ...curvePanel(curves, { epochs, best }),
    ...more,
    height,
  });
  const losses = series.map((one) => one.losses);
  const shares = series.map((one) => one.accuracies?.map((share) => 100 * share));
  const rights = shares.filter((one) => one !== undefined);
  const hasShares = rights.length === series.length && rights.length > 0;
  const remark = best === undefined ? "" : `parameters of epoch ${best} are used`;
  const top = { title, remark, legend, sharesX: hasShares };
  const low = { title: "", remark: "", legend: [], sharesX: false };
  const panels = [panel({ label: "loss", unit: "", values: losses }, top)];
  if (hasShares) panels.push(panel({ label: "accuracy", unit: "%", values: rights }, low));
  return { width, theme, panels };
}

interface Curves {
  readonly label: string;
  readonly unit: string;
  readonly values: readonly Float64Array[];
}

function curvePanel(
  { label, unit, values }: Curves,
  { epochs, best }: { readonly epochs: number; readonly best: number | undefined },
): Omit<Panel, "title" | "remark" | "legend" | "sharesX" | "height"> {
  const data = extent(values);
  const y = valueRange(data ?? { from: 0, until: 1 }, label);
  const from = data !== undefined && data.from >= 0 ? Math.max(0, y.from) : y.from;
  const until = unit === "%" ? Math.min(100, y.until) : y.until;
  const curves = values.flatMap((heights, colour): readonly Mark[] => {
    const x = Float64Array.from(heights, (_, k) => k + 1);
    return [
      { kind: "line", x, y: heights, colour, faint: false },
      { kind: "points", x, y: heights, colour, faint: false },
    ];
  });
  const chosen: readonly Mark[] =
    best === undefined
      ? []
      : [
          {
            kind: "line",
            colour: "muted",
            faint: true,
            dash: 1,
            x: Float64Array.of(best, best),
            y: Float64Array.of(from, until),
          },
        ];
  return {
    x: { kind: "number", label: "epoch", unit: "", from: 0.5, until: epochs + 0.5 },
    y: { kind: "number", label, unit, from, until },
    marks: data === undefined ? [emptyNote("no epoch finished")] : [...chosen, ...curves],
  };
}
