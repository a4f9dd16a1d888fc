import { digits, takeImages } from "@spikeloom/data";
import { latency, latencyLinear, population, rateBernoulli } from "@spikeloom/encoders";
import type { NetworkRecord, SpikeColumns } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { encodedExamples, type LabelledValues } from "@spikeloom/training";
import { describe, expect, it } from "vitest";
import { run, defaultStack as stack } from "../src/index.ts";

const duration = 30;

function source(size: number, more: Partial<NetworkRecord> = {}): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    seed: 5,
    duration: `${duration} ms`,
    populations: { input: { model: "spike-array", size } },
    ...more,
  };
}

const programFor = (network: NetworkRecord) =>
  programOf(completeNetwork(network, stack), { stack });

/** Spikes of a sample as `step neuron`, in order. */
function spikesOf({ begins, steps, neurons }: SpikeColumns, example: number): readonly string[] {
  const spikes: string[] = [];
  for (let k = begins[example] as number; k < (begins[example + 1] as number); k++) {
    spikes.push(`${steps[k]} ${neurons[k]}`);
  }
  return spikes;
}

async function simulated(network: NetworkRecord, trial: number): Promise<readonly string[]> {
  const { recordings } = await run(
    { ...network, record: [{ population: "input", variables: ["spikes"] }] },
    { stack, trial },
  );
  const spikes = recordings[0]?.spikes;
  // A spike has the stamp of the end of its step.
  return Array.from(spikes?.steps ?? [], (step, k) => `${step - 1} ${spikes?.neurons[k]}`);
}

const some = async (count: number): Promise<LabelledValues> => {
  const { images, labels } = takeImages(
    await digits(),
    Array.from({ length: count }, (_, k) => 7 * k),
  );
  return { values: images, shape: [8, 8], targets: labels, size: count };
};

describe("encoded examples", () => {
  it.each([
    ["levels that are encoded once", latencyLinear, 64, { start: "1 ms" }],
    ["samples one by one", rateBernoulli, 64, { start: "1 ms" }],
    ["several neurons for a value", population, 512, { start: "1 ms" }],
    ["a part of the time", latency, 64, { start: "2 ms", for: "20 ms" }],
  ] as const)("equal the spikes of a run: %s", async (_, encoder, size, timing) => {
    const samples = await some(4);
    const network = source(size);
    const options = { population: "input", encoder, range: [0, 16], ...timing } as const;
    const examples = encodedExamples(samples, { program: programFor(network), ...options });
    const { inputs } = examples.batch(Uint32Array.of(0, 1, 2, 3));
    for (let k = 0; k < 4; k++) {
      const values = Array.from(samples.values.subarray(64 * k, 64 * k + 64));
      const times = { encoder: encoder.name, values, shape: [8, 8], range: [0, 16], ...timing };
      const shown = source(size, {
        populations: { input: { model: "spike-array", size, times: times as never } },
      });
      const found = spikesOf(inputs["input"] as SpikeColumns, k);
      expect(found.length).toBeGreaterThan(5);
      expect(found).toEqual(await simulated(shown, k));
    }
  });

  it.each([
    ["of bytes", (values: Uint8Array) => values],
    ["of floats", (values: Uint8Array) => Float64Array.from(values)],
  ])("count spikes after the end of the run: values %s", async (_, as) => {
    const some3 = await some(3);
    const samples = { ...some3, values: as(some3.values as Uint8Array) };
    const encoder = latencyLinear({ last: "40 ms" });
    const options = { population: "input", encoder, range: [0, 16] } as const;
    const program = programFor({ ...source(64), duration: "30 ms", dt: "1 ms" });
    const { late, ...examples } = encodedExamples(samples, { program, ...options, start: "1 ms" });
    // A value's spike is 1 + 40 (1 - value / 16) ms after the start, black has none; the last step ends at 30 ms.
    const bright = [...some3.values].filter((value) => value > 0);
    const behind = bright.filter((value) => 1 + 40 * (1 - value / 16) > 30.5);
    expect(behind.length).toBeGreaterThan(5);
    expect(late).toEqual({ count: behind.length, of: bright.length });
    const { input } = examples.batch(Uint32Array.of(0, 1, 2)).inputs;
    expect((input as SpikeColumns).steps.length).toBe(bright.length - behind.length);
    // Spikes after a limited presentation are cut deliberately.
    const shown = encodedExamples(samples, { program, ...options, start: "1 ms", for: "29 ms" });
    expect(shown.late).toBeUndefined();
  });

  it("are refused if spikes share a step or precede the first one", async () => {
    const samples = await some(1);
    const options = { population: "input", encoder: latencyLinear({ last: "0.1 ms" }) } as const;
    const program = programFor({ ...source(64), dt: "1 ms" });
    expect(() => encodedExamples({ ...samples, size: 2 }, { program, ...options })).toThrow(
      "2 × 64 numbers",
    );
    const fast = { ...options, encoder: stack.get("encoder", "rate-regular") };
    expect(() =>
      encodedExamples(samples, {
        program,
        population: "input",
        encoder: rateBernoulli,
        range: [0, 16],
        start: "0 ms",
      }),
    ).toThrow("precedes the first step");
    const rapid = { ...fast, encoder: { model: fast.encoder, parameters: { rate_max: "3 kHz" } } };
    expect(() => encodedExamples(samples, { program, range: [0, 16], ...rapid } as never)).toThrow(
      "spikes twice in a step",
    );
  });
});
