import {
  createStack,
  defineNeuron,
  type NetworkRecord,
  type StimulusRecord,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { prepareJob } from "../../../tools/test/prepare-job.ts";
import { clock } from "../src/index.ts";

const follower = defineNeuron({
  name: "follower",
  about: "Shows its input and counts what arrives.",
  parameters: {},
  receptors: { in: { unit: "1", about: "count", on: { n: "n + weight" } } },
  inputs: { i_inj: { unit: "pA", about: "current" } },
  state: {
    v: { initial: "0 pA", unit: "pA", about: "the input" },
    n: { initial: 0, unit: "1", about: "count" },
  },
  step: [{ v: "i_inj" }],
});

async function follow(stimulus: StimulusRecord, steps: number, extra: Partial<NetworkRecord> = {}) {
  const simulation = await prepareJob(clock(), {
    network: {
      format: "spikeloom-network",
      version: 1,
      populations: { n: { model: follower, size: 3 } },
      stimuli: [stimulus],
      ...extra,
    },
    stack: createStack({ plugins: [...connectors] }),
    seed: 5,
    precision: "f64",
    sink: { samples: () => {}, spikes: () => {} },
  });
  simulation.advance(steps);
  return simulation;
}

const poisson = (
  fields: Partial<Extract<StimulusRecord, { kind: "poisson" }>>,
): StimulusRecord => ({
  kind: "poisson",
  into: "n",
  rate: "1 kHz",
  weight: 1,
  ...fields,
});
const formula = (value: string, fields: object = {}): StimulusRecord => ({
  kind: "formula",
  into: "n",
  value,
  ...fields,
});

describe("the weight of a Poisson stimulus", () => {
  it("can be drawn from a lognormal distribution", async () => {
    const weight = { draw: "lognormal", mu: 0, sigma: 1 } as const;
    const counts = await (await follow(poisson({ weight }), 1000)).state("n", "n");
    // 100 spikes on average, and weights above zero: a sum of zero has a chance of exp(-100).
    expect(counts.every((count) => count > 0 && Number.isFinite(count))).toBe(true);
  });

  it("can be a formula that reads i and N and needs functions", async () => {
    const rate = "1 kHz";
    const plain = await (await follow(poisson({ rate }), 1000)).state("n", "n");
    const weight = { formula: "N * exp(0 * i) + i" };
    const weighted = await (await follow(poisson({ rate, weight }), 1000)).state("n", "n");
    // The counts depend on the seed and the stimulus alone, so each sum is its weight times the count.
    expect([...weighted]).toEqual([...plain].map((count, i) => count * (3 + i)));
  });

  it("counts neurons within the population where only some are chosen", async () => {
    const neurons = { from: 2 };
    const plain = await (await follow(poisson({ neurons }), 1000)).state("n", "n");
    const weight = { formula: "i + N" };
    const weighted = await (await follow(poisson({ neurons, weight }), 1000)).state("n", "n");
    expect(plain[2]).toBeGreaterThan(0);
    expect([...weighted]).toEqual([0, 0, 5 * (plain[2] ?? 0)]);
  });
});

describe("a time array", () => {
  it("takes a list of quantities as it takes an array", async () => {
    for (const values of [["1 pA", "0.002 nA"], { values: [1, 2], unit: "pA" }]) {
      const stimulus: StimulusRecord = { kind: "time-array", into: "n", every: "0.5 ms", values };
      expect((await (await follow(stimulus, 5)).state("n", "v"))[0]).toBe(1);
      expect((await (await follow(stimulus, 6)).state("n", "v"))[0]).toBe(2);
      expect((await (await follow(stimulus, 60)).state("n", "v"))[0]).toBe(2);
    }
  });
});

describe("a stimulus that can't be fed is refused with a code and its place", () => {
  const array = (values: unknown, every = "1 ms"): StimulusRecord =>
    ({ kind: "time-array", into: "n", every, values }) as StimulusRecord;
  const noise = (fields: object): StimulusRecord =>
    ({ kind: "noise", into: "n", mean: "0 pA", sd: "1 pA", ...fields }) as StimulusRecord;
  const sine = (fields: object): StimulusRecord =>
    ({
      kind: "sine",
      into: "n",
      amplitude: "1 pA",
      frequency: "1 Hz",
      ...fields,
    }) as StimulusRecord;

  it.each<[string, string, StimulusRecord, string?]>([
    ["SL_STIMULUS_VALUE", "rate", poisson({ rate: { formula: "(0-1)*kHz" } }), "for neuron 0"],
    ["SL_STIMULUS_VALUE", "rate", poisson({ rate: { formula: "(1-i)*kHz" } }), "for neuron 2"],
    ["SL_STIMULUS_VALUE", "rate", poisson({ rate: ["1 Hz", "-1 Hz", "1 Hz"] }), "for neuron 1"],
    [
      "SL_STIMULUS_VALUE",
      "rate",
      poisson({ rate: { formula: "(1.5-i-t/ms)*kHz" } }),
      "at 0 ms for neuron 2",
    ],
    ["SL_VALUE_LENGTH", "rate", poisson({ rate: ["1 Hz", "1 Hz"] })],
    ["SL_DIMENSION", "rate.formula, column 1", poisson({ rate: { formula: "t" } })],
    ["SL_STIMULUS_VALUE", "rate", poisson({ rate: { formula: "(0.35*ms-t)*Hz/ms" } }), "at 0.4 ms"],
    ["SL_VALUE_NUMBER", "rate", poisson({ rate: { formula: "log(0-1)*kHz" } }), "NaN"],
    ["SL_STIMULUS_VALUE", "rate", poisson({ rate: { formula: "log(0-1-t/ms)*kHz" } }), "NaN"],
    ["SL_STIMULUS_VALUE", "rate", poisson({ rate: "-1 Hz" })],
    ["SL_DRIVE_RATE", "rate", poisson({ rate: "1 GHz", count: 3 }), "3 sources of 1 GHz"],
    ["SL_DRIVE_CHANCE", "rate", poisson({ rate: "11 kHz", counts: "binomial" }), "11 kHz"],
    [
      "SL_DRIVE_CHANCE",
      "rate",
      poisson({ rate: { formula: "t/ms*9*kHz" }, counts: "binomial" }),
      "at 1.2",
    ],
    ["SL_DRIVE_RATE", "rate", poisson({ rate: "4 kHz", counts: "binomial", count: 1000 })],
    ["SL_STIMULUS_VALUE", "count", poisson({ counts: "binomial", count: 1.5 })],
    [
      "SL_DRIVE_RATE",
      "rate",
      poisson({ rate: { formula: "exp(t/ms*100)*kHz" } }),
      "steps of 0.1 ms",
    ],
    ["SL_STIMULUS_VALUE", "weight", poisson({ weight: Number.POSITIVE_INFINITY }), "neuron 0"],
    ["SL_STIMULUS_VALUE", "weight", poisson({ weight: { formula: "1/(i-1)" } }), "neuron 1"],
    ["SL_STIMULUS_VALUE", "value", formula("log(0-1)*pA"), "NaN at 0 ms"],
    ["SL_STIMULUS_VALUE", "value", formula("pA/(i-2)"), "neuron 2"],
    ["SL_STIMULUS_VALUE", "value", formula("inf*pA"), "Infinity at 0 ms for all targets"],
    ["SL_NAME_UNKNOWN", "value, column 1", formula("constructor*pA")],
    ["SL_QUANTITY_NAN", "parameters.x", formula("2*x", { parameters: { x: "NaN pA" } })],
    ["SL_STIMULUS_VALUE", "sd", noise({ sd: "-1 pA" })],
    ["SL_STIMULUS_VALUE", "mean", noise({ mean: "inf pA" })],
    ["SL_STIMULUS_VALUE", "every", noise({ every: "0 ms" })],
    ["SL_STIMULUS", "values", array([])],
    ["SL_STIMULUS", "values", array({ values: [], unit: "pA" })],
    ["SL_STIMULUS", "values", array("1 pA")],
    ["SL_STIMULUS_VALUE", "values[1]", array(["1 pA", "inf pA"])],
    ["SL_VALUE_DIMENSION", "values[1]", array(["1 pA", "1 mV"])],
    ["SL_STIMULUS_VALUE", "every", array(["1 pA"], "0 ms")],
    ["SL_QUANTITY_NAN", "frequency", sine({ frequency: "NaN Hz" })],
    ["SL_STIMULUS_VALUE", "frequency", sine({ frequency: "inf Hz" })],
    ["SL_STIMULUS_VALUE", "phase", sine({ phase: Number.NaN })],
    [
      "SL_STIMULUS",
      "values",
      { kind: "steps", into: "n", times: ["1 ms", "2 ms"], values: ["1 pA"] },
    ],
    [
      "SL_STIMULUS",
      "times[1]",
      { kind: "steps", into: "n", times: ["2 ms", "1 ms"], values: ["1 pA", "2 pA"] },
    ],
  ])("%s in %s", async (code, field, stimulus, text = "") => {
    await expect(follow(stimulus, 20)).rejects.toMatchObject({
      code,
      place: `stimuli[0].${field}`,
      message: expect.stringContaining(text),
    });
  });
});
