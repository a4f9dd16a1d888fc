import type { SpaceRecord } from "@spikeloom/kernel";
import { POSITIONS, SPACE } from "../errors.ts";
import { readLength } from "./length.ts";
import type { Coordinates } from "./place-neurons.ts";

/** Returns the distance in um between neuron `i` of one end and `j` of the other. */
export type DistanceFunction = (i: number, j: number) => number;

/**
 * Create a function for distances between two sets of neurons.
 *
 * On a periodic axis the nearest image counts.
 */
export function distanceFunction(
  space: SpaceRecord | undefined,
  ends: { readonly from: Coordinates; readonly to: Coordinates; readonly place: string },
): DistanceFunction {
  const { from, to, place } = ends;
  if (from.length !== to.length) {
    const message = "The two populations are in spaces of different dimension.";
    throw POSITIONS({ place, message, expected: String(from.length), got: String(to.length) });
  }
  const periods = readPeriods(space, from.length);
  return (i, j) => {
    let sum = 0;
    for (let axis = 0; axis < from.length; axis++) {
      let apart = (from[axis]?.[i] ?? 0) - (to[axis]?.[j] ?? 0);
      const period = periods[axis] ?? 0;
      if (period > 0) apart -= period * Math.floor(apart / period + 0.5);
      sum += apart * apart;
    }
    return Math.sqrt(sum);
  };
}

/** Read the lengths of the periodic axes; 0 for an axis that is not periodic. */
export function readPeriods(
  space: SpaceRecord | undefined,
  dimensions: number,
  place = "space",
): Float64Array {
  const periods = new Float64Array(dimensions);
  if (space === undefined) return periods;
  if (space.dimensions !== dimensions) {
    const message = "Positions and space differ in dimension.";
    const [expected, got] = [String(space.dimensions), String(dimensions)];
    throw SPACE({ place: `${place}.dimensions`, message, expected, got });
  }
  const given = space.periodic ?? [];
  if (given.length !== 0 && given.length !== dimensions) {
    const message = "Each axis needs its period, or null.";
    const [expected, got] = [`${dimensions} entries`, String(given.length)];
    throw SPACE({ place: `${place}.periodic`, message, expected, got });
  }
  given.forEach((input, axis) => {
    if (input === null) return;
    const period = readLength(input, `${place}.periodic[${axis}]`);
    if (period > 0) periods[axis] = period;
    else {
      const message = "A period must be a length above 0.";
      throw SPACE({ place: `${place}.periodic[${axis}]`, message, got: String(input) });
    }
  });
  return periods;
}
