/** Watched numbers. */
export interface Watched {
  readonly values: Float64Array | Float32Array;
  /** Whether infinite values are valid; NaN never is. */
  readonly mayBeInfinite: boolean;
}

/** Check whether all numbers are valid. */
export function isSound({ values, mayBeInfinite }: Watched): boolean {
  return mayBeInfinite ? firstUnsound({ values, mayBeInfinite }) < 0 : areFinite(values);
}

/** Return the index of the first invalid number, or -1. */
export function firstUnsound({ values, mayBeInfinite }: Watched): number {
  return values.findIndex((value) =>
    mayBeInfinite ? Number.isNaN(value) : !Number.isFinite(value),
  );
}

/** Runs at memory speed: `x - x` is 0 for finite values and NaN otherwise, and NaN survives the sum. */
function areFinite(values: Float64Array | Float32Array): boolean {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const whole = values.length & ~3;
  for (let k = 0; k < whole; k += 4) {
    const w = values[k] as number;
    const x = values[k + 1] as number;
    const y = values[k + 2] as number;
    const z = values[k + 3] as number;
    a += w - w;
    b += x - x;
    c += y - y;
    d += z - z;
  }
  for (let k = whole; k < values.length; k++) a += (values[k] as number) - (values[k] as number);
  return a + b + c + d === 0;
}
