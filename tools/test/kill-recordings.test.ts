import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readResult } from "../../packages/interop/src/hdf5/index.ts";
import { killRecordings } from "../kill-recordings.ts";
import { draws, long } from "./draws.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-kills-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("a killed run leaves a file with all spikes and samples up to its last flush", {
  timeout: long ? 3_600_000 : 120_000,
}, async () => {
  const count = draws({ ci: 2, long: 40 });
  const { reference, kills } = await killRecordings(folder, count, long ? 3 : 1.2);
  const whole = await readResult(reference);
  expect(kills.length).toBe(count);
  let written = 0;
  for (const { file, hasBegun, leastSteps, mostSteps } of kills) {
    if (!existsSync(file)) {
      expect(hasBegun).toBe(false);
      continue;
    }
    const { interrupted, steps, dt, recordings, spikeCounts } = await readResult(file);
    expect(interrupted).toBe(true);
    expect(steps).toBeGreaterThanOrEqual(leastSteps);
    expect(steps).toBeLessThanOrEqual(mostSteps);
    expect(recordings.length).toBe(3);
    written += recordings[0]?.spikes?.steps.length ?? 0;
    expect(recordings[0]?.spikes?.steps.length).toBe(spikeCounts["E"]);
    const isDone = (step: number): boolean => step <= steps;
    for (const [k, { spikes, samples }] of recordings.entries()) {
      const wanted = whole.recordings[k];
      const count = wanted?.spikes?.steps.filter(isDone).length;
      expect(spikes?.neurons.length).toBe(count);
      expect(sameBytes(spikes?.steps, wanted?.spikes?.steps.subarray(0, count))).toBe(true);
      expect(sameBytes(spikes?.neurons, wanted?.spikes?.neurons.subarray(0, count))).toBe(true);
      for (const [name, { times, values, neurons }] of samples) {
        const other = wanted?.samples.get(name);
        const rows = other?.times.filter((time) => isDone(Math.round(time / dt))).length ?? 0;
        expect(times.length).toBe(rows);
        expect(sameBytes(times, other?.times.subarray(0, rows))).toBe(true);
        expect(sameBytes(values, other?.values.subarray(0, rows * neurons.length))).toBe(true);
      }
    }
  }
  // Empty files would agree with anything.
  expect(written).toBeGreaterThan(0);
});

type Numbers = Float64Array | Int32Array | Uint32Array;

function sameBytes(a: Numbers | undefined, b: Numbers | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const bytes = (list: Numbers): Buffer =>
    Buffer.from(list.buffer, list.byteOffset, list.byteLength);
  return Buffer.compare(bytes(a), bytes(b)) === 0;
}
