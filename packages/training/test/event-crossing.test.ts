import { hostFunctions } from "@spikeloom/equations/functions";
import { stream, streamKey } from "@spikeloom/random";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { addTerm, exponentials, firstCrossing, valueAt } from "../src/events/crossing.ts";
import { decaying } from "../src/events/decaying.ts";
import type { EventNetwork } from "../src/events/event-network.ts";
import { eventQueue } from "../src/events/event-queue.ts";
import { spikeGuard } from "../src/events/spike-guard.ts";

const draws = stream(streamKey(6, "crossings"), 0);

it("decays as the built-in exponential does, to the bit", () => {
  const exp = hostFunctions["exp"] as (x: number) => number;
  for (const x of [0, -0, -1e-300, -Math.LN2 / 2, -708]) expect(decaying(x)).toBe(exp(x));
  for (let k = 0; k < 2000; k++) {
    const x = -708 * draws.uniform() ** 4;
    expect(decaying(x)).toBe(exp(x));
  }
});

describe("a first crossing", () => {
  it.each([1, 2, 3, 4])("of %i exponentials is where a fine search finds it", (terms) => {
    let crossed = 0;
    for (let k = 0; k < (long ? 400 : 40); k++) {
      const sum = exponentials(terms);
      for (let j = 0; j < terms; j++) addTerm(sum, 4 * draws.normal(), -0.02 - draws.uniform());
      sum.constant = -0.1 - draws.uniform() - valueAt({ ...sum, constant: 0 }, 0);
      const [until, steps] = [60, 6000];
      let first = 1;
      while (first <= steps && valueAt(sum, (first * until) / steps) < 0) first++;
      const found = firstCrossing(sum, until);
      if (first > steps) {
        // The search sees nothing that is shorter than its steps.
        if (Number.isFinite(found)) expect(valueAt(sum, found)).toBeGreaterThan(-1e-12);
        continue;
      }
      crossed++;
      expect(found).toBeLessThanOrEqual((first * until) / steps);
      expect(Math.abs(valueAt(sum, found))).toBeLessThan(1e-12);
    }
    expect(crossed).toBeGreaterThan(4);
  });

  it.each([1, 2, 3])("of %i with a ramp is where a fine search finds it", (terms) => {
    let crossed = 0;
    for (let k = 0; k < (long ? 400 : 40); k++) {
      const sum = exponentials(terms);
      for (let j = 0; j < terms; j++) {
        const ramp = j === k % terms ? draws.normal() : 0;
        addTerm(sum, 4 * draws.normal(), -0.02 - draws.uniform(), ramp);
      }
      sum.constant = -0.1 - draws.uniform() - valueAt({ ...sum, constant: 0 }, 0);
      const [until, steps] = [60, 6000];
      let first = 1;
      while (first <= steps && valueAt(sum, (first * until) / steps) < 0) first++;
      const found = firstCrossing(sum, until);
      if (first > steps) {
        if (Number.isFinite(found)) expect(valueAt(sum, found)).toBeGreaterThan(-1e-12);
        continue;
      }
      crossed++;
      expect(found).toBeLessThanOrEqual((first * until) / steps);
      expect(Math.abs(valueAt(sum, found))).toBeLessThan(1e-11);
    }
    expect(crossed).toBeGreaterThan(4);
  });

  it("of a ramp alone is not missed where it is shorter than any step", () => {
    const sum = exponentials(1);
    addTerm(sum, 0, -0.1, 1);
    // The greatest value of s e^(-s / 10) is 10 / e, at 10.
    sum.constant = -10 / Math.E + 1e-12;
    expect(firstCrossing(sum, 100)).toBeCloseTo(10, 4);
    sum.constant = -10 / Math.E - 1e-12;
    expect(firstCrossing(sum, 100)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is not missed where it is shorter than any step", () => {
    const sum = exponentials(2);
    addTerm(sum, 1, -0.1);
    addTerm(sum, -1, -0.2);
    // The greatest value is 1/4, where the slower one is a half.
    sum.constant = -0.25 + 1e-13;
    expect(firstCrossing(sum, 100)).toBeCloseTo(10 * Math.LN2, 4);
    sum.constant = -0.25 - 1e-13;
    expect(firstCrossing(sum, 100)).toBe(Number.POSITIVE_INFINITY);
  });
});

it("takes events by time, and those of one time in the order in which they came", () => {
  const queue = eventQueue();
  const times = Array.from({ length: 3000 }, () => Math.floor(200 * draws.uniform()));
  times.forEach((time, k) => void queue.put(time, k % 3, k, 7));
  const wanted = times
    .map((time, k) => [time, k] as const)
    .sort(([a, b], [c, d]) => a - c || b - d);
  for (const [time, k] of wanted) {
    queue.take();
    expect([queue.time, queue.kind, queue.what, queue.by]).toEqual([time, k % 3, k, 7]);
  }
  expect(queue.length).toBe(0);
});

it("refuses a neuron that spikes without end, by example and population", () => {
  const populations = [
    { name: "a", size: 2 },
    { name: "b", size: 2 },
  ];
  const network = { until: 30, dt: 0.01, populations } as unknown as EventNetwork;
  const guard = spikeGuard(network, [0, 2]);
  for (const example of [0, 1]) {
    guard.begin(example);
    for (let k = 0; k < 3000; k++) guard.count(3, k / 100);
  }
  expect(() => guard.count(3, 30)).toThrow(/spike 3001 at 30 ms/);
  guard.begin(4);
  guard.count(2, 7);
  guard.count(3, 7);
  for (const text of ['sample 4 of the batch, neuron 1 of "b"', "two spikes at 7 ms"]) {
    expect(() => guard.count(3, 7)).toThrow(text);
  }
});
