import { describe, expect, it } from "vitest";
import { type GapEvents, startGaps, streamKey, takeGaps } from "../src/index.ts";

const room = (size: number): GapEvents => ({
  counts: new Uint32Array(size),
  trains: new Uint32Array(size),
});

/** Pearson's statistic of the frequency of each count, against Poisson; the last class contains the rest. */
function poissonChiSquare(seen: readonly number[], lambda: number, total: number): number {
  let share = Math.exp(-lambda);
  let rest = 1;
  return seen.reduce((sum, count, k) => {
    const expected = total * (k === seen.length - 1 ? rest : share);
    rest -= share;
    share *= lambda / (k + 1);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

const trainCount = 1000;

/** How often trains had 0, 1, ... events in a step; the last class contains the rest. */
function histogram(lambda: number, steps: number, classes: number): number[] {
  const size = trainCount;
  const entities = Uint32Array.from({ length: size }, (_, k) => k);
  const trains = startGaps(streamKey(5, `gaps ${lambda}`), entities, { lambda });
  const events = room(size);
  const seen = new Array<number>(classes).fill(0);
  for (let step = 0; step < steps; step++) {
    const found = takeGaps(trains, step, events);
    seen[0] = (seen[0] ?? 0) + size - found;
    for (let k = 0; k < found; k++) {
      const count = Math.min(events.counts[events.trains[k] as number] as number, classes - 1);
      seen[count] = (seen[count] ?? 0) + 1;
    }
  }
  return seen;
}

describe("gaps between events", () => {
  // Classes are chosen so that at least 20 are expected in the last one. Bounds: chi-square with one degree less
  // than classes is above them once in 10^4; the seed is fixed.
  it.each([
    { lambda: 1e-4, steps: 20_000, classes: 2, bound: 15.14 },
    { lambda: 0.005, steps: 2000, classes: 3, bound: 18.42 },
    { lambda: 0.02, steps: 2000, classes: 3, bound: 18.42 },
    { lambda: 0.3, steps: 1000, classes: 5, bound: 23.51 },
    { lambda: 1, steps: 1000, classes: 7, bound: 27.86 },
  ])("of $lambda events per step give Poisson counts", ({ lambda, steps, classes, bound }) => {
    const seen = histogram(lambda, steps, classes);
    expect(poissonChiSquare(seen, lambda, trainCount * steps)).toBeLessThan(bound);
  });

  it("leave steps independent", () => {
    // Pairs of successive steps with events both: 400,000 * lambda'^2 with lambda' = 1 - exp(-0.1).
    const [size, steps] = [2000, 201];
    const entities = Uint32Array.from({ length: size }, (_, k) => k);
    const trains = startGaps(streamKey(6, "pairs"), entities, { lambda: 0.1 });
    const events = room(size);
    let before = new Set<number>();
    let both = 0;
    for (let step = 0; step < steps; step++) {
      const found = new Set(events.trains.subarray(0, takeGaps(trains, step, events)));
      for (const train of found) if (before.has(train)) both++;
      before = found;
    }
    const expected = size * (steps - 1) * (1 - Math.exp(-0.1)) ** 2;
    // Four standard deviations; that of a sum of overlapping pairs is below sqrt(1.4 expected).
    expect(Math.abs(both - expected)).toBeLessThan(4 * Math.sqrt(1.4 * expected));
  });

  it("belong to the entity, whichever others there are", () => {
    const key = streamKey(9, "gaps");
    const all = Uint32Array.from({ length: 12 }, (_, k) => k);
    const whole = startGaps(key, all, { lambda: 0.2 });
    const odd = startGaps(
      key,
      all.filter((k) => k % 2 === 1),
      { lambda: 0.2 },
    );
    const [a, b] = [room(12), room(6)];
    for (let step = 0; step < 200; step++) {
      const found = a.trains.subarray(0, takeGaps(whole, step, a));
      const part = b.trains.subarray(0, takeGaps(odd, step, b));
      expect(Array.from(part, (k) => 2 * k + 1)).toEqual([...found].filter((k) => k % 2 === 1));
    }
  });

  it("refuse zero rates and more than an event per step", () => {
    for (const lambda of [0, -1, 1.5, Number.NaN]) {
      expect(() => startGaps(streamKey(1, "x"), new Uint32Array(1), { lambda })).toThrow(
        "SL_DISTRIBUTION",
      );
    }
  });
});
