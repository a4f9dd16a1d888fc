import { matrixExponential } from "./matrix-exponential.ts";
import type { NumericSystem, Propagator } from "./propagator.ts";

/**
 * Differentiate the propagator of a linear system along a direction.
 *
 * The direction is the derivative of its matrices. The result is the upper right block of the exponential of [[m, e], [0, m]],
 * with m that of the system and e its direction (Najfeld and Havel 1995, doi:10.1006/aama.1995.1017), so equal time constants
 * need no special case.
 */
export function propagatorSlope(
  { states, inputs, a, b }: NumericSystem,
  along: Pick<NumericSystem, "a" | "b">,
  dt: number,
): Propagator {
  const n = states + inputs;
  const block = new Float64Array(4 * n * n);
  const put = (
    matrices: Pick<NumericSystem, "a" | "b">,
    { row, column }: { readonly row: number; readonly column: number },
  ): void => {
    for (let i = 0; i < states; i++) {
      const begin = (row + i) * 2 * n + column;
      for (let j = 0; j < states; j++) {
        block[begin + j] = (matrices.a[i * states + j] as number) * dt;
      }
      for (let j = 0; j < inputs; j++) {
        block[begin + states + j] = (matrices.b[i * inputs + j] as number) * dt;
      }
    }
  };
  put({ a, b }, { row: 0, column: 0 });
  put({ a, b }, { row: n, column: n });
  put(along, { row: 0, column: n });
  const result = matrixExponential(block, 2 * n);
  const p = new Float64Array(states * states);
  const q = new Float64Array(states * inputs);
  for (let i = 0; i < states; i++) {
    const begin = i * 2 * n + n;
    for (let j = 0; j < states; j++) p[i * states + j] = result[begin + j] as number;
    for (let j = 0; j < inputs; j++) q[i * inputs + j] = result[begin + states + j] as number;
  }
  return { p, q };
}
