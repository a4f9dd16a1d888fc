import { createStack, defineNeuron, type StimulusRecord, type Value } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { prepareJob } from "../../../tools/test/prepare-job.ts";
import { clock } from "../src/index.ts";

type Poisson = Extract<StimulusRecord, { kind: "poisson" }>;

/** Reports the input of a step, and the sum of all. */
const counter = defineNeuron({
  name: "counter",
  about: "Counts what arrives.",
  parameters: {},
  receptors: { in: { unit: "1", about: "count", on: { n: "n + weight" } } },
  state: {
    n: { initial: 0, unit: "1", about: "what arrived in this step and the next" },
    sum: { initial: 0, unit: "1", about: "all that was there at the start of a step" },
  },
  step: [{ sum: "sum + n", n: "0" }],
});

interface Options {
  readonly precision?: "f64" | "f32";
  readonly shards?: number;
  readonly target?: "wasm" | "js";
  readonly seed?: number;
}

const dt = "0.1 ms";

/** Run a stimulus in pieces; returns the input of each neuron in each step. */
async function drive(
  stimuli: readonly Partial<Poisson>[],
  size: number,
  pieces: readonly number[],
  { precision = "f64", shards = 1, target = "wasm", seed = 5 }: Options = {},
): Promise<readonly (readonly number[])[]> {
  const rows: number[][] = [];
  const simulation = await prepareJob(clock({ target }), {
    network: {
      format: "spikeloom-network",
      version: 1,
      dt,
      populations: { n: { model: counter, size } },
      stimuli: stimuli.map(
        (one): Poisson => ({ kind: "poisson", into: "n", rate: "1 kHz", weight: 1, ...one }),
      ),
      record: [{ population: "n", variables: ["n"], every: dt }],
    },
    stack: createStack({ plugins: [...connectors] }),
    seed,
    precision,
    shards,
    sink: {
      spikes: () => {},
      samples: ({ values, steps }) => {
        for (let k = 0; k < steps.length; k++) {
          rows.push([...values.subarray(k * size, (k + 1) * size)]);
        }
      },
    },
  });
  for (const count of pieces) await simulation.advance(count);
  await simulation.close();
  return rows;
}

const flat = (rows: readonly (readonly number[])[]): readonly number[] => rows.flat();
/** The rate for a mean count per step. */
const rateOf = (mean: number): string => `${mean * 10} kHz`;

/** Pearson's statistic of the frequencies of counts; the last class contains the rest. */
function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const seen = new Array<number>(shares.length + 1).fill(0);
  for (const count of counts) {
    const k = Math.min(count, shares.length);
    seen[k] = (seen[k] ?? 0) + 1;
  }
  const rest = 1 - shares.reduce((sum, share) => sum + share, 0);
  return [...shares, rest].reduce((sum, share, k) => {
    const expected = share * counts.length;
    return sum + ((seen[k] ?? 0) - expected) ** 2 / expected;
  }, 0);
}

function poissonShares(mean: number, classes: number): number[] {
  const shares = [Math.exp(-mean)];
  for (let k = 1; k < classes; k++) shares.push(((shares[k - 1] ?? 0) * mean) / k);
  return shares;
}

function binomialShares(n: number, p: number, classes: number): number[] {
  const shares = [(1 - p) ** n];
  for (let k = 1; k < classes; k++) {
    shares.push((((shares[k - 1] ?? 0) * (n - k + 1)) / k) * (p / (1 - p)));
  }
  return shares;
}

// With that many degrees of freedom, chi-square exceeds these values once in 10^4; seeds are fixed. The last class
// has an expected count of at least ten.
const bounds: Readonly<Record<number, number>> = {
  2: 18.42,
  3: 21.11,
  4: 23.51,
  6: 27.86,
  8: 31.83,
};

