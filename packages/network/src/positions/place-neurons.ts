import type { ConnectorStream, PositionRecord } from "@spikeloom/kernel";
import { POSITIONS, show } from "../errors.ts";
import { readLength } from "./length.ts";

/** Coordinates in micrometres: one array per axis, one entry per neuron. */
export type Coordinates = readonly Float64Array[];

/** Context for placing neurons. */
export interface PlaceRequest {
  readonly size: number;
  readonly place: string;
  /** Random numbers of one neuron. */
  stream(neuron: number): Pick<ConnectorStream, "uniform">;
}

type Layout = PositionRecord["layout"];
type OfLayout<L extends Layout> = Extract<PositionRecord, { layout: L }>;

/** Compute the positions of a population's neurons. */
export function placeNeurons(position: PositionRecord, request: PlaceRequest): Coordinates {
  const layout = layouts[position.layout] as
    | ((position: PositionRecord, request: PlaceRequest) => Coordinates)
    | undefined;
  if (layout !== undefined) return layout(position, request);
  const place = `${request.place}.layout`;
  const expected = Object.keys(layouts).join(", ");
  const message = "This layout does not exist.";
  throw POSITIONS({ place, message, expected, got: show(position.layout) });
}

const layouts: {
  readonly [L in Layout]: (position: OfLayout<L>, request: PlaceRequest) => Coordinates;
} = { grid, random, list };

/** Points in rows; the last axis changes fastest. */
function grid(position: OfLayout<"grid">, request: PlaceRequest): Coordinates {
  const { size, place } = request;
  const { shape } = position;
  checkAxes(shape, `${place}.shape`);
  const points = shape.reduce((product, count) => product * count, 1);
  if (points !== size || !shape.every((count) => Number.isInteger(count) && count > 0)) {
    throw POSITIONS({
      place: `${place}.shape`,
      message: "The number of grid points differs from the number of neurons.",
      expected: `integers with the product ${size}`,
      got: shape.join(" x "),
    });
  }
  const spacing = readAxes(position.spacing ?? shape.map(() => 1), shape, `${place}.spacing`);
  const origin = readAxes(position.origin ?? shape.map(() => 0), shape, `${place}.origin`);
  let stride = size;
  return shape.map((count, axis) => {
    stride /= count;
    const step = stride;
    return Float64Array.from({ length: size }, (_, k) => {
      return (origin[axis] ?? 0) + (spacing[axis] ?? 0) * (Math.floor(k / step) % count);
    });
  });
}

/** Uniform between two corners. */
function random(position: OfLayout<"random">, request: PlaceRequest): Coordinates {
  const { size, place } = request;
  checkAxes(position.low, `${place}.low`);
  const low = readAxes(position.low, position.low, `${place}.low`);
  const high = readAxes(position.high, position.low, `${place}.high`);
  const axes = low.map(() => new Float64Array(size));
  for (let k = 0; k < size; k++) {
    const stream = request.stream(k);
    axes.forEach((coordinates, axis) => {
      const from = low[axis] ?? 0;
      coordinates[k] = from + ((high[axis] ?? 0) - from) * stream.uniform();
    });
  }
  return axes;
}

/** Read positions given point by point. */
function list(position: OfLayout<"list">, { size, place }: PlaceRequest): Coordinates {
  const { points } = position;
  if (points.length !== size) {
    const message = "Each neuron needs one point.";
    const [expected, got] = [`${size} points`, String(points.length)];
    throw POSITIONS({ place: `${place}.points`, message, expected, got });
  }
  const first = points[0] ?? [];
  checkAxes(first, `${place}.points[0]`);
  const rows = points.map((point, k) => readAxes(point, first, `${place}.points[${k}]`));
  return first.map((_, axis) => Float64Array.from(rows, (row) => row[axis] ?? 0));
}

function checkAxes(axes: readonly unknown[], place: string): void {
  if (axes.length >= 1 && axes.length <= 3) return;
  const message = "Space has one to three dimensions.";
  throw POSITIONS({ place, message, expected: "1 to 3 numbers", got: String(axes.length) });
}

function readAxes(
  axes: readonly (string | number)[],
  like: readonly unknown[],
  place: string,
): readonly number[] {
  if (axes.length === like.length) {
    return axes.map((input, axis) => readLength(input, `${place}[${axis}]`));
  }
  const [expected, got] = [`${like.length} numbers`, String(axes.length)];
  throw POSITIONS({ place, message: "Each axis needs a number.", expected, got });
}
