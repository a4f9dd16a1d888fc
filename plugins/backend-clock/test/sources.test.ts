import {
  createStack,
  defineNeuron,
  type NetworkRecord,
  type SourceRecord,
} from "@spikeloom/kernel";
import { type ResolvedPopulation, resolveConvention } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { prepareJob } from "../../../tools/test/prepare-job.ts";
import { clock } from "../src/index.ts";
import { spikeTrain } from "../src/sources/source-trains.ts";

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

/** The stamps, in steps, of a source of one neuron. */
function stamps(
  interval: string,
  {
    dt,
    convention,
    steps,
  }: { readonly dt: number; readonly convention: string; readonly steps: number },
): readonly number[] {
  const source: SourceRecord = { process: "renewal", interval };
  const population: ResolvedPopulation = {
    model: model(source),
    size: 1,
    parameters: new Map(),
    initial: new Map(),
    coordinates: undefined,
    times: undefined,
  };
  const rules = resolveConvention(convention);
  const train = spikeTrain(source, {
    ...{ name: "s", population, dt, seed: 5, trial: 0, convention: rules },
    part: { start: 0, every: 1, size: population.size },
  });
  const shift = rules.spikeStamp === "end" ? 1 : 0;
  const seen: number[] = [];
  for (let step = 0; step < steps; step++) for (const _ of train.at(step)) seen.push(step + shift);
  return seen;
}

describe("a regular source", () => {
  it.each(["nest", "brian2"])("keeps each spike in any step (%s)", (convention) => {
    for (const [dt, every] of [
      [0.1, 10],
      [0.05, 20],
      [0.025, 40],
      [0.2, 5],
      [0.01, 100],
    ] as const) {
      // Many windows of 1024 steps, in each of which rounding could push a spike over the border.
      const steps = 200_000;
      const seen = stamps("1*ms", { dt, convention, steps });
      // The last step counts where spikes are stamped with its end.
      const last = convention === "nest" ? steps : steps - 1;
      expect(seen).toEqual(Array.from({ length: last / every }, (_, k) => (k + 1) * every));
    }
  });

  it.each(["nest", "brian2"])("loses nothing over 20 000 windows (%s)", (convention) => {
    // One spike a window and a step, so that the place within the window moves through all of them.
    const steps = 20_000 * 1024;
    const seen = stamps("102.5*ms", { dt: 0.1, convention, steps });
    expect(seen.length).toBe(Math.floor(steps / 1025));
    expect(seen.every((stamp, k) => stamp === 1025 * (k + 1))).toBe(true);
  });

  it.each([0.3, 0.7])("keeps each spike where steps of %s ms don't divide", (dt) => {
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

describe("a source of given times", () => {
  const given = model({ process: "times", times: "times" });
  it.each([
    ["nest", [1, 3, 101, 101]],
    ["brian2", [0, 3, 100, 100]],
    ["neuron", [1, 3, 100, 101]],
  ])("stamps spikes off the grid as %s does", async (convention, expected) => {
    const times = ["0.06 ms", "0.3 ms", "10.02 ms", "10.08 ms"];
    const populations = { s: { model: given, size: 1, times } };
    const seen = await spikeSteps(given, 200, { convention, populations });
    // Brian2's rule sends one spike of a neuron in a step.
    expect(seen).toEqual(convention === "brian2" ? [...new Set(expected)] : expected);
  });
});

describe("a source that can't be drawn is refused with a code", () => {
  const NaNms = "sqrt(0-1)*ms";
  it.each<[string, ReturnType<typeof model>]>([
    ["an interval of zero", renewal("0*ms")],
    ["a negative interval", renewal("-1*ms")],
    ["an interval that is sometimes negative", renewal("2*ms + randn()*5*ms")],
    ["an interval that is no number", renewal(NaNms)],
    ["a window that starts at no time", renewal("1*ms", { start: NaNms })],
    ["a window that starts at -inf", renewal("1*ms", { start: "-inf*ms" })],
    ["a window that stops at no time", renewal("1*ms", { stop: NaNms })],
    ["an infinite bound", poisson("1*kHz", "inf*Hz")],
    ["a negative bound", poisson("1*kHz", "-1*Hz")],
    ["a bound that is no number", poisson("1*kHz", "sqrt(0-1)*Hz")],
    ["a rate above its bound", poisson("1*kHz", "900*Hz")],
    ["a negative rate", poisson("-1*Hz", "900*Hz")],
    ["a rate that is no number", poisson("sqrt(0-1)*Hz", "900*Hz")],
    ["a Poisson window that stops at no time", poisson("1*kHz", "1*kHz", { stop: NaNms })],
  ])("%s", async (_, source) => {
    for (const convention of ["nest", "brian2"]) {
      await expect(spikeSteps(source, 5000, { convention })).rejects.toMatchObject({
        code: "SL_SOURCE_VALUE",
        place: "populations.s",
        message: expect.stringContaining("neuron 0"),
      });
    }
  });

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
  it("takes no time over a rate that stays zero", async () => {
    const source = poisson("where(t < 100*ms, 1*kHz, 0*kHz)", "1*kHz");
    const seen = await spikeSteps(source, 5000, { size: 10 });
    // 10 neurons × 100 ms × 1 kHz, and four standard deviations.
    expect(Math.abs(seen.length - 1000)).toBeLessThan(4 * Math.sqrt(1000));
    expect(Math.max(...seen)).toBeLessThanOrEqual(1000);
  });

  it("is not asked for rates after the end of the run", async () => {
    // The rate passes its bound at 50 ms, in the middle of a window of 102.4 ms.
    const source = poisson("20*Hz*t/ms", "1*kHz");
    expect((await spikeSteps(source, 500, { size: 10 })).length).toBeGreaterThan(0);
    await expect(spikeSteps(source, 1000, { size: 10 })).rejects.toMatchObject({
      code: "SL_SOURCE_VALUE",
    });
  });

  it("sends only what lies within the run where it began before", async () => {
    const seen = await spikeSteps(renewal("1*ms", { start: "-10.5*ms" }), 100);
    // Spikes at 0.5 ms, 1.5 ms, ...; stamped with the end of their step.
    expect(seen).toEqual(Array.from({ length: 10 }, (_, k) => 10 * k + 5));
  });
});
