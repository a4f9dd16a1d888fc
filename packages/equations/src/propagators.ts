import type { MatrixBatch } from "./matrix-batch.ts";
import { exponentialBatch } from "./matrix-exponential.ts";
import { type NumericSystem, propagator } from "./propagator.ts";

/**
 * A batch of linear systems of one form, in row-major order.
 *
 * An entry that differs between systems is an array; a common one is a single value.
 */
export interface SystemBatch extends Pick<NumericSystem, "states" | "inputs"> {
  readonly count: number;
  /** `states` by `states`. */
  readonly a: readonly (number | Float64Array)[];
  /** `states` by `inputs`. */
  readonly b: readonly (number | Float64Array)[];
}

/** Number of systems solved together, so that their matrices stay in the cache. */
const together = 256;
/** Smaller batches, and systems of more states and inputs, are solved one by one. */
const worthIt = { systems: 64, size: 32 };

/**
 * Solve a batch of systems over one step, with the same bits as `propagator`.
 *
 * Returns the rows of `[p | q]`: the values of each entry, or undefined if it is zero in all.
 */
export function propagators(system: SystemBatch, dt: number): MatrixBatch {
  const { states, inputs, count } = system;
  const n = states + inputs;
  const found: MatrixBatch = new Array(states * n).fill(undefined);
  for (let from = 0; from < count; from += together) {
    const size = Math.min(together, count - from);
    if (size < worthIt.systems || n > worthIt.size) {
      for (let k = from; k < from + size; k++) solveAlone(system, { dt, k, found });
      continue;
    }
    const matrices = augmented(system, from, { size, dt });
    const { result, isLeft } = exponentialBatch(matrices, { count: size, n });
    const solved = result.slice(0, states * n);
    solved.forEach((values, at) => {
      if (values === undefined) return;
      const all = found[at] ?? new Float64Array(count);
      all.set(values, from);
      found[at] = all;
    });
    for (let m = 0; m < size; m++) {
      if (isLeft(m)) solveAlone(system, { dt, k: from + m, found });
    }
  }
  return found;
}

/** Solve one system of a batch, and reject results that are not finite. */
function solveAlone(
  { states, inputs, a, b, count }: SystemBatch,
  { dt, k, found }: { readonly dt: number; readonly k: number; readonly found: MatrixBatch },
): void {
  const of = (entry: number | Float64Array): number =>
    typeof entry === "number" ? entry : (entry[k] as number);
  const numbers = { a: Float64Array.from(a, of), b: Float64Array.from(b, of) };
  const { p, q } = propagator({ states, inputs, ...numbers }, dt);
  const n = states + inputs;
  for (let at = 0; at < states * n; at++) {
    const [i, j] = [Math.floor(at / n), at % n];
    const value = (j < states ? p[i * states + j] : q[i * inputs + j - states]) as number;
    if (found[at] === undefined && Object.is(value, 0)) continue;
    const values = found[at] ?? new Float64Array(count);
    values[k] = value;
    found[at] = values;
  }
}

/** Build the matrices [[a, b], [0, 0]] dt of some systems. */
function augmented(
  { states, inputs, a, b }: SystemBatch,
  from: number,
  { size, dt }: { readonly size: number; readonly dt: number },
): MatrixBatch {
  const n = states + inputs;
  return Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    if (i >= states) return undefined;
    const entry = j < states ? a[i * states + j] : b[i * inputs + j - states];
    if (entry === undefined || entry === 0) return undefined;
    if (typeof entry === "number") return new Float64Array(size).fill(entry * dt);
    return entry.subarray(from, from + size).map((value) => value * dt);
  });
}
