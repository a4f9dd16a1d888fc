import {
  defineLearning,
  createStack as kernelStack,
  mapNetwork,
  type NetworkRecord,
  type Optimiser,
  type TrainingLoss,
} from "@spikeloom/kernel";
import {
  beginLearning,
  completeNetwork,
  encodedSource,
  type LearningTask,
} from "@spikeloom/network";
import { clock, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { type Claim, encoderSuite, hardwareSuite, learningSuite } from "../src/index.ts";
import { differences } from "./differences.ts";
import { rateEncoder } from "./rate-encoder.ts";
import { twoLimits } from "./two-limits.ts";

// No learning algorithm or chip is included yet: these are examples of each, with an encoder.

function keeps(claims: readonly Claim[]): void {
  it.each(claims.map((claim) => [claim.name, claim] as const))("%s", (_, { run }) => run());
}

it("stand in a stack", () => {
  const plugins = [rateEncoder, differences, twoLimits];
  expect(kernelStack({ plugins }).get("encoder", "rate").about).toContain("Poisson");
  const odd = { ...twoLimits, limits: { weight: { value: 127, unit: "1", about: "greatest" } } };
  expect(() => kernelStack({ plugins: [odd as never] })).toThrow(
    '"limits" of the hardware must be',
  );
});

describe("a Poisson rate encoder", () => {
  const values = [0, 0.25, 1, 0.5];
  // 1000 spikes and fewer in 10 s: five deviations of a count, over the greatest count.
  keeps(encoderSuite(rateEncoder(), { shape: [2, 2], values, within: 0.16 }));

  it("accepts a rate with its unit, and refuses an unknown name, a bound and a shape", () => {
    const window = { from: 0, until: 10_000, seed: 3 };
    const fast = encodedSource(rateEncoder({ rate_max: "1 kHz" }), [1]);
    expect(Math.abs((fast.spikes([1], window)[0]?.length ?? 0) - 10_000)).toBeLessThan(500);
    const given = (parameters: object) => () =>
      encodedSource({ model: rateEncoder, parameters } as never, [1]);
    expect(given({ rate: "1 kHz" })).toThrow("SL_OPTION");
    expect(given({ rate_max: "-1 Hz" })).toThrow("SL_VALUE_RANGE");
    expect(given({ rate_max: "1 mV" })).toThrow("SL_VALUE_DIMENSION");
    expect(() => fast.spikes([1, 2], window)).toThrow("SL_VALUE_LENGTH");
    expect(() => fast.spikes([Number.NaN], window)).toThrow("SL_VALUE_NUMBER");
  });

  it.each([
    ["spikes outside of the window", [Float64Array.of(500)]],
    ["spikes that fall", [Float64Array.of(5, 4)]],
    ["too few trains", []],
    ["plain lists", [[1]]],
  ])("is refused if it returns %s", (_, spikes) => {
    const odd = { ...rateEncoder, spikes: () => spikes as never };
    const act = () => encodedSource(odd, [1]).spikes([1], { from: 0, until: 10, seed: 1 });
    expect(act).toThrow("SL_PLUGIN_RETURN");
  });
});

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  duration: "20 ms",
  populations: {
    S: { model: "spike-array", size: 2 },
    E: { model: "lif-curr-exp", size: 1, parameters: { v_threshold: "0 mV" } },
  },
  projections: [
    {
      name: "S->E",
      from: "S",
      to: "E",
      receptor: "excitatory",
      delay: "1 ms",
      connector: { kind: "all-to-all" },
      weight: "0.1 nA",
      synapse: "static",
    },
  ],
};

