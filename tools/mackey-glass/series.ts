/** A Lyapunov time of the series with a delay of 17, and its number of points, as in NeuroBench. */
export const lyapunov = { time: 197, points: 75 } as const;

// Mackey and Glass 1977: dx/dt = 0.2 x(t - 17) / (1 + x(t - 17)^10) - 0.1 x; constant before the start.
const [gain, decay, delay, past] = [0.2, 0.1, 17, 0.7206597] as const;
/** Steps per delay: delayed values are then known at the ends of a step. */
const perDelay = 170;
const step = delay / perDelay;

function slope(x: number, delayed: number): number {
  const second = delayed * delayed;
  const fourth = second * second;
  return (gain * delayed) / (1 + fourth * fourth * second) - decay * x;
}

/** Compute points of the Mackey-Glass series, 197/75 apart, by the classical Runge-Kutta method with steps of 0.1. */
export function mackeyGlass(points: number): Float64Array {
  const spacing = lyapunov.time / lyapunov.points;
  const steps = Math.ceil((points * spacing) / step) + 1;
  const [x, slopes] = [new Float64Array(steps + 1), new Float64Array(steps + 1)];
  x[0] = past;
  slopes[0] = slope(past, past);
  const before = (k: number): number => (k < perDelay ? past : (x[k - perDelay] as number));
  for (let k = 0; k < steps; k++) {
    const from = x[k] as number;
    const middle = k < perDelay ? past : between(x, slopes, k - perDelay, 0.5);
    const first = slopes[k] as number;
    const second = slope(from + (step / 2) * first, middle);
    const third = slope(from + (step / 2) * second, middle);
    const fourth = slope(from + step * third, before(k + 1));
    const to = from + (step / 6) * (first + 2 * second + 2 * third + fourth);
    x[k + 1] = to;
    slopes[k + 1] = slope(to, before(k + 1));
  }
  return Float64Array.from({ length: points }, (_, k) => {
    const at = Math.floor((k * spacing) / step);
    return between(x, slopes, at, (k * spacing) / step - at);
  });
}

/** Interpolate within a step by the cubic that has the values and slopes of its ends. */
function between(x: Float64Array, slopes: Float64Array, k: number, part: number): number {
  const rest = 1 - part;
  return (
    (1 + 2 * part) * rest * rest * (x[k] as number) +
    part * rest * rest * step * (slopes[k] as number) +
    part * part * (3 - 2 * part) * (x[k + 1] as number) -
    part * part * rest * step * (slopes[k + 1] as number)
  );
}

/** Symmetric mean absolute percentage error, from 0 to 200. */
export function smape(found: Float64Array, wanted: Float64Array): number {
  let sum = 0;
  for (const [k, one] of found.entries()) {
    const other = wanted[k] as number;
    sum += Math.abs(one - other) / (Math.abs(one) + Math.abs(other));
  }
  return (200 * sum) / found.length;
}
