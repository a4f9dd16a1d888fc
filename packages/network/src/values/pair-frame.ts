import { type Dimension, dimensionless, parseUnit } from "@spikeloom/units";
import { POSITIONS } from "../errors.ts";
import type { Coordinates } from "../positions/place-neurons.ts";

/** Both ends of a projection, as seen by formulas. */
export interface ProjectionEnds {
  readonly sources: number;
  readonly targets: number;
  /** Distance in micrometres between source i and target j; throws if positions are missing. */
  distance(i: number, j: number): number;
  /** Positions of the selected neurons, if the populations have any. */
  readonly from?: Coordinates | undefined;
  readonly to?: Coordinates | undefined;
}

/** Variables of a formula of a pair of neurons. */
export interface PairFrame {
  /** Offered names, in the order of their slots. */
  readonly names: ReadonlyMap<string, Dimension>;
  readonly frame: Float64Array;
  /** Create the function that writes a pair into the frame, or a longer one, as far as the formula reads it. */
  loader(reads: ReadonlySet<string>, into?: Float64Array): (i: number, j: number) => void;
}

const length = parseUnit("um").dimension;
const indices = ["i", "j", "N_pre", "N_post"];
const axes = ["x", "y", "z"];
const positions = [...axes.map((axis) => `${axis}_pre`), ...axes.map((axis) => `${axis}_post`)];

/** Names available to a formula of a pair, with their dimensions. */
export const pairNames: ReadonlyMap<string, Dimension> = new Map([
  ...indices.map((name) => [name, dimensionless] as const),
  ["d", length] as const,
  ...positions.map((name) => [name, length] as const),
]);

/** Create the evaluation frame for the formulas of one projection. */
export function pairFrame(ends: ProjectionEnds): PairFrame {
  const frame = new Float64Array(pairNames.size);
  frame[2] = ends.sources;
  frame[3] = ends.targets;
  return {
    names: pairNames,
    frame,
    loader(reads, into = frame) {
      const readsDistance = reads.has("d");
      const columns = positions.flatMap((name, k) =>
        reads.has(name) ? [column(ends, name, k)] : [],
      );
      return (i, j) => {
        into[0] = i;
        into[1] = j;
        if (readsDistance) into[4] = ends.distance(i, j);
        for (const { slot, values, pre } of columns) into[slot] = values[pre ? i : j] ?? 0;
      };
    },
  };
}

interface Column {
  readonly slot: number;
  readonly values: Float64Array;
  readonly pre: boolean;
}

function column(ends: ProjectionEnds, name: string, position: number): Column {
  const pre = position < axes.length;
  const coordinates: Coordinates | undefined = pre ? ends.from : ends.to;
  const values = coordinates?.[position % axes.length];
  if (values !== undefined) return { slot: indices.length + 1 + position, values, pre };
  const message = `"${name}" is read, but the neurons have no such coordinate.`;
  const next = 'Set "positions" of the population, with this number of dimensions.';
  throw POSITIONS({ place: name, message, next });
}
