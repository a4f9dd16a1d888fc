import { SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { memorySink, type Progress, run, runSteps, teeSinks, timeOfStep } from "../src/index.ts";
import { metronomes, regularBackend, stack } from "./regular-backend.ts";

const backend = regularBackend();

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof SpikeLoomError ? error.code : `no coded error: ${String(error)}`;
}

describe("run", () => {
  it("records spikes with times in ms and the neuron's index in its population", async () => {
    const { recordings, spikeCounts } = await run(metronomes(), { stack, backend });
    const [a, b] = recordings;
    expect(a?.spikes?.times.slice(0, 4)).toEqual(Float64Array.of(0.2, 0.3, 0.4, 0.4));
    expect(a?.spikes?.neurons.slice(0, 4)).toEqual(Uint32Array.of(0, 1, 0, 2));
    // 100 steps: every 2nd, 3rd and 4th.
    expect(a?.spikes?.times.length).toBe(50 + 33 + 25);
    expect(b?.neurons).toEqual(Uint32Array.of(1));
    expect(new Set(b?.spikes?.neurons)).toEqual(new Set([1]));
    // Counts are of the whole population, including neurons that are not recorded.
    expect(spikeCounts).toEqual({ A: 108, B: 83 });
  });

  it("returns samples in the unit that the model declares", async () => {
    const { recordings } = await run(metronomes(), { stack, backend });
    const samples = recordings[0]?.samples;
    expect([...(samples?.keys() ?? [])]).toEqual(["v", "i_out"]);
    expect(samples?.get("v")?.unit).toBe("mV");
    expect(samples?.get("v")?.values.slice(0, 6)).toEqual(Float64Array.of(1, 1, 1, 2, 2, 2));
    // Internally currents are in pA; the model says nA.
    expect(samples?.get("i_out")?.unit).toBe("nA");
    expect(samples?.get("i_out")?.values[9]).toBe(1);
    expect(samples?.get("i_out")?.times.slice(0, 3)).toEqual(Float64Array.of(0.1, 0.2, 0.3));
  });

  it("prefers duration and seed of the call to those of the network", async () => {
    const network = metronomes({ seed: 3, duration: "1 s" });
    const result = await run(network, { stack, backend, for: "2.5 ms", seed: 9 });
    expect(result.steps).toBe(25);
    expect(result.duration).toBe(2.5);
    expect(result.provenance.seed).toBe(9);
    expect(result.network.seed).toBe(9);
    expect(result.network.duration).toBe("2.5 ms");
  });

  it("stores the network with all defaults", async () => {
    const { network } = await run(metronomes(), { stack, backend });
    expect(network.populations["A"]?.parameters).toEqual({ tau: "10 ms", i_bias: "0 nA" });
    expect(network.precision).toBe("f64");
    expect(network.convention).toMatchObject({ name: "nest" });
  });

  it("yields the same result in chunks of any size", async () => {
    const small: number[] = [];
    const large: number[] = [];
    const slow = regularBackend({ chunks: small, stepTime: 4 });
    const fast = regularBackend({ chunks: large });
    const cut = await run(metronomes(), { stack, backend: slow });
    const uncut = await run(metronomes(), { stack, backend: fast });
    expect(small.length).toBeGreaterThan(large.length + 2);
    expect(cut.spikeHash).toBe(uncut.spikeHash);
    expect(cut.recordings).toEqual(uncut.recordings);
  });

  it("reports progress that rises to 1, and the remaining time", async () => {
    const seen: Progress[] = [];
    const slow = regularBackend({ stepTime: 1 });
    await run(metronomes(), {
      stack,
      backend: slow,
      onProgress: (progress) => seen.push(progress),
    });
    const fractions = seen.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(seen.at(-1)?.secondsLeft).toBe(0);
    // 84 of 100 steps of 1 ms remain after the first chunk; on a busy machine they can only take longer.
    expect(seen[0]?.secondsLeft).toBeGreaterThan(0.08);
  });

  it("stops at a signal and keeps the recordings", async () => {
    const controller = new AbortController();
    const slow = regularBackend({ stepTime: 2 });
    const onProgress = ({ step }: Progress): void => {
      if (step >= 16) controller.abort();
    };
    const { signal } = controller;
    const result = await run(metronomes(), { stack, backend: slow, onProgress, signal });
    expect(result.interrupted).toBe(true);
    expect(result.steps).toBeGreaterThanOrEqual(16);
    expect(result.steps).toBeLessThan(100);
    expect(result.recordings[0]?.samples.get("v")?.times.length).toBe(result.steps);
  });

  it("lets timers run meanwhile", async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    await run(metronomes(), { stack, backend: regularBackend({ stepTime: 3 }) });
    clearInterval(timer);
    // 300 ms of simulation in chunks of about 50 ms.
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  it("streams to a sink instead of keeping data in memory, or does both if requested", async () => {
    const [first, second] = [memorySink(), memorySink()];
    const sink = teeSinks(first, second);
    const streamed = await run(metronomes(), { stack, backend, sink });
    expect(streamed.recordings).toEqual([]);
    const both = await run(metronomes(), { stack, backend, sink: memorySink(), keep: true });
    expect(first.recorded(0)).toEqual(second.recorded(0));
    expect(first.recorded(0).spikes.steps).toEqual(both.recordings[0]?.spikes?.steps);
  });

  it("measures the time of each part, including that of a sink between chunks", async () => {
    const update = { phase: "update", population: "A", seconds: 0.5, count: 300 } as const;
    const measuring = regularBackend({ profile: [update] });
    const slow = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));
    const sink = { ...memorySink(), advanced: slow };
    const { profile, timing } = await run(metronomes(), {
      stack,
      backend: measuring,
      sink,
      profile: true,
    });
    const [first, recording] = profile?.entries ?? [];
    expect(first).toEqual(update);
    expect(recording).toMatchObject({ phase: "recording", population: "", count: 0 });
    // 100 steps take at least two chunks; timers may fire early by less than a millisecond.
    expect(recording?.seconds).toBeGreaterThan(0.018);
    expect(profile?.measured).toBe(0.5 + (recording?.seconds ?? 0));
    expect([profile?.wall, profile?.workers]).toEqual([timing.simulate, 1]);
    const unasked = await run(metronomes(), { stack, backend: measuring });
    expect(unasked).not.toHaveProperty("profile");
  });

  it("closes the simulation even if a sink fails", async () => {
    let closed = 0;
    const failing = {
      ...memorySink(),
      spikes: () => {
        throw new RangeError("full");
      },
    };
    const counting = regularBackend({
      closed: () => {
        closed += 1;
      },
    });
    await expect(run(metronomes(), { stack, backend: counting, sink: failing })).rejects.toThrow(
      "full",
    );
    expect(closed).toBe(1);
  });
});