describe("counts of a Poisson stimulus", () => {
  it.each([
    { mean: 0.01, classes: 2 },
    { mean: 0.049, classes: 3 },
    { mean: 0.05, classes: 3 },
    { mean: 0.3, classes: 4 },
    { mean: 2.3, classes: 8 },
  ])("are Poisson with mean $mean", async ({ mean, classes }) => {
    const counts = flat(await drive([{ rate: rateOf(mean) }], 200, [1000]));
    expect(counts).toHaveLength(200_000);
    expect(chiSquare(counts, poissonShares(mean, classes))).toBeLessThan(bounds[classes] ?? 0);
  });

  it("are Poisson with each target's mean", async () => {
    const means = [0.01, 0.02, 0.049, 0.1, 0.7, 2.3, 9];
    const rate = Array.from({ length: 210 }, (_, k) => rateOf(means[k % 7] as number));
    const rows = await drive([{ rate }], 210, [1000]);
    means.forEach((mean, m) => {
      const counts = flat(rows.map((row) => row.filter((_, k) => k % 7 === m)));
      const sum = counts.reduce((total, count) => total + count, 0);
      // Four standard deviations of a Poisson sum of 30,000 counts.
      expect(Math.abs(sum - mean * 30_000)).toBeLessThan(4 * Math.sqrt(mean * 30_000));
      const square = counts.reduce((total, count) => total + (count - mean) ** 2, 0) / 30_000;
      // The variance of a squared deviation is mean + 2 mean^2.
      const slack = 4 * Math.sqrt((mean + 2 * mean ** 2) / 30_000);
      expect(Math.abs(square - mean)).toBeLessThan(slack);
    });
  });

  it("follow a formula of t and i", async () => {
    const formula = "(1 + i) * 2*kHz * int(t >= 50*ms)";
    const rows = await drive([{ rate: { formula } }], 100, [1000]);
    expect(flat(rows.slice(0, 500)).every((count) => count === 0)).toBe(true);
    for (const neuron of [0, 4, 99]) {
      const sum = rows.reduce((total, row) => total + (row[neuron] ?? 0), 0);
      const mean = 500 * 0.2 * (1 + neuron);
      expect(Math.abs(sum - mean)).toBeLessThan(4 * Math.sqrt(mean));
    }
  });
});

describe("binomial counts", () => {
  it.each([
    { n: 10, p: 0.1, classes: 4 },
    { n: 40, p: 0.05, classes: 6 },
    { n: 10, p: 0.3, classes: 6 },
  ])("of $n sources with p = $p have that distribution", async ({ n, p, classes }) => {
    const stimulus = { rate: rateOf(p), count: n, counts: "binomial" } as const;
    const counts = flat(await drive([stimulus], 200, [1000]));
    expect(chiSquare(counts, binomialShares(n, p, classes))).toBeLessThan(bounds[classes] ?? 0);
  });

  it.each([
    { n: 12, p: 0.4 },
    { n: 12, p: 0.75 },
    { n: 700, p: 0.5 },
    { n: 3, p: 0.001 },
  ])("of $n sources with p = $p have its mean and variance", async ({ n, p }) => {
    const stimulus = { rate: rateOf(p), count: n, counts: "binomial" } as const;
    const counts = flat(await drive([stimulus], 100, [500]));
    const [mean, variance] = [n * p, n * p * (1 - p)];
    const total = counts.length;
    const seen = counts.reduce((sum, count) => sum + count, 0) / total;
    expect(Math.abs(seen - mean)).toBeLessThan(4 * Math.sqrt(variance / total));
    const spread = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / total;
    // The fourth central moment of a binomial is v (1 + 3 v (1 - 2 / n)).
    const fourth = variance * (1 + 3 * variance * (1 - 2 / n));
    expect(Math.abs(spread - variance)).toBeLessThan(
      4 * Math.sqrt((fourth - variance ** 2) / total),
    );
  });

  it("of sources that always spike are their number", async () => {
    const stimulus = { rate: "10 kHz", count: 7, counts: "binomial" } as const;
    expect(new Set(flat(await drive([stimulus], 20, [10])))).toEqual(new Set([7]));
  });
});

