import { javascriptRandomness, type Randomness, webAssemblyRandomness } from "@spikeloom/code";
import { type WasmMemory, wasm } from "@spikeloom/code/encoder";
import { poissonThresholds, streamKey } from "@spikeloom/random";
import { describe, expect, it } from "vitest";
import { arena } from "../src/arena.ts";
import { layGapSeries } from "../src/drives/drives.ts";
import { layRandomSeries } from "../src/drives/random-series.ts";
import { addressOf, viewer } from "../src/placed.ts";

interface Draws {
  /** All state to restore. */
  readonly memory: Uint8Array;
  /** Normal values, counts and events of a step, by the neuron's index in the population. */
  at(step: number): readonly (readonly [neuron: number, ...values: number[]])[];
}

/** The same three series for the neurons of a shard. */
function draws(entities: Uint32Array, kind: "javascript" | "wasm"): Draws {
  const memory = arena();
  const size = entities.length;
  const key = streamKey(7, "test");
  const out = memory.array("noise", "f64", { length: size });
  const noise = layRandomSeries(memory, { key, entities, out });
  const drive = layRandomSeries(memory, { key: streamKey(7, "counts"), entities });
  const gaps = { key: streamKey(7, "gaps"), entities, lambda: 0.2, start: 0 };
  const rare = layGapSeries(memory, gaps);
  const pages = Math.ceil(memory.size / 65_536);
  const own: WasmMemory = new wasm.Memory({ initial: pages, maximum: 65_536 });
  const view = viewer(own.buffer);
  const random: Randomness =
    kind === "wasm"
      ? webAssemblyRandomness(own, { precision: "f64", shared: false, view, addressOf })
      : javascriptRandomness(view, "f64");
  const thresholds = poissonThresholds(1.5);
  return {
    memory: new Uint8Array(own.buffer),
    at(step) {
      random.normal(noise, step);
      random.counts(drive, step, thresholds);
      const found = random.gaps(rare, step);
      const listed = view(rare.arrays.list).subarray(0, found);
      const events = view(rare.arrays.counts);
      const values = view(noise.out);
      const counts = view(drive.out);
      return Array.from(entities, (entity, k) => {
        const had = listed.includes(k) ? (events[k] as number) : 0;
        return [entity, values[k] as number, counts[k] as number, had] as const;
      });
    },
  };
}

const whole = Uint32Array.from({ length: 53 }, (_, neuron) => neuron);
const shard = (from: number, of: number): Uint32Array => whole.filter((n) => n % of === from);

describe("random series", () => {
  it.each(["javascript", "wasm"] as const)(
    "are the same however neurons are distributed (%s)",
    (kind) => {
      const together = draws(whole, kind);
      const apart = [0, 1, 2].map((from) => draws(shard(from, 3), kind));
      for (let step = 5; step < 60; step++) {
        const merged = apart.flatMap((one) => one.at(step)).sort(([a], [b]) => a - b);
        expect(merged).toEqual(together.at(step));
      }
    },
  );

  it("are the same in both languages", () => {
    const [slow, fast] = [draws(shard(1, 2), "javascript"), draws(shard(1, 2), "wasm")];
    let events = 0;
    for (let step = 0; step < 80; step++) {
      const expected = slow.at(step);
      expect(fast.at(step)).toEqual(expected);
      events += expected.reduce((sum, [, , , had = 0]) => sum + had, 0);
    }
    // 26 neurons, 80 steps, 0.2 events each: 416, within five standard deviations.
    expect(Math.abs(events - 416)).toBeLessThan(5 * Math.sqrt(416));
  });

  it("start events at the step of the first call", () => {
    const late = draws(whole, "wasm");
    const seen = Array.from({ length: 20 }, (_, k) => late.at(1000 + k));
    const total = seen.flat().reduce((sum, [, , , had = 0]) => sum + had, 0);
    // 53 neurons, 20 steps, 0.2 events each: 212; events of the steps before would be 10,600 more.
    expect(Math.abs(total - 212)).toBeLessThan(5 * Math.sqrt(212));
  });

  it.each(["javascript", "wasm"] as const)("resume from restored memory (%s)", (kind) => {
    const series = draws(whole, kind);
    for (let step = 0; step < 8; step++) series.at(step);
    const before = series.memory.slice();
    const first = [8, 9].map((step) => series.at(step));
    series.memory.set(before);
    expect([8, 9].map((step) => series.at(step))).toEqual(first);
    // Back to the state before any draw.
    series.memory.fill(0);
    const fresh = draws(whole, kind);
    expect(series.at(3)).toEqual(fresh.at(3));
  });
});
