import { children, type Expression, freeNames } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { potentials, surroundingsAt, tidy, valueAt } from "./equations.ts";

/** A curve of NeuroML's core, for rates and steady states. */
export interface Curve {
  readonly kind: "Exp" | "Sigmoid" | "ExpLinear";
  readonly height: number;
  /** In mV. */
  readonly midpoint: number;
  /** In mV. */
  readonly scale: number;
}

/** Curve with unit height; `x` is the shifted and scaled potential. */
const shapes: Readonly<Record<Curve["kind"], (x: number) => number>> = {
  Exp: (x) => called("exp", x),
  Sigmoid: (x) => 1 / (1 + called("exp", -x)),
  ExpLinear: (x) => 1 / called("exprel", -x),
};

function called(name: "exp" | "exprel", x: number): number {
  return hostFunctions[name]?.(x) ?? Number.NaN;
}

/** Tolerances for rounding, of a curve and of the expression that it was separated from. */
const rounding = 1e-11;
const cancelling = 1e-14;

/**
 * Find the NeuroML curve of a function of the potential; undefined if there is none.
 *
 * The exponentials determine candidates for midpoint and scale; values confirm the curve.
 * `whole` is the expression from which it was separated by a difference, whose rounding is tolerated.
 */
export function curveOf(
  e: Expression,
  { within = e, whole }: { readonly within?: Expression; readonly whole?: Expression } = {},
): Curve | undefined {
  const points = potentials.map((v) => ({
    v,
    value: valueAt(e, surroundingsAt(v)),
    slack: whole === undefined ? 0 : cancelling * Math.abs(valueAt(whole, surroundingsAt(v))),
  }));
  if (!points.every(({ value }) => Number.isFinite(value))) return undefined;
  const places = placesIn(within);
  for (const { midpoint, scale } of places) {
    for (const kind of ["Exp", "Sigmoid", "ExpLinear"] as const) {
      for (const sign of [1, -1]) {
        const found = fitted(points, { kind, midpoint, scale: sign * scale });
        if (found !== undefined) return found;
      }
    }
  }
  // A factor of the exponential shifts a sigmoid.
  for (const { scale } of places) {
    for (const sign of [1, -1]) {
      const found = shiftedSigmoid(points, sign * scale);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** A sigmoid whose midpoint follows from two values: its inverse is linear in the exponential. */
function shiftedSigmoid(points: readonly Point[], scale: number): Curve | undefined {
  for (let k = 0; k + 4 < points.length; k++) {
    const [one, other] = [points[k], points[k + 4]] as [Point, Point];
    const [x, y] = [one, other].map(({ v }) => called("exp", -v / scale)) as [number, number];
    const slope = (1 / other.value - 1 / one.value) / (y - x);
    const constant = 1 / one.value - slope * x;
    if (!(slope / constant > 0)) continue;
    const midpoint = tidy(scale * (hostFunctions["log"]?.(slope / constant) ?? Number.NaN));
    const found = fitted(points, { kind: "Sigmoid", midpoint, scale });
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Point {
  readonly v: number;
  readonly value: number;
  readonly slack: number;
}

function fitted(points: readonly Point[], shape: Omit<Curve, "height">): Curve | undefined {
  const { kind, midpoint, scale } = shape;
  const ratios = points.map(({ v, value, slack }) => {
    const base = shapes[kind]((v - midpoint) / scale);
    const isUsable = Number.isFinite(base) && base > 1e-250 && Math.abs(value) > 1e-250;
    return isUsable
      ? { ratio: value / base, slack: (slack + cancelling * base) / base }
      : undefined;
  });
  const usable = ratios.filter((one) => one !== undefined);
  if (usable.length < points.length / 2) return undefined;
  const best = usable.reduce((a, b) =>
    a.slack / Math.abs(a.ratio) <= b.slack / Math.abs(b.ratio) ? a : b,
  );
  const height = tidy(best.ratio);
  const isSame = usable.every(
    ({ ratio, slack }) => Math.abs(ratio - height) <= rounding * Math.abs(height) + slack,
  );
  return isSame ? { kind, height, midpoint, scale } : undefined;
}

/** Zeros and slopes of the exponents. */
export function placesIn(e: Expression): readonly Pick<Curve, "midpoint" | "scale">[] {
  const found = new Map<string, Pick<Curve, "midpoint" | "scale">>();
  const visit = (part: Expression): void => {
    if (part.kind === "call" && (part.name === "exp" || part.name === "exprel")) {
      const [argument] = part.args;
      const place = argument && placeOf(argument);
      if (place !== undefined) found.set(`${place.midpoint} ${place.scale}`, place);
    }
    for (const child of children(part)) visit(child);
  };
  visit(e);
  return [...found.values()];
}

function placeOf(argument: Expression): Pick<Curve, "midpoint" | "scale"> | undefined {
  const names = freeNames(argument);
  if (names.size !== 1 || !names.has("v")) return undefined;
  const [at0, at1, at100] = [0, 1, 100].map((v) => valueAt(argument, { v })) as [
    number,
    number,
    number,
  ];
  // The longer distance gives the slope with less rounding error.
  const slope = (at100 - at0) / 100;
  const isAffine =
    Math.abs(at0 + slope - at1) <= 1e-12 * (Math.abs(at0) + Math.abs(at1) + Math.abs(at100));
  if (!isAffine || slope === 0) return undefined;
  return { midpoint: tidy(-at0 / slope), scale: tidy(Math.abs(1 / slope)) };
}
