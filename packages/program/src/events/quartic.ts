/** Depth of bisection at which an interval is as short as rounding allows. */
const deepest = 48;

/**
 * Find an interval in which a quartic first rises from below a bound to above it, between 0 and 1.
 *
 * The quartic is given by its five Bernstein coefficients, whose greatest and least bound its values, and which change sign at least as
 * often as it does. So an interval is left out only if all of them are at most `bound`, and no crossing is missed. Returns
 * undefined if there is none; otherwise the quartic is below 0 at the left end, unless that is 0, and above the bound at the right end.
 */
export function firstRise(
  coefficients: readonly number[],
  bound: number,
): readonly [left: number, right: number] | undefined {
  return riseIn(coefficients, { bound, left: 0, depth: 0 });
}

interface Interval {
  readonly bound: number;
  readonly left: number;
  readonly depth: number;
}

function riseIn(
  p: readonly number[],
  { bound, left, depth }: Interval,
): readonly [number, number] | undefined {
  if (p.every((one) => one <= bound)) return undefined;
  const [first = 0, last = 0] = [p[0], p[4]];
  const width = 2 ** -depth;
  const isEnd = depth === deepest || (first <= 0 && last > bound && variations(p) <= 1);
  if (isEnd) return last > bound ? [left, left + width] : undefined;
  const [lower, upper] = split(p, 0.5);
  return (
    riseIn(lower, { bound, left, depth: depth + 1 }) ??
    riseIn(upper, { bound, left: left + width / 2, depth: depth + 1 })
  );
}

/** Count changes of sign; 0 counts as below. */
function variations(p: readonly number[]): number {
  let count = 0;
  for (let k = 1; k < p.length; k++) {
    if ((p[k] as number) > 0 !== (p[k - 1] as number) > 0) count++;
  }
  return count;
}

/** Bernstein coefficients of a quartic from a share of its interval on. */
export function after(coefficients: readonly number[], share: number): readonly number[] {
  return split(coefficients, share)[1];
}

/** Bernstein coefficients of both parts of an interval (de Casteljau). */
function split(
  p: readonly number[],
  share: number,
): readonly [readonly number[], readonly number[]] {
  const lower: number[] = [];
  const upper: number[] = [];
  let row = p;
  while (row.length > 0) {
    lower.push(row[0] as number);
    upper.unshift(row.at(-1) as number);
    const own = row;
    row = own.slice(1).map((one, k) => share * one + (1 - share) * (own[k] as number));
  }
  return [lower, upper];
}
