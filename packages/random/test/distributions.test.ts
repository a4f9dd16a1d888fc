import { describe, expect, it } from "vitest";
import {
  fillNormal,
  fillPoisson,
  poissonCdf,
  poissonThresholds,
  type Stream,
  stream,
  streamKey,
} from "../src/index.ts";

// Seeds are fixed, so a test gives the same answer on every run; a correct generator fails a bound at level
// 1e-4 for one seed in ten thousand.
const COUNT = 200_000;
const LEVEL_Z = 3.72;
const open = (purpose: string): Stream => stream(streamKey(2024, purpose), 0);

const continuous: [string, (s: Stream) => number, (x: number) => number][] = [
  ["uniform", (s) => s.uniform(), (x) => x],
  ["uniformOpen", (s) => s.uniformOpen(), (x) => x],
  ["normal", (s) => s.normal(), normalCdf],
  ["exponential", (s) => s.exponential(), (x) => 1 - Math.exp(-x)],
  // Gamma distributions with closed forms: chi-square of 1, and Erlang of 3.
  ["gamma(0.5)", (s) => s.gamma(0.5), (x) => 2 * normalCdf(Math.sqrt(2 * x)) - 1],
  ["gamma(1)", (s) => s.gamma(1), (x) => 1 - Math.exp(-x)],
  ["gamma(3)", (s) => s.gamma(3), (x) => 1 - Math.exp(-x) * (1 + x + (x * x) / 2)],
];

const discrete: [string, (s: Stream) => number, (k: number) => number][] = [
  ["integer(1)", (s) => s.integer(1), (k) => (k === 0 ? 0 : -Infinity)],
  ["integer(7)", (s) => s.integer(7), (k) => (k < 7 ? -Math.log(7) : -Infinity)],
  ["geometric(0.3)", (s) => s.geometric(0.3), (k) => Math.log(0.3) + k * Math.log(0.7)],
  ["geometric(1)", (s) => s.geometric(1), (k) => (k === 0 ? 0 : -Infinity)],
  ...[0.01, 3, 29, 31, 100].map((mean): (typeof discrete)[number] => [
    `poisson(${mean})`,
    (s) => s.poisson(mean),
    (k) => k * Math.log(mean) - mean - logFactorial(k),
  ]),
  ...(
    [
      [12, 0.4],
      [12, 0.9],
      [1, 0.5],
      [100, 0.2],
      [500, 0.03],
      [500, 0.75],
    ] as const
  ).map(([n, p]): (typeof discrete)[number] => [
    `binomial(${n}, ${p})`,
    (s) => s.binomial(n, p),
    (k) => binomialLog(k, n, p),
  ]),
];

describe("continuous distributions", () => {
  it.each(continuous)("%s follows its distribution function", (name, draw, cdf) => {
    const s = open(name);
    const values = Float64Array.from({ length: COUNT }, () => draw(s)).sort();
    let distance = 0;
    for (let i = 0; i < COUNT; i++) {
      const share = cdf(values[i]!);
      distance = Math.max(distance, share - i / COUNT, (i + 1) / COUNT - share);
    }
    // Kolmogorov: P(sqrt(n) D > 2.225) = 2 exp(-2 * 2.225^2) = 1e-4.
    expect(distance * Math.sqrt(COUNT)).toBeLessThan(2.225);
  });

  it("uniform stays in [0, 1) and uniformOpen excludes both ends", () => {
    const s = open("ends");
    const outside: number[] = [];
    for (let i = 0; i < COUNT; i++) {
      const u = s.uniform();
      if (!(u >= 0 && u < 1)) outside.push(u);
      const open01 = s.uniformOpen();
      if (!(open01 > 0 && open01 < 1 && 1 - (1 - open01) === open01)) outside.push(open01);
    }
    expect(outside).toEqual([]);
  });
});

describe("discrete distributions", () => {
  it.each(discrete)("%s follows its probabilities", (name, draw, logShare) => {
    const s = open(name);
    const counts = new Map<number, number>();
    for (let i = 0; i < COUNT; i++) {
      const k = draw(s);
      counts.set(k, (counts.get(k) ?? 0) + 1);
    }
    expect(chiSquareZ(counts, (k) => Math.exp(logShare(k)))).toBeLessThan(LEVEL_Z);
  });

  it.each([
    ["poisson", 1e6, 1e6, (s: Stream) => s.poisson(1e6)],
    ["binomial", 3e7, 2.1e7, (s: Stream) => s.binomial(1e8, 0.3)],
    ["geometric", 1e12, 1e24, (s: Stream) => s.geometric(1e-12)],
    ["integer", 2 ** 51, 2 ** 104 / 12, (s: Stream) => s.integer(2 ** 52)],
  ])("%s has its mean and variance for large parameters", (name, mean, variance, draw) => {
    const s = open(`${name} large`);
    const n = 50_000;
    const values = Array.from({ length: n }, () => draw(s) - mean);
    const first = values.reduce((sum, x) => sum + x, 0) / n;
    const second = values.reduce((sum, x) => sum + x * x, 0) / n;
    // Standard error of the mean; the sample variance of a law of kurtosis at most 9 has sqrt(8 / n).
    expect(Math.abs(first)).toBeLessThan(LEVEL_Z * Math.sqrt(variance / n));
    expect(Math.abs(second / variance - 1)).toBeLessThan(LEVEL_Z * Math.sqrt(8 / n));
  });

  it.each([1e-5, 0.02, 1, 12.5])("thresholds for lambda %d are the distribution", (lambda) => {
    const thresholds = poissonThresholds(lambda);
    // The mean is the sum of P(X > j); each is rounded to within 2^-33.
    const mean = thresholds.reduce((sum, t) => sum + (1 - t / 2 ** 32), 0);
    expect(Math.abs(mean - lambda)).toBeLessThan((thresholds.length + 1) * 2 ** -33);
    const cdf = poissonCdf(lambda);
    thresholds.forEach((t, j) => {
      expect(Math.abs(t / 2 ** 32 - cdf[j]!)).toBeLessThanOrEqual(2 ** -33);
    });
  });

  it("fillPoisson over entities and steps is a Poisson law", () => {
    const thresholds = poissonThresholds(1.5);
    const out = new Uint32Array(COUNT / 10);
    const counts = new Map<number, number>();
    for (let step = 0; step < 10; step++) {
      fillPoisson({ key: streamKey(1, "drive"), entity: 0, step }, thresholds, out);
      for (const k of out) counts.set(k, (counts.get(k) ?? 0) + 1);
    }
    const share = (k: number): number => Math.exp(k * Math.log(1.5) - 1.5 - logFactorial(k));
    expect(chiSquareZ(counts, share)).toBeLessThan(LEVEL_Z);
  });
});

