import type { Column } from "../../session/session.ts";
import { VALUE } from "../errors.ts";
import { isRandom, type RandomDistribution } from "../random/random-distribution.ts";
import type { Draws } from "../random/rng.ts";
import { show } from "../show.ts";
import { type DistanceFunction, readDistanceExpression } from "./distance-expression.ts";

/** A function of the indices of both neurons, like PyNN's `IndexBasedExpression`. */
export interface IndexBasedExpression {
  readonly kind: "index-based";
  readonly compute: (i: number, j: number) => number;
}

/** A matrix with one row per presynaptic neuron. */
export type Matrix = readonly (readonly number[] | Float64Array)[];

/** A number for each connection: one for all, a distribution, a function or text of the distance, a matrix. */
export type ConnectionValue =
  | number
  | string
  | RandomDistribution
  | DistanceFunction
  | IndexBasedExpression
  | Matrix;

/** Connections in creation order: by postsynaptic neuron. */
export interface Pairs {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

/** Inputs for computing values of connections. */
export interface ConnectionContext extends Pairs {
  readonly shape: readonly [pre: number, post: number];
  /** Name used in errors. */
  readonly place: string;
  /** Returns the distance between neurons by their indices. */
  distance(i: number, j: number): number;
  /** Open the draws of a distribution. */
  open(distribution: RandomDistribution): Draws;
}

/** Create PyNN's `IndexBasedExpression` from a function of the indices `i` and `j`. */
export function IndexBasedExpression(
  compute: (i: number, j: number) => number,
): IndexBasedExpression {
  return { kind: "index-based", compute };
}

/** Compute a number for each connection; a single number stays single. */
export function connectionColumn(value: ConnectionValue, context: ConnectionContext): Column {
  if (typeof value === "number") return checked(value, context);
  if (isRandom(value)) return drawn(value, context);
  if (typeof value === "string") {
    return byDistance(readDistanceExpression(value, context.place), context);
  }
  if (typeof value === "function") return byDistance(value, context);
  if (isIndexBased(value)) return each(context, value.compute);
  const matrix = checkedMatrix(value, context);
  return each(context, (i, j) => matrix[i]?.[j] as number);
}

// One run of draws per postsynaptic neuron, as in PyNN: a clipped distribution redraws within a run.
function drawn(value: RandomDistribution, context: ConnectionContext): Float64Array {
  const { targets } = context;
  const draws = context.open(value);
  const column = new Float64Array(targets.length);
  for (let from = 0; from < targets.length; ) {
    let to = from + 1;
    while (to < targets.length && targets[to] === targets[from]) to++;
    column.set(value.drawFrom(draws, to - from), from);
    from = to;
  }
  return column;
}

function byDistance(value: DistanceFunction, context: ConnectionContext): Float64Array {
  return each(context, (i, j) => value(context.distance(i, j)));
}

function each(context: ConnectionContext, compute: (i: number, j: number) => number): Float64Array {
  const { sources, targets } = context;
  return Float64Array.from(sources, (i, k) => checked(compute(i, targets[k] as number), context));
}

function checkedMatrix(value: unknown, { shape, place }: ConnectionContext): Matrix {
  const [pre, post] = shape;
  const rows = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const fits = (row: unknown): boolean =>
    (Array.isArray(row) || row instanceof Float64Array) && row.length === post;
  if (rows.length === pre && rows.every(fits)) return value as Matrix;
  throw VALUE({
    place,
    message:
      "A matrix needs one row per presynaptic neuron and one column per postsynaptic neuron.",
    expected: `${pre} rows of ${post} numbers`,
    got: Array.isArray(value) ? `${rows.length} entries` : show(value),
  });
}

function isIndexBased(value: unknown): value is IndexBasedExpression {
  return (
    typeof value === "object" && value !== null && "kind" in value && value.kind === "index-based"
  );
}

function checked(value: unknown, { place }: { readonly place: string }): number {
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  throw VALUE({ place, message: "This is not a number.", got: show(value) });
}
