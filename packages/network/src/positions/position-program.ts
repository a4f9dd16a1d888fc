import type { PositionRecord, SpaceRecord } from "@spikeloom/kernel";
import { movingStream } from "../plan/entity-streams.ts";
import { readLength } from "./length.ts";
import { type Coordinates, placeNeurons } from "./place-neurons.ts";

/**
 * Positions of a population's neurons as data.
 *
 * A layout in um, and the key of its random numbers.
 */
export interface PositionProgram {
  readonly layout: PositionRecord;
  /** Keys the random numbers, together with the seed. */
  readonly key: string;
  /** Place for errors. */
  readonly place: string;
}

/** Convert the lengths of a layout to um. */
export function lowerPositions(layout: PositionRecord, population: string): PositionProgram {
  const place = `populations.${population}.positions`;
  const key = `position/${population}`;
  const read = (lengths: readonly (string | number)[], at: string): readonly number[] =>
    lengths.map((length, k) => readLength(length, `${at}[${k}]`));
  switch (layout.layout) {
    case "grid": {
      const { spacing, origin } = layout;
      const lengths = {
        ...(spacing && { spacing: read(spacing, `${place}.spacing`) }),
        ...(origin && { origin: read(origin, `${place}.origin`) }),
      };
      return { layout: { ...layout, ...lengths }, key, place };
    }
    case "random": {
      const [low, high] = [read(layout.low, `${place}.low`), read(layout.high, `${place}.high`)];
      return { layout: { ...layout, low, high }, key, place };
    }
    case "list": {
      const points = layout.points.map((point, k) => read(point, `${place}.points[${k}]`));
      return { layout: { ...layout, points }, key, place };
    }
    default:
      // An unknown layout is refused where it is placed.
      return { layout, key, place };
  }
}

/** Compute the coordinates of all neurons. */
export function placed(
  { layout, key, place }: PositionProgram,
  { size, seed }: { readonly size: number; readonly seed: number },
): Coordinates {
  return placeNeurons(layout, { size, place, stream: movingStream(seed, key) });
}

/** Convert the periods of a space to um. */
export function lowerSpace(space: SpaceRecord | undefined): SpaceRecord | undefined {
  if (space?.periodic === undefined) return space;
  const periodic = space.periodic.map((period, axis) =>
    period === null ? null : readLength(period, `space.periodic[${axis}]`),
  );
  return { ...space, periodic };
}
