/** Numbers that are watched. */
export interface Watched {
  readonly values: Float64Array | Float32Array;
  /** Whether infinite ones mean something; NaN never does. */
  readonly mayBeInfinite: boolean;
}

/** Say whether numbers are what they may be. */
export function isSound({ values, mayBeInfinite }: Watched): boolean {
  return mayBeInfinite ? firstUnsound({ values, mayBeInfinite }) < 0 : areFinite(values);
}

/** The place of the first number that may not be; -1 where there is none. */
export function firstUnsound({ values, mayBeInfinite }: Watched): number {
  return values.findIndex((value) =>
    mayBeInfinite ? Number.isNaN(value) : !Number.isFinite(value),
  );
}

/** As fast as memory is read: `x - x` is 0 for what is finite and NaN for all else, which a sum keeps. */
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
