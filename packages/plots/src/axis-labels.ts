import type { Axis, AxisTick, Band, Colour } from "./figure.ts";
import { chooseFactors, chooseTicks, type Ticks } from "./ticks.ts";

/** One label beside an axis. */
export interface AxisLabel {
  /** In data coordinates. */
  readonly at: number;
  readonly text: string;
  /** A second line below the text; empty when there is none. */
  readonly detail: string;
  readonly colour: Colour;
}

/** Ticks, labels and captions of an axis. */
export interface AxisLabels {
  /** Positions of the ticks in data coordinates. */
  readonly ticks: readonly number[];
  readonly labels: readonly AxisLabel[];
  /** Name and unit of the axis, longest form first; empty if the labels suffice. */
  readonly captions: readonly string[];
}

/** Room along an axis. */
export interface AxisRoom {
  /** Maximum number of ticks. */
  readonly most: number;
  /** Whether labels fit without overlapping. */
  readonly fits: (labels: readonly AxisLabel[]) => boolean;
}

type AxisTable = {
  readonly [Kind in Axis["kind"]]: (
    axis: Extract<Axis, { kind: Kind }>,
    room: AxisRoom,
  ) => AxisLabels;
};

const table: AxisTable = {
  time: (axis, room) => {
    const inSeconds = Math.max(Math.abs(axis.from), Math.abs(axis.until)) > 5000;
    const caption = inSeconds ? "time (s)" : "time (ms)";
    return numbered(axis, { room, factor: inSeconds ? 1000 : 1, captions: [caption] });
  },
  number: (axis, room) => {
    const unit = axis.unit === "" ? "" : `(${axis.unit})`;
    const name = `${axis.label} ${unit}`;
    const captions = [axis.detail ? `${name}, ${axis.detail}` : name, name];
    const useful = captions.map((caption) => caption.trim()).filter((caption) => caption !== "");
    if (axis.ticks !== undefined) return labelGiven(axis.ticks, { room, captions: useful });
    return numbered(axis, { room, factor: 1, captions: useful, scale: axis.scale });
  },
  bands: (axis, room) => {
    const borders = axis.bands.flatMap(({ from, until }) => [until, from]);
    const captions = axis.label === undefined ? [] : [axis.label];
    return { ticks: [...new Set(borders)], labels: bandLabels(axis.bands, room), captions };
  },
};

/** Choose ticks, labels that do not overlap, and captions for an axis. */
export function labelAxis(axis: Axis, room: AxisRoom): AxisLabels {
  const label = table[axis.kind] as (axis: Axis, room: AxisRoom) => AxisLabels;
  return label(axis, room);
}

function numbered(
  range: { readonly from: number; readonly until: number },
  options: {
    readonly room: AxisRoom;
    readonly factor: number;
    readonly captions: readonly string[];
    readonly scale?: "log" | undefined;
  },
): AxisLabels {
  const { room, factor, captions, scale } = options;
  const labelsOf = (values: readonly number[], texts: readonly string[]): AxisLabel[] =>
    values.map((at, i) => ({ at, text: texts[i] ?? "", detail: "", colour: "ink" }));
  const fits = (ticks: Ticks): boolean => room.fits(labelsOf(ticks.values, ticks.texts));
  const { values, texts } =
    scale === "log"
      ? chooseFactors(range, room.most, fits)
      : chooseTicks({ ...range, factor }, room.most, fits);
  return { ticks: values, labels: labelsOf(values, texts), captions };
}

/** Beyond this number of given ticks, only those with labels are drawn. */
const MOST_TICKS = 60;

/** Label as many of the given ticks as fit: every k-th of evenly spaced ones, otherwise from the first on. */
function labelGiven(
  ticks: readonly AxisTick[],
  { room, captions }: { readonly room: AxisRoom; readonly captions: readonly string[] },
): AxisLabels {
  const all = ticks.map(({ at, text }): AxisLabel => ({ at, text, detail: "", colour: "ink" }));
  const labels = isEven(ticks) ? everyFitting(all, room) : fittingFromFirst(all, room);
  const drawn = ticks.length <= MOST_TICKS ? all : labels;
  return { ticks: drawn.map(({ at }) => at), labels, captions };
}

function isEven(ticks: readonly AxisTick[]): boolean {
  const steps = ticks.slice(1).map(({ at }, k) => at - (ticks[k]?.at ?? 0));
  return Math.max(...steps) <= Math.min(...steps) * (1 + 1e-6);
}

function everyFitting(labels: readonly AxisLabel[], room: AxisRoom): readonly AxisLabel[] {
  for (let every = 1; every <= labels.length; every++) {
    const count = Math.ceil(labels.length / every);
    const chosen = Array.from({ length: count }, (_, k) => labels[k * every] as AxisLabel);
    if (room.fits(chosen)) return chosen;
  }
  return [];
}

function fittingFromFirst(labels: readonly AxisLabel[], room: AxisRoom): readonly AxisLabel[] {
  const kept: AxisLabel[] = [];
  for (const label of labels) {
    const last = kept[kept.length - 1];
    if (room.fits(last === undefined ? [label] : [last, label])) kept.push(label);
  }
  return kept;
}

/** Label bands with names and details if all fit, otherwise with as many names as fit from the top. */
function bandLabels(bands: readonly Band[], room: AxisRoom): AxisLabel[] {
  const labelOf = (band: Band, detail: string): AxisLabel => ({
    at: (band.from + band.until) / 2,
    text: band.name,
    detail,
    colour: band.colour,
  });
  const detailed = bands.map((band) => labelOf(band, band.detail));
  if (room.fits(detailed)) return detailed;
  const kept: AxisLabel[] = [];
  for (const band of bands) {
    const label = labelOf(band, "");
    const last = kept[kept.length - 1];
    if (last === undefined || room.fits([last, label])) kept.push(label);
  }
  return kept;
}
