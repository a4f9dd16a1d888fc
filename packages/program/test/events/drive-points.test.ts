import { parseExpression } from "@spikeloom/equations";
import { chooseNeurons } from "@spikeloom/network";
import { expect, it } from "vitest";
import { drivePoints } from "../../src/events/drive-points.ts";
import type { DriveProgram, DriveRate } from "../../src/index.ts";

const size = 400;
const run = { seed: 3, trial: 0, dt: 0.1 };

function driven(rate: DriveRate, window = { start: 2.5, stop: 42.5 }): DriveProgram {
  const targets = chooseNeurons(undefined, size, "neurons");
  return {
    kind: "drive",
    index: 0,
    population: "n",
    port: "in",
    law: "poisson",
    sources: 2,
    weight: 1,
    keys: { counts: "stimulus/0", gaps: "stimulus/0/gaps" },
    rate,
    targets,
    ...window,
  };
}

function pointsOf(drive: DriveProgram): number[][] {
  const points = drivePoints(drive, run);
  return Array.from({ length: size }, (_, k) => {
    const own: number[] = [];
    while ((points.next[k] as number) < Number.POSITIVE_INFINITY) {
      const time = points.next[k] as number;
      if (points.advance(k)) own.push(time);
    }
    return own;
  });
}

it("draws points at a constant rate, in the window of the stimulus", () => {
  const all = pointsOf(driven({ kind: "one", rate: 0.1 }));
  const times = all.flat();
  // 400 targets, 40 ms, 2 sources of 100 Hz: 3200 points on average, with a deviation of 57.
  expect(Math.abs(times.length - 3200)).toBeLessThan(4 * 57);
  expect(Math.min(...times)).toBeGreaterThan(2.5);
  expect(Math.max(...times)).toBeLessThan(42.5);
  expect(all.every((own) => own.every((time, k) => time > (own[k - 1] ?? 0)))).toBe(true);
});

it("draws points at a rate that changes, as many in each half as the rate gives", () => {
  const value = parseExpression("0.005 * t");
  const times = pointsOf(
    driven({ kind: "changing", value, perNeuron: false }, { start: 0, stop: 40 }),
  );
  const early = times.flat().filter((time) => time < 20).length;
  const late = times.flat().length - early;
  // 2 sources of 0.005 t per ms: 2 in the first 20 ms, 6 in the others, for each of 400 targets.
  expect(Math.abs(early - 800)).toBeLessThan(4 * Math.sqrt(800) + 4);
  expect(Math.abs(late - 2400)).toBeLessThan(4 * Math.sqrt(2400) + 4);
});

it("draws nothing at a rate of 0", () => {
  expect(pointsOf(driven({ kind: "one", rate: 0 })).flat()).toEqual([]);
});