const size = 70;
const rates: Readonly<Record<string, Partial<Poisson>>> = {
  "a rare drive": { rate: "300 Hz" },
  "a rare drive of chosen neurons with their own weights": {
    rate: "400 Hz",
    neurons: { from: 3, every: 2 },
    weight: { draw: "uniform", low: 0.5, high: 1 },
  },
  "a drive of chosen neurons": { neurons: { indices: [50, 2, 31, 7] }, rate: "13 kHz" },
  "own weights": { rate: "13 kHz", weight: { formula: "1 + i / N" } },
  "rates by target": { rate: { formula: "i * 100*Hz" }, weight: { formula: "0.3 + i" } },
  "drawn rates of chosen neurons": {
    rate: { draw: "gamma", shape: 2, scale: "400 Hz" },
    neurons: { from: 10, until: 66 },
  },
  "a rate in time": { rate: { formula: "500*Hz * (1 + sin(t / ms))" } },
  "rates in time by target": { rate: { formula: "i * 50*Hz * (1 + sin(t / ms + i))" } },
  "binomial counts": { rate: "2 kHz", count: 5, counts: "binomial" },
  "mostly failures": { rate: "9 kHz", count: 5, counts: "binomial" },
  "binomial rates by target": { rate: { formula: "i / N * 10*kHz" }, count: 5, counts: "binomial" },
  "binomial rates in time": {
    rate: { formula: "5*kHz * (1 + sin(t / ms))" },
    count: 5,
    counts: "binomial",
  },
  "a window": { rate: "200 Hz", start: "7.3 ms", stop: "25 ms" },
};

describe.each(Object.entries(rates))("%s", (_, stimulus) => {
  it.each(["f64", "f32"] as const)("has the same bits everywhere in %s", async (precision) => {
    // A second stimulus, so that sums are rounded.
    const both = [stimulus, { rate: "1 kHz", weight: 0.1 }];
    const whole = await drive(both, size, [300], { precision });
    expect(flat(whole).some((count) => count > 0.1)).toBe(true);
    for (const shards of [2, 3, 5]) {
      expect(await drive(both, size, [1, 72, 200, 27], { precision, shards })).toEqual(whole);
    }
    const js = await drive(both, size, [130, 170], { precision, shards: 2, target: "js" });
    expect(js).toEqual(whole);
  });
});

describe("random numbers of a target", () => {
  // Every method: gaps, thresholds, and inversion, compared with one rate for all.
  it.each<[string, number, Partial<Poisson>]>([
    ["rare", 0.02, {}],
    ["common", 1.3, {}],
    ["binomial", 0.2, { counts: "binomial", count: 9 }],
    ["binomial above a half", 0.8, { counts: "binomial", count: 9 }],
  ])("depend on its own rate alone: %s", async (_, mean, more) => {
    const one = await drive([{ rate: rateOf(mean), ...more }], size, [200]);
    const list = (other: string): Value =>
      Array.from({ length: size }, (_, k) => (k % 5 === 0 ? other : rateOf(mean)));
    expect(await drive([{ rate: list(rateOf(mean)), ...more }], size, [200])).toEqual(one);
    const own = (rows: readonly (readonly number[])[]): unknown =>
      rows.map((row) => row.filter((_, k) => k % 5 !== 0));
    expect(own(await drive([{ rate: list("5 kHz"), ...more }], size, [200]))).toEqual(own(one));
    expect(own(await drive([{ rate: list("0 Hz"), ...more }], size, [200]))).toEqual(own(one));
  });

  it("are drawn by words if the rate changes over time, for any number of rates", async () => {
    const one = await drive([{ rate: "13 kHz" }], size, [200]);
    const formulas = ["13*kHz + 0*kHz*t/ms", "13*kHz + 0*kHz*i*t/ms"];
    for (const formula of formulas) {
      expect(await drive([{ rate: { formula } }], size, [200])).toEqual(one);
    }
  });

  it("are used only within the window of the stimulus", async () => {
    for (const rate of ["400 Hz", "8 kHz"]) {
      const rows = await drive([{ rate, start: "5 ms", stop: "15 ms" }], 500, [200]);
      const sums = rows.map((row) => row.reduce((sum, count) => sum + count, 0));
      const active = sums.slice(50, 150).reduce((sum, count) => sum + count, 0);
      const mean = rate === "400 Hz" ? 2000 : 40_000;
      expect(Math.abs(active - mean)).toBeLessThan(4 * Math.sqrt(mean));
      expect(
        sums
          .slice(0, 50)
          .concat(sums.slice(150))
          .every((sum) => sum === 0),
      ).toBe(true);
    }
  });
});