describe("run refuses before it prepares anything", () => {
  const never = { ...backend, prepare: () => Promise.reject(new Error("was prepared")) };
  const attempt = (extra: object, options: object = {}): Promise<string> =>
    codeOf(run(metronomes(extra), { stack, backend: never, ...options }));

  it("a network without a duration", async () => {
    const { duration, ...rest } = metronomes();
    expect(duration).toBe("10 ms");
    expect(await codeOf(run(rest, { stack, backend: never }))).toBe("SL_RUN_LENGTH_MISSING");
  });

  it("durations of no steps and of too many", async () => {
    expect(await attempt({}, { for: "0 ms" })).toBe("SL_RUN_LENGTH");
    expect(await attempt({}, { for: "10000000 s" })).toBe("SL_RUN_LENGTH");
  });

  it("invalid seeds", async () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(await attempt({}, { seed })).toBe("SL_RUN_SEED");
    }
  });

  it("all errors of a network, at once", async () => {
    const populations = {
      A: { model: "metronom", size: 3 },
      B: { model: "metronome", size: 2, parameters: { tau: "10 mV" } },
    };
    const error: unknown = await run(metronomes({ populations }), { stack, backend: never }).catch(
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof SpikeLoomError)) throw error;
    const codes = [error, ...error.others].map(({ code }) => code);
    expect(codes).toContain("SL_UNKNOWN_PLUGIN");
    expect(codes).toContain("SL_VALUE_DIMENSION");
  });

  it("a network that does not fit into memory", async () => {
    const populations = { A: { model: "metronome", size: 2 ** 32 - 1 } };
    const attempt = run(metronomes({ populations, record: [] }), {
      stack,
      backend: never,
      memory: 2 ** 32,
    });
    expect(await codeOf(attempt)).toBe("SL_MEMORY");
  });

  it("a profile on a backend that does not measure it", async () => {
    let closed = 0;
    const silent = regularBackend({ closed: () => closed++ });
    const attempt = run(metronomes(), { stack, backend: silent, profile: true });
    expect(await codeOf(attempt)).toBe("SL_RUN_PROFILE");
    expect(closed).toBe(1);
  });

  it("models that the backend cannot run", async () => {
    const source = { ...metronomes().populations, C: { model: "sender", size: 1 } };
    const sender = {
      kind: "neuron",
      contract: 1,
      name: "sender",
      about: "Sends.",
      parameters: { rate: { default: "1 Hz", about: "rate" } },
      source: { process: "poisson", rate: "rate", bound: "rate" },
    };
    expect(await attempt({ populations: source, models: { sender } })).toBe(
      "SL_MISSING_CAPABILITY",
    );
  });
});

describe("the length of a run", () => {
  it("is rounded up to the next step under brian2, to the nearest otherwise", () => {
    expect(runSteps(0.35, 0.1, { name: "brian2" })).toBe(4);
    expect(runSteps(0.31, 0.1, { name: "brian2" })).toBe(4);
    expect(runSteps(0.31, 0.1, { name: "nest" })).toBe(3);
  });

  it("does not depend on the last bits of a quotient", () => {
    // 0.3 / 0.1 is 2.9999999999999996, and 1000 / 0.1 has a step too many because dt is stored as the double nearest to
    // 0.1.
    for (const name of ["brian2", "nest", "neuron", "nengo"]) {
      expect(runSteps(0.3, 0.1, { name })).toBe(3);
      expect(runSteps(1000, 0.1, { name })).toBe(10000);
      expect(runSteps(0.7, 0.1, { name })).toBe(7);
    }
  });

  it("yields times on the decimal grid", () => {
    expect(timeOfStep(3, 0.1)).toBe(0.3);
    expect(timeOfStep(7, 0.025)).toBe(0.175);
    expect(timeOfStep(3, 0.3)).toBe(3 * 0.3);
  });
});
