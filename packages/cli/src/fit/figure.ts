import type { Interval } from "@spikeloom/mapping";
import type { BandAxis, BlocksMark, Figure, TextMark } from "@spikeloom/plots";
import type { NetworkFit } from "./fit.ts";
import { formatEnergy } from "./ranges.ts";

/** Depths of the estimate, each with a colour. */
const depths = [
  "synaptic operations or multiply-adds alone",
  "with neuron updates, or weights from memory",
  "mapped: packets, links, static power",
] as const;

/** Height in pixels of a band, and of the space above and below all bands. */
const band = 44;
const around = 120;

interface Band {
  readonly name: string;
  readonly detail: string;
  /** By depth, in J. */
  readonly ranges: readonly (Interval | undefined)[];
}

/** Draw the energy of a run as ranges: a band for each chip and each baseline. */
export function fitFigure(run: NetworkFit, title: string): Figure {
  const bands = [...chipBands(run), ...baselineBands(run)];
  const ends = bands.flatMap(({ ranges }) =>
    ranges.flatMap((range) => (range === undefined ? [] : [range.low, range.high])),
  );
  const positive = ends.filter((end) => end > 0);
  const isEmpty = positive.length === 0;
  const from = isEmpty ? 0.1 : decade(Math.min(...positive), 0);
  const until = isEmpty ? 1 : decade(Math.max(...positive), 1);
  const axis = bandAxis(bands);
  const marks = isEmpty
    ? [emptyMark]
    : depths.map((_, depth) => blocksOf(bands, axis, { depth, from }));
  const panel = {
    title,
    remark: ends.includes(0) ? "Ranges that begin at 0 start at the left end." : "",
    x: {
      kind: "number" as const,
      label: "energy of the run",
      unit: "J",
      from,
      until,
      scale: "log" as const,
    },
    y: axis,
    marks,
    legend: depths.map((text, colour) => ({ text, colour })),
    height: around + band * bands.length,
    sharesX: false,
  };
  return { width: 900, theme: "light", panels: [panel] };
}

const emptyMark: TextMark = {
  kind: "text",
  x: 0.5,
  y: 0.5,
  text: "no operations",
  colour: "muted",
};

const inJoules = ({ low, high }: Interval): Interval => ({ low: low * 1e-12, high: high * 1e-12 });

function chipBands({ chips }: NetworkFit): readonly Band[] {
  return chips.map((one): Band => {
    const { name } = one.chip;
    if (!one.fits) return { name, detail: `does not fit: ${one.error.code}`, ranges: [] };
    const { perOperation, byCounts, byMapping } = one.energy;
    return {
      name,
      detail: byMapping === undefined ? "" : formatEnergy(byMapping),
      ranges: [perOperation, byCounts, byMapping].map((range) => range && inJoules(range)),
    };
  });
}

function baselineBands({ baselines }: NetworkFit): readonly Band[] {
  return baselines.map(({ name, perOperation, byCounts }) => ({
    name,
    detail: formatEnergy(byCounts ?? perOperation),
    ranges: [perOperation, byCounts].map((range) => range && inJoules(range)),
  }));
}

function bandAxis(bands: readonly Band[]): BandAxis {
  const until = Math.max(1, bands.length);
  return {
    kind: "bands",
    from: 0,
    until,
    bands: bands.map(({ name, detail }, k) => ({
      from: until - k - 1,
      until: until - k,
      name,
      detail,
      colour: "ink" as const,
    })),
  };
}

/** Ranges of one depth: each a bar in its third of the band. A single value is a thin bar. */
function blocksOf(
  bands: readonly Band[],
  { bands: places }: BandAxis,
  { depth, from }: { readonly depth: number; readonly from: number },
): BlocksMark {
  const own = bands.flatMap(({ ranges }, k) => {
    const range = ranges[depth];
    const place = places[k];
    if (range === undefined || place === undefined || range.high <= 0) return [];
    const [low, high] = [Math.max(range.low, from), range.high];
    // A range narrower than this could not be seen.
    const widest = Math.sqrt(1.04);
    const isNarrow = high / low < widest * widest;
    const middle = Math.sqrt(low * high);
    return [
      {
        left: isNarrow ? middle / widest : low,
        right: isNarrow ? middle * widest : high,
        low: place.until - 0.14 - 0.24 * (depth + 1),
        high: place.until - 0.14 - 0.24 * depth,
      },
    ];
  });
  return {
    kind: "blocks",
    left: Float64Array.from(own, (one) => one.left),
    right: Float64Array.from(own, (one) => one.right),
    low: Float64Array.from(own, (one) => one.low),
    high: Float64Array.from(own, (one) => one.high),
    colour: depth,
    seamless: true,
  };
}

/** The power of ten at or below a value, or above it. */
function decade(value: number, above: 0 | 1): number {
  return 10 ** (Math.floor(Math.log10(value) - (above === 0 ? 0.05 : -0.05)) + above);
}
