import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { PLOT_TIME } from "./errors.ts";
import type { BandAxis, BlocksMark, Colour, Figure, LegendEntry } from "./figure.ts";
import { type FigureOptions, figureOptionNames, readOptions } from "./options.ts";
import { emptyNote } from "./words.ts";

/** Time spent on one phase for one population. */
export interface TimeSpent {
  /** Phase of the run; each phase is a bar. */
  readonly phase: string;
  /** Empty if it cannot be attributed to a population. */
  readonly population: string;
  readonly seconds: number;
}

/** Options of a profile plot. */
export interface ProfilePlotOptions extends FigureOptions {
  /** Additional information for the axis, such as "summed over 2 workers". */
  readonly detail?: string | undefined;
}

/** Maximum number of populations with a segment each. */
const MOST_POPULATIONS = 12;
/** Colours before they repeat; grey, the last of the palette, is reserved for time without a population. */
const COLOURS = 6;
/** Thirty thousand years; far larger values overflow in sums. */
const MOST_SECONDS = 1e12;
/** Below the resolution of clocks, and too short for an axis. */
const LEAST_SECONDS = 1e-12;
/** Height in pixels of a bar with its margins, and of the space above and below all bars. */
const BAND = 36;
const AROUND = 110;

const names: OptionNames<ProfilePlotOptions> = {
  ...figureOptionNames,
  detail: true,
};

/**
 * Draw a profile: one bar per phase, with one segment per population.
 *
 * Bars and segments are in order of first appearance. With more than twelve populations, those that took the most
 * time have a segment each and the others share one.
 */
export function profilePlot(spent: readonly TimeSpent[], options: ProfilePlotOptions = {}): Figure {
  checkOptionNames(options, names, "profilePlot");
  const { detail } = options;
  for (const { phase, seconds } of spent) {
    if (seconds >= 0 && seconds <= MOST_SECONDS) continue;
    const expected = `seconds from 0 to ${MOST_SECONDS}`;
    throw PLOT_TIME({ place: phase, expected, got: String(seconds) });
  }
  const phases = [...new Set(spent.map(({ phase }) => phase))];
  const { title, width, height, theme } = readOptions(options, AROUND + BAND * phases.length);
  const total = sumOf(spent);
  const sums = phases.map((phase) => sumOf(spent.filter((one) => one.phase === phase)));
  const most = Math.max(0, ...sums);
  const isSeen = most > LEAST_SECONDS;
  const { factor, unit } = most >= 1 ? { factor: 1, unit: "s" } : { factor: 1000, unit: "ms" };
  const y = bandsOf(phases, (k) => describe(sums[k] ?? 0, total));
  const segments = segmentsOf(spent, phases).filter(({ times }) => sumOf(times) > 0);
  const repeats = segments.some(({ colour }, k) => typeof colour === "number" && colour < k);
  const x = { from: 0, until: isSeen ? 1.04 * most * factor : 1 };
  const panel = {
    title,
    remark: repeats ? "Colours repeat; segments are in the order of the legend." : "",
    x: { kind: "number" as const, label: "time", unit, detail, ...x },
    y,
    marks: isSeen ? blocksOf(segments, y, factor) : [emptyNote("no time measured")],
    legend: segments.map(
      ({ name, colour, times }): LegendEntry => ({
        text: `${name} ${percent(sumOf(times), total)}`,
        colour,
      }),
    ),
    height,
    sharesX: false,
  };
  return { width, theme, panels: [panel] };
}

interface Segment {
  readonly name: string;
  readonly colour: Colour;
  /** One per phase. */
  readonly times: readonly { readonly seconds: number }[];
}

function segmentsOf(spent: readonly TimeSpent[], phases: readonly string[]): Segment[] {
  const names = [...new Set(spent.map(({ population }) => population))].filter(Boolean);
  const timeOf = (name: string): number => sumOf(spent.filter((one) => one.population === name));
  const ranked = [...names].sort((a, b) => timeOf(b) - timeOf(a));
  const own = new Set(ranked.slice(0, MOST_POPULATIONS));
  const others = ranked.slice(MOST_POPULATIONS);
  const segment = (name: string, colour: Colour, of: readonly string[]): Segment => {
    const belongs = new Set(of);
    const part = spent.filter(({ population }) => belongs.has(population));
    const times = phases.map((phase) => ({
      seconds: sumOf(part.filter((one) => one.phase === phase)),
    }));
    return { name, colour, times };
  };
  const rest = others.length === 1 ? "1 other population" : `${others.length} other populations`;
  const kept = names.filter((name) => own.has(name));
  return [
    ...kept.map((name, k) => segment(name, k % COLOURS, [name])),
    ...(others.length > 0 ? [segment(rest, "ink", others)] : []),
    segment("not by population", "muted", [""]),
  ];
}

function bandsOf(phases: readonly string[], detail: (k: number) => string): BandAxis {
  const until = Math.max(1, phases.length);
  const bands = phases.map((name, k) => ({
    from: until - k - 1,
    until: until - k,
    name,
    detail: detail(k),
    colour: "ink" as const,
  }));
  return { kind: "bands", from: 0, until, bands };
}

function blocksOf(segments: readonly Segment[], { bands }: BandAxis, factor: number): BlocksMark[] {
  const ends = bands.map(() => 0);
  return segments.map(({ colour, times }): BlocksMark => {
    const left = Float64Array.from(ends);
    const right = left.map((end, k) => end + (times[k]?.seconds ?? 0) * factor);
    for (const [k, end] of right.entries()) ends[k] = end;
    const low = Float64Array.from(bands, (band) => band.from + 0.16);
    const high = Float64Array.from(bands, (band) => band.until - 0.16);
    return { kind: "blocks", left, right, low, high, colour };
  });
}

function sumOf(times: readonly { readonly seconds: number }[]): number {
  return times.reduce((sum, { seconds }) => sum + seconds, 0);
}

function describe(seconds: number, total: number): string {
  return `${secondsText(seconds)}, ${percent(seconds, total)}`;
}

function secondsText(seconds: number): string {
  const [value, unit] =
    seconds >= 1 ? [seconds, "s"] : seconds >= 1e-3 ? [1e3 * seconds, "ms"] : [1e6 * seconds, "µs"];
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}

function percent(part: number, whole: number): string {
  return `${(whole > 0 ? (100 * part) / whole : 0).toFixed(1)} %`;
}
