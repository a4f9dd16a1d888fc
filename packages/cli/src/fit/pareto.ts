import type { Interval } from "@spikeloom/mapping";
import type { BlocksMark, Figure, NumberAxis, Panel } from "@spikeloom/plots";
import type { NetworkFit } from "./fit.ts";

/** A chip with its costs and its quality, all as ranges. */
interface Candidate {
  readonly name: string;
  readonly colour: number;
  readonly cores: number;
  /** In J. */
  readonly energy: Interval;
  /** In percent. */
  readonly quality: Interval;
}

/**
 * Draw accuracy against cores and against energy, with the Pareto-optimal chips marked.
 *
 * Without an accuracy, the quality is the similarity of spike trains, 1 minus their SPIKE-distance. Undefined if no emulated chip fits.
 */
export function paretoFigure(run: NetworkFit, title: string): Figure | undefined {
  const all = candidatesOf(run);
  if (all.length === 0) return undefined;
  const optimal = new Set(all.filter((one) => !all.some((other) => dominates(other, one))));
  const legend = all.map((one) => ({
    text: optimal.has(one) ? `${one.name} (Pareto-optimal)` : one.name,
    colour: one.colour,
  }));
  const label =
    run.accuracy === undefined ? "similarity of spike trains" : "accuracy, 95 % confidence";
  const lows = all.map(({ quality }) => quality.low);
  const y: NumberAxis = {
    kind: "number",
    label,
    unit: "%",
    from: Math.max(0, 10 * Math.floor((Math.min(...lows) - 1) / 10)),
    until: 100,
  };
  const panel = (label: string, unit: string, range: (one: Candidate) => Interval): Panel => {
    const ranges = all.map(range);
    const x = logAxis(ranges, { label, unit });
    return {
      title: "",
      remark: "",
      x,
      y,
      marks: all.map((one, k) => blockOf(one, ranges[k] as Interval, { x, y })),
      legend: [],
      height: 260,
      sharesX: false,
    };
  };
  const cores = panel("cores", "", (one) => ({ low: one.cores, high: one.cores }));
  const energy = panel("energy of the run, mapped", "J", (one) => one.energy);
  return {
    width: 760,
    theme: "light",
    panels: [{ ...cores, title: `${title}: cores, energy and accuracy`, legend }, energy],
  };
}

/** Chips that fit and have a quality. */
function candidatesOf({ chips, accuracy }: NetworkFit): readonly Candidate[] {
  return chips.flatMap((one, colour): readonly Candidate[] => {
    if (!one.fits) return [];
    const { byCounts, byMapping = byCounts } = one.energy;
    const energy = { low: byMapping.low * 1e-12, high: byMapping.high * 1e-12 };
    const { name } = one.chip;
    const common = { name, colour, cores: one.cores, energy };
    if (accuracy !== undefined) {
      return accuracy.emulated.flatMap((found) => {
        if ("error" in found || found.chip !== name) return [];
        return [{ ...common, quality: { low: 100 * found.low, high: 100 * found.high } }];
      });
    }
    return one.emulations.flatMap((found) => {
      if ("error" in found) return [];
      const { distance, greatest } = found;
      const quality = { low: 100 * (1 - greatest.distance), high: 100 * (1 - distance) };
      return [{ ...common, quality }];
    });
  });
}

/** Whether a chip is at least as good in all respects, and better in one. Ranges compare by their middle. */
function dominates(one: Candidate, other: Candidate): boolean {
  const own = valuesOf(one);
  const theirs = valuesOf(other);
  const noWorse = own.every((value, k) => value <= (theirs[k] as number));
  return noWorse && own.some((value, k) => value < (theirs[k] as number));
}

/** Values of which less is better. */
function valuesOf({ cores, energy, quality }: Candidate): readonly number[] {
  return [cores, energy.low + energy.high, -(quality.low + quality.high)];
}

function logAxis(
  ranges: readonly Interval[],
  { label, unit }: { readonly label: string; readonly unit: string },
): NumberAxis {
  const positive = ranges.flatMap(({ low, high }) => [low, high]).filter((end) => end > 0);
  const ends = positive.length === 0 ? [1] : positive;
  const from = 10 ** Math.floor(Math.log10(Math.min(...ends) * 0.8));
  const until = 10 ** Math.ceil(Math.log10(Math.max(...ends) * 1.25));
  return { kind: "number", label, unit, from, until, scale: "log" };
}

/** Rectangle of a chip's cost and quality, wide and high enough to be seen. */
function blockOf(
  { colour, quality }: Candidate,
  { low, high }: Interval,
  { x, y }: { readonly x: NumberAxis; readonly y: NumberAxis },
): BlocksMark {
  // A hundredth of the axis on either side.
  const factor = (x.until / x.from) ** 0.006;
  const margin = (y.until - y.from) * 0.008;
  return {
    kind: "blocks",
    left: Float64Array.of(Math.max(x.from, low / factor)),
    right: Float64Array.of(Math.min(x.until, high * factor)),
    low: Float64Array.of(Math.max(y.from, quality.low - margin)),
    high: Float64Array.of(Math.min(y.until, quality.high + margin)),
    colour,
  };
}
