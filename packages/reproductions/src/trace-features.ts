/** A variable sampled at equal intervals, in the unit that its model declares. */
export interface Trace {
  /** In ms. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** Find the time in ms at which a trace rises through a level, by linear interpolation between samples. */
export function upwardCrossings({ times, values }: Trace, level: number): readonly number[] {
  const crossings: number[] = [];
  for (let k = 1; k < values.length; k++) {
    const [before, after] = [values[k - 1] as number, values[k] as number];
    if (before >= level || after < level) continue;
    const [from, to] = [times[k - 1] as number, times[k] as number];
    crossings.push(from + ((to - from) * (level - before)) / (after - before));
  }
  return crossings;
}

/** Find the highest value of a trace, refined by the parabola through it and its neighbours. */
export function peak({ values }: Trace): number {
  let at = 0;
  for (let k = 1; k < values.length; k++) {
    if ((values[k] as number) > (values[at] as number)) at = k;
  }
  const [before, top, after] = [values[at - 1], values[at] ?? Number.NaN, values[at + 1]];
  if (before === undefined || after === undefined) return top;
  const curvature = before - 2 * top + after;
  const slope = after - before;
  return curvature === 0 ? top : top - (slope * slope) / (8 * curvature);
}

/** Find the lowest value of a trace, refined in the same way. */
export function trough({ times, values }: Trace): number {
  return -peak({ times, values: values.map((value) => -value) });
}

/** Rate in Hz of the last interval; 0 if the train ended before `end`, in ms. */
export function finalRate(times: readonly number[], end: number): number {
  const [before, last] = times.slice(-2);
  if (before === undefined || last === undefined) return 0;
  const interval = last - before;
  return end - last > 1.5 * interval ? 0 : 1000 / interval;
}
