import type { ProjectionRecord, Value } from "@spikeloom/kernel";
import { type Entries, entriesOf, type Matrix, zerosIn } from "./matrix.ts";
import { compactValue } from "./population-parts.ts";

/** Endpoints and timing of a matrix. */
export interface Way {
  readonly from: string;
  readonly to: string;
  /** Delay in steps. */
  readonly steps: number;
  /** In milliseconds. */
  readonly dt: number;
  /** Whether it transmits values rather than spikes. */
  readonly isGraded: boolean;
}

/** Create the projection of a matrix; undefined if it is empty. */
export function projectionOf(matrix: Matrix, way: Way): ProjectionRecord | undefined {
  const { from, to, isGraded } = way;
  const parts =
    matrix.kind === "entries" || isMostlyZero(matrix)
      ? listed(entriesOf(matrix), way)
      : whole(matrix, way);
  if (parts === undefined) return undefined;
  return { from, to, ...parts, ...(isGraded ? { synapse: "nir-values" } : { receptor: "spikes" }) };
}

type Parts = Pick<ProjectionRecord, "connector" | "weight" | "delay">;

function isMostlyZero(matrix: Exclude<Matrix, Entries>): boolean {
  if (matrix.kind !== "dense") return false;
  const { values } = matrix;
  const each = values.BYTES_PER_ELEMENT;
  // A listed pair needs two 4-byte numbers besides its weight.
  return (values.length - zerosIn(values)) * (8 + each) < values.length * each;
}

function whole(matrix: Exclude<Matrix, Entries>, way: Way): Parts {
  const delay = delayOf(way, 0);
  if (matrix.kind === "identity") {
    return { connector: { kind: "one-to-one" }, weight: 1, ...delay };
  }
  return { connector: { kind: "all-to-all" }, weight: compactValue(matrix.values), ...delay };
}

function listed(entries: Entries, way: Way): Parts | undefined {
  const { sources, targets, from, to, values, delays } = entries;
  if (from.length === 0) return undefined;
  const delay = delays === undefined ? delayOf(way, 0) : delayList(way, delays);
  const isDiagonal =
    sources === targets &&
    from.length === sources &&
    from.every((k, at) => k === at && to[at] === k);
  if (isDiagonal)
    return { connector: { kind: "one-to-one" }, weight: compactValue(values), ...delay };
  const pairs = new Uint32Array(2 * from.length);
  for (let k = 0; k < from.length; k++) {
    pairs[2 * k] = from[k] ?? 0;
    pairs[2 * k + 1] = to[k] ?? 0;
  }
  return { connector: { kind: "pairs", pairs }, weight: compactValue(values), ...delay };
}

function delayOf({ steps, dt, isGraded }: Way, more: number): { readonly delay?: Value } {
  return isGraded ? {} : { delay: `${milliseconds(steps + more, dt)} ms` };
}

function delayList(way: Way, delays: Uint32Array): { readonly delay?: Value } {
  const [first = 0] = delays;
  if (delays.every((delay) => delay === first)) return delayOf(way, first);
  const values = Float64Array.from(delays, (delay) => milliseconds(way.steps + delay, way.dt));
  return { delay: { values, unit: "ms" } };
}

/** Convert a number of steps to a time, without binary rounding artefacts. */
export function milliseconds(steps: number, dt: number): number {
  return Number((steps * dt).toPrecision(12));
}