describe("independence", () => {
  // The correlation of n independent pairs has standard error 1 / sqrt(n).
  const n = 100_000;
  const bound = LEVEL_Z / Math.sqrt(n);

  it("neighbouring entities, steps, seeds and purposes are uncorrelated", () => {
    const base = normals(1, "a", 0, 0);
    for (const other of [
      normals(1, "a", 1, 0),
      normals(1, "a", 0, 1),
      normals(1, "a", 0, 2),
      normals(2, "a", 0, 0),
      normals(1, "b", 0, 0),
    ]) {
      expect(Math.abs(correlation(base, other))).toBeLessThan(bound);
    }
  });

  it("the series of one entity over time is uncorrelated and of variance 1", () => {
    const series = new Float64Array(n);
    const one = new Float64Array(1);
    const key = streamKey(9, "time");
    for (let step = 0; step < n; step++) {
      fillNormal({ key, entity: 17, step }, one);
      series[step] = one[0]!;
    }
    expect(Math.abs(correlation(series.subarray(0, -1), series.subarray(1)))).toBeLessThan(bound);
    expect(Math.abs(correlation(series, series) - 1)).toBeLessThan(1e-12);
    const variance = series.reduce((sum, x) => sum + x * x, 0) / n;
    expect(Math.abs(variance - 1)).toBeLessThan(LEVEL_Z * Math.sqrt(2 / n));
  });

  it("one flipped input bit flips half of the output bits", () => {
    let flipped = 0;
    for (let entity = 0; entity < 1000; entity++) {
      const a = stream(streamKey(1, "flip"), entity).uint32();
      const b = stream(streamKey(1, "flip"), entity ^ (1 << (entity % 31))).uint32();
      for (let x = a ^ b; x !== 0; x &= x - 1) flipped++;
    }
    // 32,000 fair bits: standard deviation sqrt(32000) / 2 = 89.
    expect(Math.abs(flipped - 16_000)).toBeLessThan(LEVEL_Z * 89.5);
  });

  function normals(seed: number, purpose: string, entity: number, step: number): Float64Array {
    const out = new Float64Array(n);
    fillNormal({ key: streamKey(seed, purpose), entity, step }, out);
    return out;
  }
});

/** Pearson's chi-square as a normal deviate (Wilson & Hilferty 1931); bins of fewer than 10 are merged. */
function chiSquareZ(counts: ReadonlyMap<number, number>, share: (k: number) => number): number {
  let [expected, observed, square, bins, seen] = [0, 0, 0, 0, 0];
  const close = (): void => {
    square += (observed - expected) ** 2 / expected;
    bins++;
    [expected, observed] = [0, 0];
  };
  const last = Math.max(...counts.keys());
  for (let k = 0; k <= last; k++) {
    expected += COUNT * share(k);
    observed += counts.get(k) ?? 0;
    seen += COUNT * share(k);
    if (expected >= 10 && COUNT - seen >= 10) close();
  }
  expected += Math.max(COUNT - seen, 0);
  close();
  const freedom = bins - 1;
  if (freedom === 0) return square < 1e-6 ? 0 : Number.POSITIVE_INFINITY;
  const h = 2 / (9 * freedom);
  return (Math.cbrt(square / freedom) - (1 - h)) / Math.sqrt(h);
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [sumA, sumB] = [a.reduce((s, x) => s + x, 0), b.reduce((s, x) => s + x, 0)];
  const [meanA, meanB] = [sumA / a.length, sumB / a.length];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Normal distribution function by its series, and by the continued fraction in the tails. */
function normalCdf(x: number): number {
  if (x < 0) return 1 - normalCdf(-x);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (x > 4) return 1 - density / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 5 / x)))));
  let [sum, term] = [x, x];
  for (let n = 3; n < 120; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + density * sum;
}

function logFactorial(k: number): number {
  let sum = 0;
  for (let i = 2; i <= k; i++) sum += Math.log(i);
  return sum;
}

function binomialLog(k: number, n: number, p: number): number {
  if (k > n) return Number.NEGATIVE_INFINITY;
  const ways = logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  return ways + k * Math.log(p) + (n - k) * Math.log(1 - p);
}
