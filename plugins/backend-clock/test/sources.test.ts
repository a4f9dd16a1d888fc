import { spikeTrain } from "@spikeloom/code";
import {
  createStack,
  defineNeuron,
  type NetworkRecord,
  type SourceRecord,
} from "@spikeloom/kernel";
import { resolveConvention } from "@spikeloom/network";
import { lowerSource, type SourceProgram } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import { prepareJob } from "../../../tools/test/prepare-job.ts";
import { clock } from "../src/index.ts";

const stack = createStack({ plugins: [] });

const model = (source: SourceRecord) =>
  defineNeuron({ name: "drawn", about: "Draws its spikes.", parameters: {}, source });
const renewal = (interval: string, window: { start?: string; stop?: string } = {}) =>
  model({ process: "renewal", interval, ...window });
const poisson = (rate: string, bound: string, window: { start?: string; stop?: string } = {}) =>
  model({ process: "poisson", rate, bound, ...window });

async function spikeSteps(
  source: ReturnType<typeof model>,
  steps: number,
  network: Partial<NetworkRecord> & { readonly size?: number } = {},
): Promise<readonly number[]> {
  const { size = 1, ...rest } = network;
  const seen: number[] = [];
  const simulation = await prepareJob(clock(), {
    network: {
      format: "spikeloom-network",
      version: 1,
      populations: { s: { model: source, size } },
      record: [{ population: "s", variables: ["spikes"] }],
      ...rest,
    },
    stack,
    seed: 5,
    precision: "f64",
    sink: { samples: () => {}, spikes: (chunk) => seen.push(...chunk.steps) },
  });
  simulation.advance(steps);
  return seen;
}

/** The times, in steps, of a source of one neuron. */
function stamps(
  interval: string,
  {
    dt,
    convention,
    steps,
  }: { readonly dt: number; readonly convention: string; readonly steps: number },
): readonly number[] {
  const task = { name: "s", model: renewal(interval), parameters: new Map(), times: undefined };
  const source = lowerSource(task) as SourceProgram;
  const rules = resolveConvention(convention);
  const train = spikeTrain(source, {
    name: "s",
    size: 1,
    dt,
    seed: 5,
    trial: 0,
    convention: rules,
    part: { start: 0, every: 1, size: 1 },
  });
  const shift = rules.spikeStamp === "end" ? 1 : 0;
  const seen: number[] = [];
  for (let step = 0; step < steps; step++) for (const _ of train.at(step)) seen.push(step + shift);
  return seen;
}

describe("a regular source", () => {
  it.each(["nest", "brian2"])("sends each spike at any step (%s)", (convention) => {
    for (const [dt, every] of [
      [0.1, 10],
      [0.05, 20],
      [0.025, 40],
      [0.2, 5],
      [0.01, 100],
    ] as const) {
      // Many windows of 1024 steps, in each of which rounding could move a spike across the border.
      const steps = 200_000;
      const seen = stamps("1*ms", { dt, convention, steps });
      // The last step counts if spikes are stamped with its end.
      const last = convention === "nest" ? steps : steps - 1;
      expect(seen).toEqual(Array.from({ length: last / every }, (_, k) => (k + 1) * every));
    }
  });

  it.each(["nest", "brian2"])("loses nothing over thousands of windows (%s)", (convention) => {
    // One spike per window and a step, so that the position within the window takes all values.
    const steps = draws({ ci: 3000, long: 20_000 }) * 1024;
    const seen = stamps("102.5*ms", { dt: 0.1, convention, steps });
    expect(seen.length).toBe(Math.floor(steps / 1025));
    expect(seen.every((stamp, k) => stamp === 1025 * (k + 1))).toBe(true);
  });

  it.each([0.3, 0.7])("sends each spike if steps of %s ms do not divide the interval", (dt) => {
    const steps = 50_000;
    const ended = stamps("1*ms", { dt, convention: "nest", steps });
    const begun = stamps("1*ms", { dt, convention: "brian2", steps });
    // Stamped with the first step end from its time on, or with the last step start until then.
    const count = Math.floor(steps * dt + 1e-6);
    const times = Array.from({ length: count }, (_, k) => k + 1);
    expect(ended).toEqual(times.map((time) => Math.ceil(time / dt - 1e-6)));
    expect(begun).toEqual(
      times.map((time) => Math.floor(time / dt + 1e-6)).filter((step) => step < steps),
    );
  });
});

describe("an invalid source is refused with a code", () => {
  it.each<[string, ReturnType<typeof model>]>([
    ["intervals far below the step", renewal("1e-9*ms")],
    ["intervals that the clock can't resolve", renewal("1e-300*ms")],
    ["a bound far above the rate", poisson("1*Hz", "1e300*Hz")],
  ])("%s", async (_, source) => {
    for (const convention of ["nest", "brian2"]) {
      await expect(spikeSteps(source, 5000, { convention })).rejects.toMatchObject({
        code: "SL_SPIKES_PER_STEP",
      });
    }
  });
});

describe("a source that ends", () => {
  it("does not evaluate rates after the end of the run", async () => {
    // The rate exceeds its bound at 50 ms, in the middle of a window of 102.4 ms.
    const source = poisson("20*Hz*t/ms", "1*kHz");
    expect((await spikeSteps(source, 500, { size: 10 })).length).toBeGreaterThan(0);
    await expect(spikeSteps(source, 1000, { size: 10 })).rejects.toMatchObject({
      code: "SL_SOURCE_VALUE",
    });
  });
});
