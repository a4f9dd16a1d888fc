const REJECTION_ABOVE = 30;

/** Draw the successes in n trials: by inversion up to n p = 30, by BTPE above. */
export function legacyBinomial(uniform: () => number, n: number, p: number): number {
  if (n === 0 || p === 0) return 0;
  if (p > 0.5) return n - upToHalf(uniform, n, 1 - p);
  return upToHalf(uniform, n, p);
}

function upToHalf(uniform: () => number, n: number, p: number): number {
  return p * n <= REJECTION_ABOVE ? invert(uniform, n, p) : btpe(uniform, n, p);
}

function invert(uniform: () => number, n: number, p: number): number {
  const q = 1 - p;
  const none = Math.exp(n * Math.log(q));
  const mean = n * p;
  const bound = Math.floor(Math.min(n, mean + 10 * Math.sqrt(mean * q + 1)));
  for (;;) {
    let u = uniform();
    let share = none;
    for (let k = 0; k <= bound; ) {
      if (u <= share) return k;
      u -= share;
      k++;
      share *= ((n - k + 1) * p) / (k * q);
    }
  }
}

// Kachitvichyanukul & Schmeiser 1988, doi:10.1145/42372.42381, step by step.
function btpe(uniform: () => number, n: number, p: number): number {
  const shape = shapeOf(n, p);
  for (;;) {
    const [y, v] = propose(uniform, shape);
    // In the triangle nothing is refused.
    if (v === undefined) return y;
    if (y < 0 || y > n || !(v > 0)) continue;
    if (accepts(shape, y, v)) return y;
  }
}

interface Shape {
  readonly n: number;
  readonly p: number;
  readonly q: number;
  readonly mode: number;
  readonly centre: number;
  readonly left: number;
  readonly right: number;
  readonly leftRate: number;
  readonly rightRate: number;
  readonly c: number;
  readonly areas: readonly [number, number, number, number];
}

function shapeOf(n: number, p: number): Shape {
  const q = 1 - p;
  const peak = n * p + p;
  const mode = Math.floor(peak);
  const p1 = Math.floor(2.195 * Math.sqrt(n * p * q) - 4.6 * q) + 0.5;
  const centre = mode + 0.5;
  const [left, right] = [centre - p1, centre + p1];
  const c = 0.134 + 20.5 / (15.3 + mode);
  const fromLeft = (peak - left) / (peak - left * p);
  const leftRate = fromLeft * (1 + fromLeft / 2);
  const fromRight = (right - peak) / (right * q);
  const rightRate = fromRight * (1 + fromRight / 2);
  const p2 = p1 * (1 + 2 * c);
  const p3 = p2 + c / leftRate;
  const areas = [p1, p2, p3, p3 + c / rightRate] as const;
  return { n, p, q, mode, centre, left, right, leftRate, rightRate, c, areas };
}

/** A count, and the value to compare with its probability; undefined if it is accepted directly. */
function propose(
  uniform: () => number,
  shape: Shape,
): readonly [count: number, v: number | undefined] {
  const { areas, centre, left, right, leftRate, rightRate, c, mode } = shape;
  const [p1, p2, p3, p4] = areas;
  const u = uniform() * p4;
  const v = uniform();
  if (u <= p1) return [Math.floor(centre - p1 * v + u), undefined];
  if (u <= p2) {
    const x = left + (u - p1) / c;
    const height = v * c + 1 - Math.abs(mode - x + 0.5) / p1;
    return [Math.floor(x), height > 1 ? Number.NaN : height];
  }
  if (u <= p3) return [Math.floor(left + Math.log(v) / leftRate), v * (u - p2) * leftRate];
  return [Math.floor(right - Math.log(v) / rightRate), v * (u - p3) * rightRate];
}

function accepts(shape: Shape, y: number, v: number): boolean {
  const { n, p, q, mode } = shape;
  const spread = n * p * q;
  const k = Math.abs(y - mode);
  if (k <= 20 || k >= spread / 2 - 1) return v <= ratioToMode(shape, y);
  const rho = (k / spread) * ((k * (k / 3 + 0.625) + 1 / 6) / spread + 0.5);
  const t = (-k * k) / (2 * spread);
  const height = Math.log(v);
  if (height < t - rho) return true;
  if (height > t + rho) return false;
  const [x1, f1, z, w] = [y + 1, mode + 1, n + 1 - mode, n - y + 1];
  const most =
    shape.centre * Math.log(f1 / x1) +
    (n - mode + 0.5) * Math.log(z / w) +
    (y - mode) * Math.log((w * p) / (x1 * q)) +
    stirling(f1) +
    stirling(z) +
    stirling(x1) +
    stirling(w);
  return height <= most;
}

function ratioToMode({ n, p, q, mode }: Shape, y: number): number {
  const odds = p / q;
  const a = odds * (n + 1);
  let ratio = 1;
  for (let k = mode + 1; k <= y; k++) ratio *= a / k - odds;
  for (let k = y + 1; k <= mode; k++) ratio /= a / k - odds;
  return ratio;
}

function stirling(x: number): number {
  const square = x * x;
  return (13680 - (462 - (132 - (99 - 140 / square) / square) / square) / square) / x / 166320;
}
