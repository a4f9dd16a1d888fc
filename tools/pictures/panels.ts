import { displayUnit, inDisplayUnit } from "../../packages/plots/src/display-unit.ts";
import type {
  Axis,
  Colour,
  LegendEntry,
  LineMark,
  Mark,
  NumberAxis,
  Panel,
} from "../../packages/plots/src/figure.ts";
import { shownUnit } from "./nice-number.ts";

/** Values over a number or over time, with a name if several share a panel. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly name?: string;
  readonly colour?: Colour;
  readonly dash?: number;
  readonly faint?: boolean;
}

/** Label of an axis: "rate", "spikes/s". */
export interface Quantity {
  readonly label: string;
  readonly unit: string;
}

/** One pair of axes of a picture. */
export interface PanelParts {
  readonly x: Axis | Quantity;
  readonly y: Quantity;
  readonly curves: readonly Curve[];
  readonly height: number;
  readonly title?: string;
  readonly remark?: string;
  /** Times of spikes, drawn above the curves. */
  readonly spikes?: Float64Array;
  readonly sharesX?: boolean;
  /** Values that the y axis must include besides those of the curves. */
  readonly holds?: readonly number[];
  readonly scale?: "log";
}

/** Create a panel whose axes include all of its curves; volts are plotted as mV, amperes as nA. */
export function panelOf(parts: PanelParts): Panel {
  const { height, title = "", remark = "", sharesX = false, spikes, scale } = parts;
  const curves = parts.curves.map((curve) => ({
    ...curve,
    x: "unit" in parts.x ? inDisplayUnit(curve.x, parts.x.unit) : curve.x,
    y: inDisplayUnit(curve.y, parts.y.unit),
  }));
  const x = axisOfX(parts.x, curves, scale);
  const holds = inDisplayUnit(Float64Array.from(parts.holds ?? []), parts.y.unit);
  const y = axisOf(shown(parts.y), [...curves.map((one) => one.y), holds], scale);
  const room = spikes === undefined ? 0 : 0.16 * (y.until - y.from);
  const ticks: readonly Mark[] =
    spikes === undefined ? [] : [ticksAt(spikes, y.until + room / 2, room)];
  const named = curves.filter(({ name }) => name !== undefined);
  return {
    title,
    remark,
    x,
    height,
    sharesX,
    y: { ...y, until: y.until + room },
    marks: [...curves.map(lineOf), ...ticks],
    legend: named.map(entryOf),
  };
}

function axisOfX(x: PanelParts["x"], curves: readonly Curve[], scale?: "log"): Axis {
  if (!("kind" in x))
    return axisOf(
      shown(x),
      curves.map((curve) => curve.x),
      scale,
    );
  if (x.kind !== "number") return x;
  const { factor } = displayUnit(x.unit);
  return { ...x, ...shown(x), from: x.from * factor, until: x.until * factor };
}

function shown({ label, unit }: Quantity): Quantity {
  return { label, unit: shownUnit(displayUnit(unit).unit) };
}

function lineOf({ x, y, colour = 0, dash = 0, faint = false }: Curve): LineMark {
  return { kind: "line", x, y, colour, dash, faint };
}

function entryOf({ name = "", colour = 0, dash = 0 }: Curve): LegendEntry {
  return { text: name, colour, dash };
}

function ticksAt(times: Float64Array, at: number, room: number): Mark {
  const y = times.map(() => at);
  return { kind: "ticks", x: times, y, height: 0.7 * room, colour: "ink" };
}

/** An axis a little longer than its values; from 0 if they start there. */
function axisOf(quantity: Quantity, values: readonly Float64Array[], scale?: "log"): NumberAxis {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of values) {
    for (const value of list) {
      if (!Number.isFinite(value) || (scale === "log" && value <= 0)) continue;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
  }
  const head = { kind: "number", ...quantity } as const;
  if (low > high) return { ...head, from: 0, until: 1 };
  if (scale === "log") return { ...head, scale, from: low / 1.6, until: high * 1.6 };
  const span = high - low;
  const size = Math.max(Math.abs(low), Math.abs(high));
  const margin = span > 1e-9 * size ? 0.06 * span : 0.1 * size || 1;
  return { ...head, from: low === 0 && span > 0 ? 0 : low - margin, until: high + margin };
}
