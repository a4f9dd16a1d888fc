import { checkNumber, checkOptions, type OptionNames } from "../check-arguments.ts";
import { STRUCTURE } from "../errors.ts";

/** Coordinates in um: one array for each of x, y and z. */
export type Positions = readonly [x: Float64Array, y: Float64Array, z: Float64Array];

/** A point in um. */
export type Point = readonly [x: number, y: number, z: number];

/** Ends of periodic axes; null for others. */
export type Boundaries = readonly (readonly [min: number, max: number] | null)[];

/** Options of a space. */
export interface SpaceOptions {
  /** Axes to use: "x", "xy", ...; by default all. */
  readonly axes?: "x" | "y" | "z" | "xy" | "yz" | "xz" | "xyz";
  /** Scale of postsynaptic positions, applied after `offset` is added. */
  readonly scaleFactor?: number;
  readonly offset?: number | Point;
  readonly periodicBoundaries?: Boundaries | null;
}

const optionNames: OptionNames<SpaceOptions> = {
  axes: true,
  scaleFactor: true,
  offset: true,
  periodicBoundaries: true,
};

/** A space in which distances are measured. */
export interface Space {
  readonly kind: "space";
  readonly axes: string;
  readonly scaleFactor: number;
  readonly offset: Point;
  readonly periodicBoundaries: Boundaries | null;
  /** Measure from a presynaptic to a postsynaptic neuron. */
  distance(pre: Positions, i: number, post: Positions, j: number): number;
  /** Return post minus pre on each axis, the shorter way on periodic axes. */
  displacement(pre: Positions, i: number, post: Positions, j: number): Point;
}

/** Create PyNN's `Space`. */
export function Space(options: SpaceOptions = {}): Space {
  checkOptions(options, optionNames, "Space");
  const { axes = "xyz", scaleFactor = 1, offset = 0, periodicBoundaries = null } = options;
  const counted = [...axes].map((axis) => "xyz".indexOf(axis));
  const distinct = new Set(counted);
  if (counted.length === 0 || counted.includes(-1) || distinct.size !== counted.length) {
    const [message, expected] = [
      "The axes of the space are invalid.",
      "x, y, z, xy, yz, xz or xyz",
    ];
    throw STRUCTURE({ place: "Space.axes", message, expected, got: `"${axes}"` });
  }
  checkNumber(scaleFactor, "Space.scaleFactor");
  const shift: Point = typeof offset === "number" ? [offset, offset, offset] : offset;
  if (!Array.isArray(shift) || shift.length !== 3 || !shift.every(Number.isFinite)) {
    const [message, expected] = ["This is not a valid offset.", "a number, or [x, y, z]"];
    throw STRUCTURE({ place: "Space.offset", message, expected, got: String(offset) });
  }
  const periods = periodsOf(periodicBoundaries);
  return {
    kind: "space",
    axes,
    scaleFactor,
    offset: shift,
    periodicBoundaries,
    distance(pre, i, post, j) {
      let sum = 0;
      for (const axis of counted) {
        const there = scaleFactor * (at(post, axis, j) + (shift[axis] as number));
        const apart = Math.abs(at(pre, axis, i) - there);
        const nearest = Math.min(apart, (periods[axis] as number) - apart);
        sum += nearest * nearest;
      }
      return Math.sqrt(sum);
    },
    displacement(pre, i, post, j) {
      return [0, 1, 2].map((axis) => {
        const there = scaleFactor * (at(post, axis, j) + (shift[axis] as number));
        const apart = there - at(pre, axis, i);
        const period = periods[axis] as number;
        return Number.isFinite(period) ? apart - period * Math.round(apart / period) : apart;
      }) as unknown as Point;
    },
  };
}

function at(positions: Positions, axis: number, k: number): number {
  return (positions[axis] as Float64Array)[k] as number;
}

function periodsOf(boundaries: Boundaries | null): readonly number[] {
  return [0, 1, 2].map((axis) => {
    const ends = boundaries?.[axis];
    if (ends === undefined || ends === null) return Number.POSITIVE_INFINITY;
    if (ends[1] > ends[0]) return ends[1] - ends[0];
    const [message, expected] = ["A periodic axis needs a lower and a higher end.", "min < max"];
    const place = `Space.periodicBoundaries[${axis}]`;
    throw STRUCTURE({ place, message, expected, got: `${ends[0]}, ${ends[1]}` });
  });
}
