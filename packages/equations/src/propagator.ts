import { matrixExponential } from "./matrix-exponential.ts";

/** `dx/dt = a x + b u` in numbers; matrices are in row-major order. */
export interface NumericSystem {
  readonly states: number;
  readonly inputs: number;
  /** `states` by `states`. */
  readonly a: Float64Array;
  /** `states` by `inputs`. */
  readonly b: Float64Array;
}

/** `x(t + dt) = p x(t) + q u`, exact while `u` is constant over the step. */
export interface Propagator {
  /** `states` by `states`. */
  readonly p: Float64Array;
  /** `states` by `inputs`. */
  readonly q: Float64Array;
}

/**
 * Solve a linear system over one step, exactly up to rounding.
 *
 * Exponential of the augmented matrix [[a, b], [0, 0]] dt (Van Loan 1978, doi:10.1109/TAC.1978.1101743), so equal time constants,
 * singular and oscillating systems need no special case. After Rotter and Diesmann 1999, doi:10.1007/s004220050570.
 */
export function propagator(system: NumericSystem, dt: number): Propagator {
  const { states, inputs, a, b } = system;
  const n = states + inputs;
  const augmented = new Float64Array(n * n);
  for (let i = 0; i < states; i++) {
    const row = i * n;
    for (let j = 0; j < states; j++) augmented[row + j] = (a[i * states + j] as number) * dt;
    for (let j = 0; j < inputs; j++) {
      augmented[row + states + j] = (b[i * inputs + j] as number) * dt;
    }
  }
  const result = matrixExponential(augmented, n);
  const p = new Float64Array(states * states);
  const q = new Float64Array(states * inputs);
  for (let i = 0; i < states; i++) {
    const row = i * n;
    for (let j = 0; j < states; j++) p[i * states + j] = result[row + j] as number;
    for (let j = 0; j < inputs; j++) q[i * inputs + j] = result[row + states + j] as number;
  }
  return { p, q };
}
