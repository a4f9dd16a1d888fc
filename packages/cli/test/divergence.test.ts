import { writeFileSync } from "node:fs";
import { inspect } from "node:util";
import { readResult } from "@spikeloom/interop/hdf5";
import { afterAll, describe, expect, it, vi } from "vitest";
import {
  defineNeuron,
  definePlasticity,
  type NetworkRecord,
  type Result,
  run,
  SpikeLoomError,
  simulate,
} from "../src/index.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

type Definition = Omit<NetworkRecord, "format" | "version">;

function networkOf(definition: Definition): NetworkRecord {
  return { format: "spikeloom-network", version: 1, ...definition };
}

/** Hodgkin and Huxley's equations do not support steps of a millisecond. */
const axon: Definition = {
  dt: "1 ms",
  duration: "300 ms",
  populations: { rest: { model: "lif", size: 2 }, E: { model: "hodgkin-huxley", size: 5 } },
  stimuli: [
    {
      kind: "steps",
      into: "E",
      neurons: { from: 3 },
      times: ["5 ms"],
      values: ["10 uA/cm^2"],
    },
  ],
};
const recorded = [{ population: "E", variables: ["spikes", "v"] }];

/** A neuron that fires at each step from 10 ms on. */
const firing = (reset: string, from = "1"): Definition => ({
  dt: "0.1 ms",
  duration: "50 ms",
  populations: {
    E: {
      model: defineNeuron({
        name: "counter",
        about: "Counts down to a reset that cannot be.",
        parameters: { start: { default: 1, about: "where it starts" } },
        state: {
          x: { initial: "start", unit: "1", about: "falls by 0.1 in a ms" },
          last: { initial: "-inf * ms", unit: "ms", about: "time of the last spike" },
        },
        dynamics: { x: "-0.1 / ms" },
        spike: { when: "x <= 0", reset: { x: reset, last: "t" } },
      }),
      size: 3,
      parameters: { start: { formula: from } },
    },
  },
});

async function failing(network: Definition, options: Parameters<typeof run>[1] = {}) {
  const fault: unknown = await run(networkOf(network), options).catch((error: unknown) => error);
  if (!(fault instanceof SpikeLoomError)) throw new Error("the run ended well");
  return fault as SpikeLoomError & { readonly result: Result };
}