describe("learning by finite differences", () => {
  const loss: TrainingLoss = {
    name: "squares",
    targets: (outputs) => outputs,
    value(output, target, slope) {
      output.forEach((one, k) => {
        slope[k] = 2 * (one - (target[k] ?? 0));
      });
      return output.reduce((sum, one, k) => sum + (one - (target[k] ?? 0)) ** 2, 0);
    },
  };
  const descent: Optimiser = {
    name: "descent",
    parameters: { rate: 0.01 },
    state: [],
    common: {},
    update: { value: "value - rate * rate_factor * gradient" },
  };
  const request = (): LearningTask => ({
    network: completeNetwork(network, stack),
    program: {},
    stack,
    loss,
    seed: 1,
    trainable: [{ projection: "S->E", variable: "weight" }],
    readout: { population: "E", variable: "v" },
    optimiser: descent,
    backend: clock(),
  });
  const S = {
    begins: Uint32Array.of(0, 3),
    steps: Uint16Array.of(19, 49, 89),
    neurons: Uint16Array.of(0, 0, 1),
  };
  const batch = { size: 1, inputs: { S }, targets: Float64Array.of(-60) };
  keeps(learningSuite(differences({ by: 0.01 }), { request, batch, steps: 8 }));

  it("accepts quantities as numbers in internal units, and refuses an unknown name, a bound and a unit", async () => {
    const seen: unknown[] = [];
    const timed = defineLearning({
      name: "timed",
      about: "Keeps what it begins with.",
      parameters: {
        tau: { default: "20 ms", about: "memory", min: "1 ms" },
        rate: { default: 0.1, about: "share that is learnt" },
      },
      begin(given) {
        seen.push(given.parameters);
        return differences.begin({ ...given, parameters: { by: 0.01 } });
      },
    });
    await beginLearning(timed, request());
    await beginLearning(timed({ tau: "0.005 s" }), request());
    expect(seen).toEqual([
      { tau: 20, rate: 0.1 },
      { tau: 5, rate: 0.1 },
    ]);
    const given = (parameters: object) =>
      beginLearning({ model: timed, parameters } as never, request());
    const odd = { ...request(), threads: -3 };
    await expect(beginLearning(timed, odd)).rejects.toThrow('"threads" is not a valid option here');
    await expect(given({ taus: "5 ms" })).rejects.toThrow("SL_OPTION");
    await expect(given({ tau: "0.1 ms" })).rejects.toThrow("SL_VALUE_RANGE");
    await expect(given({ tau: "5 mV" })).rejects.toThrow("SL_VALUE_DIMENSION");
  });

  it.each([
    ["no learner", {}],
    ["a loss that is not a number", { step: async () => ({ loss: Number.NaN }) }],
    ["too few numbers", { parameters: async () => [] }],
  ])("is refused if it returns %s", async (_, parts) => {
    const sound = await differences.begin({ ...request(), parameters: { by: 0.01 } });
    const learner = Object.keys(parts).length === 0 ? {} : { ...sound, ...parts };
    const odd = { ...differences, begin: async () => learner as never };
    const act = async () => {
      const begun = await beginLearning(odd, request());
      await begun.step(batch);
      await begun.parameters();
    };
    await expect(act()).rejects.toMatchObject({ code: "SL_PLUGIN_RETURN" });
  });
});

describe("a chip of two limits", () => {
  const projections = [
    ...(network.projections ?? []),
    {
      name: "weak",
      from: "S",
      to: "E",
      receptor: "excitatory",
      delay: "2 ms",
      connector: { kind: "all-to-all" },
      weight: "0.0333 nA",
    },
  ];
  const S = { model: "spike-array", size: 20, times: Array.from({ length: 20 }, () => ["2 ms"]) };
  const mapped = { ...network, populations: { ...network.populations, S }, projections };
  keeps(hardwareSuite(twoLimits, { stack, network: mapped, duration: "20 ms" }));

  it("states which weights it rounds, and where neurons are placed", async () => {
    const { losses, placement } = await mapNetwork(twoLimits, mapped, { stack, seed: 1 });
    expect(losses.map(({ code, place }) => [code, place])).toEqual([
      ["rounded", "projections[1].weight"],
    ]);
    expect(placement.map(({ core, population }) => `${core} ${population}`)).toEqual([
      ...["0 S", "1 S", "2 E"],
    ]);
  });

  it.each([
    ["neurons without a core", { placement: [] }],
    ["a part that is nothing", { placement: [null] }],
    ["a population that is nothing", { network: { populations: { A: null } } }],
    ["a loss of no code", { losses: [{ place: "x", message: "gone" }] }],
    ["no network", { network: undefined }],
  ])("is refused if it returns %s", async (_, parts) => {
    const odd: typeof twoLimits = {
      ...twoLimits,
      map: async (...given) => ({ ...(await twoLimits.map(...given)), ...parts }) as never,
    };
    const act = mapNetwork(odd, mapped, { stack, seed: 1 });
    await expect(act).rejects.toMatchObject({ code: "SL_PLUGIN_RETURN" });
  });
});
