import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { createStack, defineNeuron, type NeuronRecord } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { inhomogeneousGamma, neurons } from "@spikeloom/neurons";
import { run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";

const backend = clock();
const stack = createStack({ plugins: [...neurons, ...integrators, ...connectors, backend] });

/** Spike times in ms of each neuron; a spike is stamped with the end of its step of 0.1 ms. */
async function trainsOf(model: NeuronRecord, size: number, duration: string): Promise<number[][]> {
  const result = await run(
    {
      format: "spikeloom-network",
      version: 1,
      dt: "0.1 ms",
      duration,
      seed: 5,
      populations: { source: { model, size } },
      projections: [],
      record: [{ population: "source", variables: ["spikes"] }],
    },
    { stack, backend },
  );
  const trains = Array.from({ length: size }, (): number[] => []);
  const spikes = result.recordings[0]?.spikes;
  spikes?.neurons.forEach((neuron, k) => {
    trains[neuron]?.push(spikes.times[k] ?? Number.NaN);
  });
  return trains;
}

/** Rate in Hz and CV of the intervals of all trains between two times. */
function statistics(trains: readonly number[][], from: number, until: number) {
  const inside = trains.map((train) => train.filter((time) => time > from && time <= until));
  const count = inside.reduce((sum, train) => sum + train.length, 0);
  const intervals = inside.flatMap((train) => train.slice(1).map((time, k) => time - train[k]!));
  const mean = intervals.reduce((a, b) => a + b, 0) / intervals.length;
  const variance = intervals.reduce((a, b) => a + (b - mean) ** 2, 0) / intervals.length;
  return {
    count,
    rate: (1000 * count) / (trains.length * (until - from)),
    cv: Math.sqrt(variance) / mean,
    intervals: intervals.length,
  };
}

describe("an inhomogeneous gamma source", async () => {
  const pieces = [
    { a: 4, b: 5, from: 0 },
    { a: 1, b: 40, from: 2000 },
    { a: 0.5, b: 20, from: 4000 },
    { a: 10, b: 1, from: 6000 },
  ];
  const model = inhomogeneousGamma({
    name: "four-pieces",
    a: pieces.map(({ a }) => a),
    b: pieces.map(({ b }) => `${b} ms`),
    tbins: pieces.map(({ from }) => `${from} ms`),
  });
  const trains = await trainsOf(model, 100, "8 s");

  it.each(pieces)("has the rate and the CV of shape $a and scale $b ms", ({ a, b, from }) => {
    // More than 500 ms after the change, which is over ten intervals, the process is stationary.
    const [begin, end] = [from + 500, from + 2000];
    const { count, rate, cv, intervals } = statistics(trains, begin, end);
    // The count of a renewal process varies by CV^2 times its mean; four standard errors.
    const wanted = 1000 / (a * b);
    expect(Math.abs(rate - wanted)).toBeLessThan((4 * wanted) / Math.sqrt(a * count));
    // The CV of n intervals has a standard error of some sqrt((1 + 1 / a) / (2 a n)) plus the contribution of the
    // tails,
    // less than twice that; intervals that do not fit in the window are missing, a fraction a b / 1500 ms.
    const spread = 1 / Math.sqrt(a);
    const error = Math.sqrt((1 + 1 / a) / (2 * a * intervals));
    expect(Math.abs(cv - spread)).toBeLessThan(8 * error + (spread * a * b) / 1500);
  });

  it("keeps the age across a change: the new distribution applies from then on, given no spike before", async () => {
    // Nearly regular at 1 Hz, so that no neuron has fired by 500 ms after the start; then fast.
    const waking = inhomogeneousGamma({
      name: "waking",
      a: [100, 3],
      b: ["10 ms", "5 ms"],
      tbins: ["0 ms", "500 ms"],
    });
    const first = (await trainsOf(waking, 2000, "0.6 s")).map((train) => train[0] ?? Number.NaN);
    const mean = first.reduce((a, b) => a + b, 0) / first.length - 500;
    // Given an age of s = 100 scales, the rest has the mean (s^2 + 4 s + 6) / (s^2 + 2 s + 2) scales and nearly
    // its standard deviation: four standard errors, and a step of the grid. A new interval would take 15 ms.
    const wanted = (5 * (100 ** 2 + 4 * 100 + 6)) / (100 ** 2 + 2 * 100 + 2);
    expect(Math.abs(mean - wanted)).toBeLessThan((4 * wanted) / Math.sqrt(2000) + 0.1);
    expect(Math.min(...first)).toBeGreaterThanOrEqual(500);
  });

  it("sends nothing before the first piece", async () => {
    const late = inhomogeneousGamma({ name: "late", a: [1], b: ["1 ms"], tbins: ["50 ms"] });
    const trains = await trainsOf(late, 10, "100 ms");
    expect(Math.min(...trains.flat())).toBeGreaterThan(50);
    expect(Math.min(...trains.flat())).toBeLessThan(52);
  });

  it("requires as many scales and start times as shapes", () => {
    const broken = { name: "broken", a: [1, 2], b: ["1 s"], tbins: ["0 ms", "1 s"] };
    expect(() => inhomogeneousGamma(broken)).toThrow("SL_GAMMA_PIECES");
  });
});

describe("a renewal source whose distribution changes", () => {
  const changing = (interval: string): NeuronRecord =>
    defineNeuron({
      name: "changing",
      about: "Renewal source with a change.",
      parameters: {},
      source: { process: "renewal", interval, changes: ["100 ms"] },
    });

  it("redraws until the interval is longer than the age, although it does not read the age", async () => {
    const rule = "where(t < 100*ms, 150*ms + 0*t, 200*ms * rand())";
    const first = (await trainsOf(changing(rule), 1000, "0.3 s")).map((train) => train[0]!);
    // Uniform on (100 ms, 200 ms): a standard deviation of 100 / sqrt(12) ms, four standard errors, and a step.
    const mean = first.reduce((a, b) => a + b, 0) / first.length;
    expect(Math.abs(mean - 150)).toBeLessThan((4 * 28.9) / Math.sqrt(1000) + 0.1);
    expect(Math.min(...first)).toBeGreaterThan(100);
  });

  it("reports that no interval is possible", async () => {
    const never = changing("where(t < 100*ms, 150*ms, 50*ms)");
    await expect(trainsOf(never, 1, "0.3 s")).rejects.toThrow("SL_INTERVAL_REDRAWN");
  });
});