describe("a run with non-finite values", () => {
  it("ends with the place, the neuron, the variable and the time, and keeps its recordings", async () => {
    const fault = await failing({ ...axon, record: recorded });
    expect(fault.code).toBe("SL_DIVERGED");
    expect(fault.place).toBe("populations.E");
    expect(fault.next).toContain("smaller dt than 1 ms");
    const { result } = fault;
    // Otherwise Node prints the whole stack for an uncaught error.
    expect(inspect(fault)).toBe(fault.stack);
    expect(result.interrupted).toBe(true);
    expect(result.steps).toBeLessThan(300);
    const samples = result.recordings[0]?.samples.get("v");
    const first = samples?.values.findIndex((value) => !Number.isFinite(value)) ?? -1;
    expect(first).toBeGreaterThan(0);
    const [row, neuron] = [Math.floor(first / 5), first % 5];
    // Driven neurons diverge, resting ones do not.
    expect(neuron).toBe(3);
    const time = samples?.times[row];
    expect(fault.message).toContain(`"v" of neuron ${neuron} of "E"`);
    expect(fault.message).toContain(`(at ${time} ms)`);
    expect(result.diverged).toMatchObject({ name: "E", index: 3, from: time, until: time });
  });

  it("names integrators that support the step, and none if there is none", async () => {
    const named = ({ next = "" }: SpikeLoomError) =>
      /longer steps: (.*?)\./
        .exec(next)?.[1]
        ?.split(", ")
        .map((name) => JSON.parse(name));
    const integrators = named(await failing(axon)) ?? [];
    expect(integrators).toContain("exponential-euler");
    for (const integrator of integrators) {
      const E = { ...axon.populations["E"], model: "hodgkin-huxley", size: 5, integrator };
      const network = networkOf({ ...axon, populations: { E }, record: recorded });
      const { diverged } = await run(network);
      expect([integrator, diverged]).toEqual([integrator, undefined]);
    }
    // No scheme that solves over the step supports a square.
    const model = defineNeuron({
      name: "exploding",
      about: "Reaches infinity in a millisecond.",
      parameters: {},
      state: { x: { initial: 1, unit: "1", about: "grows" } },
      dynamics: { x: "x * x / ms" },
    });
    const fault = await failing({ duration: "50 ms", populations: { E: { model, size: 1 } } });
    expect([fault.code, named(fault)]).toEqual(["SL_DIVERGED", undefined]);
  });

  it.each([
    { workers: 1, shards: 1 },
    { workers: 1, shards: 3 },
    { workers: 2, shards: 2 },
  ])("is found without a recorder too, on $workers workers with $shards shards", async (size) => {
    const fault = await failing(axon, size);
    expect(fault.code).toBe("SL_DIVERGED");
    const { diverged, steps } = fault.result;
    expect(diverged).toMatchObject({ kind: "neuron", name: "E", variable: "v", index: 3 });
    expect(diverged?.until).toBe(steps);
    // Driven from 5 ms on; no further back than the chunk in which it was noticed.
    expect(diverged?.until).toBeGreaterThan(5);
    expect((diverged?.until ?? 0) - (diverged?.from ?? 0)).toBeLessThanOrEqual(256);
  });

  it.each([
    ["a division by 0", "1 / (x - x)"],
    ["the root of a negative number", "sqrt(x - 1)"],
    ["the logarithm of 0", "log(x - x)"],
  ])("is refused for %s in a reset", async (_, reset) => {
    const fault = await failing(firing(reset));
    expect([fault.code, fault.place]).toEqual(["SL_DIVERGED", "populations.E"]);
    expect(fault.message).toContain('"x" of neuron 0');
    expect(fault.result.diverged?.until).toBeGreaterThanOrEqual(10);
  });

  it("recommends double precision if single precision overflows", async () => {
    const growing: Definition = {
      dt: "0.1 ms",
      duration: "200 ms",
      populations: {
        E: {
          model: defineNeuron({
            name: "growing",
            about: "Grows without end.",
            parameters: {},
            state: { x: { initial: 1, unit: "1", about: "grows" } },
            dynamics: { x: "x / (2 * ms)" },
          }),
          size: 4,
        },
      },
    };
    // exp(100) is below the largest double and above the largest single.
    expect((await run(networkOf(growing))).diverged).toBeUndefined();
    const fault = await failing(growing, { precision: "f32" });
    expect([fault.code, fault.got]).toEqual(["SL_DIVERGED", "Infinity"]);
    expect(fault.next).toContain('double precision: "f64"');
  });

  it("is not reported if a variable that was initially infinite stays infinite", async () => {
    const result = await run(networkOf(firing("1", "1 + 10 * i")));
    expect(result.diverged).toBeUndefined();
    expect(result.warnings).toEqual([]);
    expect(result.spikeCounts["E"]).toBeGreaterThan(0);
  });

  it("reports synapses with non-finite weights", async () => {
    const rule = definePlasticity({
      name: "broken",
      about: "Divides by what becomes 0.",
      cite: ["doi:10.1000/182"],
      parameters: {},
      weightUnit: "nA",
      state: { left: { initial: 3, unit: "1", about: "spikes until it breaks" } },
      on: { pre: { left: "left - 1", weight: "weight / left * left" } },
    });
    const fault = await failing({
      dt: "0.1 ms",
      duration: "100 ms",
      populations: {
        s: { model: "spike-array", size: 2, times: [[], ["10 ms", "20 ms", "30 ms", "40 ms"]] },
        n: { model: "lif-curr-exp", size: 2 },
      },
      projections: [
        {
          name: "w",
          from: "s",
          to: "n",
          receptor: "excitatory",
          plasticity: rule,
          connector: { kind: "one-to-one" },
          weight: "0.1 nA",
          delay: "1 ms",
        },
      ],
    });
    // A NaN weight also makes its targets NaN; the error names both.
    expect([fault.code, fault.place]).toEqual(["SL_DIVERGED", "populations.n"]);
    const [other] = fault.others;
    expect([other?.code, other?.place]).toEqual(["SL_DIVERGED", "projection w"]);
    expect(other?.message).toContain('"weight" of synapse 1 of "w"');
    expect(other?.next).toContain("bounds");
  });

  it("continues under warn, and warns once per variable", async () => {
    const messages: string[] = [];
    const result = await run(networkOf(axon), {
      onDivergence: "warn",
      onWarning: (warning) => messages.push(warning.message),
    });
    expect([result.interrupted, result.steps]).toEqual([false, 300]);
    expect(result.diverged).toMatchObject({ name: "E", index: 3 });
    const own = result.warnings.filter((text) => text.startsWith("SL_DIVERGED"));
    expect(own.map((text) => /"(\w+)" of neuron/.exec(text)?.[1]).sort()).toEqual([
      "h",
      "m",
      "n",
      "v",
    ]);
    expect(messages).toEqual(result.warnings);
  });

  it("can be inspected in a step-by-step simulation", async () => {
    const sim = await simulate(networkOf({ ...axon, record: recorded }));
    await expect(sim.advance("100 ms").then(() => sim.checkFinite())).rejects.toThrow(
      /SL_DIVERGED/,
    );
    expect((await sim.state("E", "v")).values.some(Number.isNaN)).toBe(true);
    expect((await sim.result()).diverged?.name).toBe("E");
    expect((await sim.result()).recordings[0]?.samples.get("v")?.times.length).toBeGreaterThan(4);
    await sim.close();
  });
});

describe("the command", () => {
  const file = place.path("axon.json");
  writeFileSync(file, JSON.stringify(networkOf({ ...axon, record: recorded })));

  it("ends with 3, suggests remedies, and leaves a result that states how far it got", async () => {
    const { code, stderr } = await place.run("run", file, "--no-plots");
    expect(code).toBe(3);
    expect(stderr).toContain("SL_DIVERGED");
    expect(stderr).toContain("results/axon.h5");
    const result = await readResult(place.path("results/axon.h5"));
    expect([result.interrupted, result.diverged?.variable]).toEqual([true, "v"]);
    expect(result.recordings[0]?.samples.get("v")?.times.length).toBe(result.steps);
  });

  it("continues and warns on standard error on request", async () => {
    const args = ["--on-divergence", "warn", "--no-plots", "--json", "--out", "on.h5"];
    const { code, stdout, stderr } = await place.run("run", file, ...args);
    expect(code).toBe(0);
    expect(stderr).toContain("warning: SL_DIVERGED");
    const printed = JSON.parse(stdout) as Pick<Result, "warnings" | "steps">;
    expect(printed.steps).toBe(300);
    expect(printed.warnings.join()).toContain("SL_DIVERGED");
    const kept = await readResult(place.path("on.h5"));
    expect(kept.warnings).toEqual(printed.warnings);
  });
});
