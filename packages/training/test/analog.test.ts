import type { Batch, LearningRequest, NetworkRecord, Trainable } from "@spikeloom/kernel";
import { completeNetwork, trainedNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { run, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { crossEntropy, makeTrainer, surrogateOf } from "../src/index.ts";
import { gradientErrors } from "./gradient-errors.ts";
import { smallRequest } from "./small-task.ts";

const draws = stream(streamKey(5, "analog"), 0);
const drawn = (count: number, most: number): Float64Array =>
  Float64Array.from({ length: count }, () => most * (2 * draws.uniform() - 1));

interface Layer {
  readonly model: string;
  readonly size: number;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

const joined = (
  [from, of]: readonly [string, number],
  [to, size]: readonly [string, number],
  carries: boolean,
) => ({
  name: `${from}->${to}`,
  from,
  to,
  delay: "1 ms",
  connector: { kind: "all-to-all" },
  ...(carries ? { synapse: "analog-values" } : { receptor: "spikes" }),
  weight: { values: drawn(of * size, 0.7), unit: "1" },
});

/** Consecutive layers by name; some send spikes, others values. */
function layered(layers: Readonly<Record<string, Layer>>, steps: number): NetworkRecord {
  const all = Object.entries(layers);
  const record = {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    seed: 4,
    convention: "frameworks",
    duration: `${steps} ms`,
    populations: layers,
    projections: all.slice(1).map(([to, { size }], k) => {
      const [from, source] = all[k] as (typeof all)[number];
      const carries = source.model.startsWith("analog");
      return joined([from, source.size], [to, size], carries);
    }),
  };
  return completeNetwork(record as unknown as NetworkRecord, stack);
}

const input = { model: "analog-identity", size: 5 };
const leaky = { model: "snntorch-leaky", size: 6, parameters: { beta: 0.8, threshold: 0.5 } };
const readout = (population: string) => ({ population, variable: "v" }) as const;

function batchOf(size: number, steps: number): Batch {
  const values = Float64Array.from({ length: size * steps * 5 }, () => 2 * draws.uniform() - 0.6);
  return {
    size,
    inputs: { "input.x_values": { steps, values } },
    targets: Float64Array.from({ length: size }, (_, k) => k % 3),
  };
}

function requestOf(network: NetworkRecord, more: Partial<LearningRequest> = {}): LearningRequest {
  const weights = (network.projections ?? []).map(({ name = "" }) => {
    return { projection: name, variable: "weight" };
  });
  const biased = Object.entries(network.populations).flatMap(([population, { model }]) => {
    const isAnalog = typeof model === "string" && model.startsWith("analog");
    return isAnalog ? [{ population, parameter: "bias" }] : [];
  });
  return smallRequest(network, {
    trainable: [...weights, ...biased],
    values: ["input.x_values"],
    loss: crossEntropy,
    readout: readout("output"),
    ...more,
  });
}

function expectGradients(request: LearningRequest, batch: Batch): void {
  // As elsewhere: some hundred roundings of 1e-16 or 6e-8 each.
  for (const [precision, most] of [["f64", 1e-13] as const, ["f32", 1e-5] as const]) {
    for (const found of gradientErrors(request, batch, { precision, directions: 2 })) {
      expect(found.size).toBeGreaterThan(1e-6);
      expect(found.error).toBeLessThan(most);
      expect(found.loss).toBeLessThan(1e-5);
    }
  }
}

const output = { model: "analog-identity", size: 3 };
const bias = Array.from(drawn(6, 0.2));
const hidden = { model: "analog-relu", size: 6, parameters: { bias } };

describe("layers without time", () => {
  it.each([
    ["relu", {}],
    ["tanh", {}],
    ["sigmoid", {}],
    ["identity", {}],
    ["qcfs", { levels: 4, most: 0.9 }],
  ])("have the gradients of forward mode: %s", (kind, parameters) => {
    const hidden = { model: `analog-${kind}`, size: 6, parameters: { bias, ...parameters } };
    const network = layered({ input, hidden, second: { ...hidden, size: 6 }, output }, 4);
    const request = requestOf(network, {
      surrogate: { derivative: "0 * excess", reset: "detached", rounding: "straight-through" },
    });
    expectGradients(request, batchOf(3, 1));
    if (kind !== "qcfs") return;
    const most = { population: "hidden", parameter: "most" };
    expectGradients({ ...request, trainable: [...request.trainable, most] }, batchOf(3, 1));
  });

  it.each([
    ["the last value", readout("output")],
    ["a window", { ...readout("output"), window: { from: 2, until: 6 } }],
    [
      "the mean of a window",
      { ...readout("output"), window: { from: 3, until: 7 }, reduce: "mean" },
    ],
  ] as const)("have them through loops and over time: %s", (_, read) => {
    const hidden = { model: "analog-tanh", size: 6, parameters: { bias } };
    const network = layered({ input, hidden, output }, 9);
    const loop = joined(["hidden", 6], ["hidden", 6], true);
    const projections = [...(network.projections ?? []), loop] as never;
    expectGradients(requestOf({ ...network, projections }, { readout: read }), batchOf(2, 9));
  });

  it("need no surrogate, except one that passes gradients through rounding", () => {
    const { surrogate: _, ...request } = requestOf(layered({ input, hidden, output }, 3));
    expect(() => makeTrainer(request)).not.toThrow();
    const rounded = { ...hidden, model: "analog-qcfs", parameters: { bias, most: 4 } };
    const given = requestOf(layered({ input, hidden, rounded, output }, 4));
    const begin = (more: Partial<LearningRequest>) => () => {
      const { surrogate: _, ...flat } = given;
      return makeTrainer({ ...flat, ...more });
    };
    // The change passes through the rounding layer.
    const [first, onto, behind] = given.trainable as [Trainable, Trainable, Trainable];
    const own = { population: "rounded", parameter: "bias" };
    for (const one of [first, onto, own]) {
      expect(begin({ trainable: [one] })).toThrow("only through rounded values");
    }
    expect(begin({ trainable: [behind] })).not.toThrow();
    const surrogate = surrogateOf("snntorch/atan", { rounding: "straight-through" });
    const trainer = begin({ surrogate, trainable: [first, onto, own] })();
    trainer.differentiate(batchOf(8, 1));
    const stuck = trainer.gradients().map((all) => all.every((one) => one === 0));
    expect(stuck).toEqual([false, false, false]);
  });

  it("have in a simulation the values of the training", async () => {
    const hidden = { model: "analog-relu", size: 6, parameters: { bias } };
    const network = layered({ input, hidden, output }, 3);
    const batch = batchOf(1, 1);
    const trainer = makeTrainer({ ...requestOf(network), precision: "f64" });
    const { outputs } = trainer.evaluate(batch);
    const given = batch.inputs["input.x_values"] as { values: Float64Array };
    const result = await run({
      ...network,
      stimuli: Array.from(given.values, (value, k) => ({
        kind: "time-array",
        into: "input",
        input: "x_values",
        every: "1 ms",
        neurons: { indices: [k] },
        values: { values: [value, value, value] },
      })) as never,
      record: [{ population: "output", variables: ["v"] }],
    });
    expect(outputs.some((one) => one !== 0)).toBe(true);
    const { values } = result.recordings[0]?.samples?.get("v") ?? {};
    // The same sums in float64, in another order.
    for (const [k, one] of outputs.entries()) expect(values?.[6 + k]).toBeCloseTo(one, 12);
  });
});

it("are a current of neurons with units, also in the trained network", () => {
  const current = {
    kind: "synapse",
    contract: 1,
    name: "as-current",
    about: "Hands a value on as a current.",
    parameters: {},
    weightUnit: "nA",
    reads: { v_pre: { of: "pre", variable: "v", unit: "1" } },
    coupling: [{ into: "i_inj", value: "weight * v_pre", unit: "nA" }],
  };
  const lif = { model: "lif-curr-exp", size: 3 };
  const base = layered({ input, hidden: { model: "analog-relu", size: 6 }, output }, 12);
  const [first, second] = base.projections ?? [];
  const onward = { ...second, synapse: current, weight: { values: drawn(18, 4), unit: "nA" } };
  const { convention: _, ...physical } = base;
  const network = completeNetwork(
    {
      ...physical,
      populations: { ...base.populations, output: lif },
      projections: [first, onward],
    } as unknown as NetworkRecord,
    stack,
  );
  const trainable = (network.projections ?? []).map(({ name = "" }) => {
    return { projection: name, variable: "weight" };
  });
  const request = requestOf(network, {
    trainable,
    readout: { ...readout("output"), reduce: "mean" },
    precision: "f64",
    surrogate: surrogateOf("snntorch/atan", { threshold: 15 }),
  });
  const batch = batchOf(2, 1);
  expectGradients(request, batch);
  const trainer = makeTrainer(request);
  trainer.differentiate(batch);
  trainer.update();
  const values = trainer.parameters();
  const learnt = trainedNetwork(network, { stack, trainable, values });
  const program = programOf(learnt, { stack });
  const again = makeTrainer({ ...request, program });
  expect(again.evaluate(batch)).toEqual(trainer.evaluate(batch));
});

describe("spiking layers next to others", () => {
  const steps = 10;
  const mean = { ...readout("output"), reduce: "mean" } as const;
  const hidden = { model: "analog-tanh", size: 6, parameters: { bias } };
  it.each([
    ["an analog encoder in front", { input, encoder: hidden, spiking: leaky, output }],
    ["rates into an analog layer", { input, spiking: leaky, back: hidden, output }],
    ["two that spike around one", { input, spiking: leaky, back: hidden, again: leaky, output }],
    [
      "a membrane as readout",
      { input, spiking: leaky, output: { model: "snntorch-leaky-none", size: 3 } },
    ],
  ])("have the gradients of forward mode: %s", (_, layers) => {
    for (const name of ["snntorch/atan", "spikingjelly/atan"]) {
      const surrogate = surrogateOf(name);
      const request = requestOf(layered(layers, steps), { surrogate, readout: mean });
      expectGradients(request, batchOf(2, steps));
    }
  });
});
