import { type BackendRecord, defineBackend, type SpikeChunk } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { previewSink, run, simulate } from "../src/index.ts";
import { metronomes, regularBackend, stack } from "./regular-backend.ts";

/** A backend that reports spike times within a step. */
function between(
  offsetsOf: (chunk: SpikeChunk) => unknown,
  time: BackendRecord["time"] = "steps",
): BackendRecord {
  const regular = regularBackend();
  return defineBackend({
    ...regular,
    time,
    prepare: (program, job) => {
      const spikes = (chunk: SpikeChunk): void =>
        job.sink.spikes({ ...chunk, offsets: offsetsOf(chunk) as Float64Array });
      return regular.prepare(program, { ...job, sink: { ...job.sink, spikes } });
    },
  });
}

const network = metronomes({
  duration: "0.6 ms",
  record: [{ population: "A", variables: ["spikes"] }],
});
/** From step 4 on, neuron k is k/100 ms late. */
const late = between(({ steps, neurons }) =>
  (steps[0] ?? 0) < 4 ? undefined : Float64Array.from(neurons, (k) => k / 100),
);
const times = [0.2, 0.3, 0.4, 0.4 + 0.02, 0.6, 0.6 + 0.01];

describe("spikes off the grid", () => {
  it("are reported at their own times, by results and between steps", async () => {
    const { recordings } = await run(network, { stack, backend: late });
    expect([...(recordings[0]?.spikes?.times ?? [])]).toEqual(times);
    expect([...(recordings[0]?.spikes?.steps ?? [])]).toEqual([2, 3, 4, 4, 6, 6]);
    const sim = await simulate(network, { stack, backend: late });
    await sim.advance("0.3 ms");
    expect([...sim.spikes("A").times]).toEqual(times.slice(0, 2));
    await sim.advance("0.3 ms");
    expect([...sim.spikes("A").times]).toEqual(times.slice(2));
  });

  it("are reported by previews", async () => {
    const sink = previewSink({ most: 1000 });
    await run(network, { stack, backend: late, sink });
    expect([...(sink.recordings()[0]?.spikes?.times ?? [])]).toEqual(times);
  });

  it.each([
    ["a Float64Array of", () => [0]],
    ["within 0.1 ms", ({ steps }: SpikeChunk) => new Float64Array(steps.length).fill(0.1)],
    ["within 0.1 ms", ({ steps }: SpikeChunk) => new Float64Array(steps.length).fill(Number.NaN)],
    ["that do not fall", ({ neurons }: SpikeChunk) => Float64Array.from(neurons, (k) => -k / 100)],
  ])("are refused unless they are %s", async (expected, offsetsOf) => {
    const ran = run(network, { stack, backend: between(offsetsOf) });
    await expect(ran).rejects.toMatchObject({
      code: "SL_PLUGIN_RETURN",
      expected: expect.stringContaining(expected),
    });
  });

  it("are stamped with the nearest step in continuous time", async () => {
    const by = (offset: number) =>
      between(({ steps }) => new Float64Array(steps.length).fill(offset), "continuous");
    const { recordings } = await run(network, { stack, backend: by(-0.05) });
    expect(recordings[0]?.spikes?.times[0]).toBe(0.2 - 0.05);
    await expect(run(network, { stack, backend: by(0.06) })).rejects.toMatchObject({
      code: "SL_PLUGIN_RETURN",
      expected: expect.stringContaining("at most half a step"),
    });
  });
});
