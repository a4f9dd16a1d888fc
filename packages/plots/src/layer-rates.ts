import { checkOptionNames } from "@spikeloom/kernel";
import type { Band, Figure, Mark } from "./figure.ts";
import { type FigureOptions, figureOptionNames, readOptions } from "./options.ts";
import { extent } from "./range.ts";
import { countOf, emptyNote } from "./words.ts";

/** Spike rates of the neurons of a layer. */
export interface LayerRates {
  readonly label: string;
  /** Mean spikes per sample of each neuron. */
  readonly spikes: Float64Array;
}

/**
 * Draw the spikes per sample of the neurons of each layer.
 *
 * Each neuron is a dot, sorted by activity within its layer; a line is their mean. Silent neurons lie on the
 * axis.
 */
export function layerRates(layers: readonly LayerRates[], options: FigureOptions = {}): Figure {
  checkOptionNames(options, figureOptionNames, "layerRates");
  const { title, width, height, theme } = readOptions(options, 280);
  const bands = layers.map(({ label, spikes }, k): Band => {
    const detail = countOf(spikes.length, "neuron");
    return { from: k, until: k + 1, name: label, detail, colour: k };
  });
  const most = extent(layers.map(({ spikes }) => spikes))?.until ?? 0;
  const panel = {
    title,
    remark: silentRemark(layers),
    legend: [],
    height,
    sharesX: false,
    x: { kind: "bands" as const, from: 0, until: Math.max(1, layers.length), bands },
    y: {
      kind: "number" as const,
      label: "spikes/sample",
      unit: "",
      from: 0,
      until: most > 0 ? 1.08 * most : 1,
    },
    marks: layers.length === 0 ? [emptyNote("no layers")] : layers.flatMap(marksOf),
  };
  return { width, theme, panels: [panel] };
}

function silentRemark(layers: readonly LayerRates[]): string {
  const texts = layers.flatMap(({ label, spikes }) => {
    const silent = spikes.filter((one) => one === 0).length;
    return silent === 0 ? [] : [`${silent} of ${spikes.length} neurons in ${label} are silent`];
  });
  return texts.join("; ");
}

function marksOf({ spikes }: LayerRates, colour: number): readonly Mark[] {
  const sorted = Float64Array.from(spikes).sort();
  const x = sorted.map((_, k) => colour + 0.1 + (0.8 * (k + 0.5)) / sorted.length);
  const mean = sorted.reduce((sum, one) => sum + one, 0) / Math.max(1, sorted.length);
  return [
    { kind: "points", x, y: sorted, colour, faint: true },
    {
      kind: "line",
      colour,
      faint: false,
      x: Float64Array.of(colour + 0.1, colour + 0.9),
      y: Float64Array.of(mean, mean),
    },
  ];
}
