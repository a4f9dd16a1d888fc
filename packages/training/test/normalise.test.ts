import type { Batch, LearningRequest, NetworkRecord, Trainable } from "@spikeloom/kernel";
import { defineNeuron } from "@spikeloom/kernel";
import { beginLearning, completeNetwork, indexBuffer, trainedNetwork } from "@spikeloom/network";
import { openProjections, programOf } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { crossEntropy, fit, makeTrainer, sgd, surrogate, valueExamples } from "../src/index.ts";

const rate = 0.3;
const [epsilon, momentum] = [1e-3, 0.2];
const size = 7;

interface Shape {
  readonly input: number;
  readonly hidden: number;
  readonly channels: number;
  readonly connector: NonNullable<NetworkRecord["projections"]>[number]["connector"];
}

const dense: Shape = { input: 5, hidden: 6, channels: 6, connector: { kind: "all-to-all" } };
const maps: Shape = {
  input: 32,
  hidden: 12,
  channels: 3,
  connector: {
    kind: "convolution",
    rows: 4,
    columns: 4,
    kernelRows: 3,
    kernelColumns: 3,
  },
};

function networkOf({ input, hidden, connector }: Shape): NetworkRecord {
  const values = (name: string, from: string, to: string, rest: object) => ({
    name,
    from,
    to,
    delay: "1 ms",
    synapse: "analog-values",
    ...rest,
    weight: { draw: "normal", mean: 0.1, sd: 0.5 } as const,
  });
  const network = {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "3 ms",
    seed: 4,
    populations: {
      input: { model: "analog-identity", size: input },
      hidden: { model: "analog-tanh", size: hidden },
      output: { model: "analog-identity", size: 3 },
    },
    projections: [
      values("first", "input", "hidden", { connector }),
      values("second", "hidden", "output", { connector: { kind: "all-to-all" } }),
    ],
  };
  return completeNetwork(network as never, stack);
}

const trainableOf = ({ channels }: Shape): readonly Trainable[] => [
  { projection: "first", variable: "weight" },
  { population: "hidden", parameter: "bias", channels },
  { projection: "second", variable: "weight" },
  { population: "output", parameter: "bias", channels: 3 },
];

function requestOf(shape: Shape, own: Partial<LearningRequest> = {}): LearningRequest {
  const network = own.network ?? networkOf(shape);
  return {
    network,
    program: programOf(network, { stack }),
    stack,
    seed: 1,
    parameters: {},
    trainable: trainableOf(shape),
    values: ["input.x_values"],
    precision: "f64",
    loss: crossEntropy,
    readout: { population: "output", variable: "v" },
    optimiser: sgd({ rate }),
    backend: stack.get("backend", "clock"),
    surrogate: surrogate("fast-sigmoid"),
    normalise: [{ population: "hidden", channels: shape.channels, epsilon, momentum }],
    ...own,
  };
}

/** Values of each step, which change from step to step by the given amount. */
function batchOfSteps(shape: Shape, steps: number, moved: number): Batch {
  const batch = batchOf(shape, 5);
  const { values: all } = batch.inputs["input.x_values"] as { readonly values: Float64Array };
  const { input } = shape;
  const values = Float64Array.from({ length: steps * all.length }, (_, k) => {
    const [step, n] = [Math.floor(k / input) % steps, k % input];
    return (all[Math.floor(k / (input * steps)) * input + n] as number) + moved * step;
  });
  return { ...batch, inputs: { "input.x_values": { steps, values } } };
}

function batchOf({ input }: Shape, key: number): Batch {
  const draws = stream(streamKey(key, "values"), 0);
  const values = Float64Array.from({ length: size * input }, () => draws.normal() + 0.5);
  const targets = Float64Array.from({ length: size }, (_, k) => k % 3);
  return { size, inputs: { "input.x_values": { steps: 1, values } }, targets };
}

/** The same network in plain numbers: sums of pairs, statistics, tanh, sums, and the mean of cross-entropies. */
function oracle(shape: Shape) {
  const projections = openProjections(programOf(networkOf(shape), { stack }), { stack });
  const linked = projections.map(({ plan, weight, sources, targets }) => {
    const partners = indexBuffer();
    const count = (plan.by === "target" ? targets : sources).size;
    return Array.from({ length: count }, (_, index) => {
      partners.clear();
      plan.partners(index, partners);
      const row = [...partners.view()];
      const out = new Float64Array(row.length);
      weight.fill?.({ index, partners: row }, out);
      return row.map((partner, k) => {
        const entry = plan.listed?.entry(index, k, partner) ?? -1;
        const [from, to] = plan.by === "target" ? [partner, index] : [index, partner];
        return { entry, from, to, weight: out[k] as number };
      });
    }).flat();
  });
  const counts = linked.map((all) => 1 + Math.max(...all.map(({ entry }) => entry)));
  const parts = [counts[0], shape.channels, counts[1], 3, shape.channels] as number[];
  const begins = parts.map((_, k) => parts.slice(0, k).reduce((sum, one) => sum + one, 0));
  const first = new Float64Array(parts.reduce((sum, one) => sum + one, 0));
  linked.forEach((all, k) => {
    for (const { entry, weight } of all) first[(begins[2 * k] as number) + entry] = weight;
  });
  first.fill(1, begins[4]);
  const part = (numbers: Float64Array, k: number) =>
    numbers.subarray(begins[k], (begins[k] as number) + (parts[k] as number));
  const summed = (
    links: (typeof linked)[number],
    weights: Float64Array,
    x: ArrayLike<number>,
    n: number,
  ) => {
    const sums = new Float64Array(n);
    for (const { entry, from, to } of links) {
      sums[to] = (sums[to] as number) + (weights[entry] as number) * (x[from] as number);
    }
    return sums;
  };
  const statistics = (sums: readonly Float64Array[]) => {
    const { channels, hidden } = shape;
    const count = (size * hidden) / channels;
    const over = (f: (value: number, c: number) => number) =>
      Float64Array.from({ length: channels }, (_, c) => {
        let sum = 0;
        for (const row of sums)
          for (let n = c; n < hidden; n += channels) sum += f(row[n] as number, c);
        return sum / count;
      });
    const means = over((value) => value);
    const variances = over((value, c) => (value - (means[c] as number)) ** 2);
    return { means, variances, count };
  };
  const run = (numbers: Float64Array, { inputs, targets }: Batch) => {
    const { values } = inputs["input.x_values"] as { values: Float64Array };
    const [w1, bias, w2, last, gain] = [0, 1, 2, 3, 4].map((k) =>
      part(numbers, k),
    ) as Float64Array[];
    const { channels, input, hidden } = shape;
    const sums = Array.from({ length: size }, (_, e) =>
      summed(
        linked[0] as never,
        w1 as Float64Array,
        values.subarray(e * input, (e + 1) * input),
        hidden,
      ),
    );
    const found = statistics(sums);
    let loss = 0;
    sums.forEach((row, e) => {
      const active = row.map((value, n) => {
        const c = n % channels;
        const scaled =
          (value - (found.means[c] as number)) /
          Math.sqrt((found.variances[c] as number) + epsilon);
        return Math.tanh((gain?.[c] as number) * scaled + (bias?.[c] as number));
      });
      const outputs = summed(linked[1] as never, w2 as Float64Array, active, 3).map(
        (one, k) => one + (last?.[k] as number),
      );
      const all = outputs.reduce((sum, one) => sum + Math.exp(one), 0);
      loss += (Math.log(all) - (outputs[targets[e] as number] as number)) / size;
    });
    return { loss, ...found };
  };
  const gradient = (numbers: Float64Array, batch: Batch) =>
    numbers.map((value, k) => {
      const at = (moved: number) => run(numbers.with(k, moved), batch).loss;
      return (at(value + 1e-5) - at(value - 1e-5)) / 2e-5;
    });
  return { first, run, gradient, part };
}

describe.each([
  ["dense", dense],
  ["maps", maps],
])("sums that are normalised over a batch: %s", (_, shape) => {
  it("have the gradients, and the running statistics, of a network in plain numbers", () => {
    const trainer = makeTrainer(requestOf(shape));
    const plain = oracle(shape);
    let numbers = plain.first;
    const means = new Float64Array(shape.channels);
    const variances = new Float64Array(shape.channels).fill(1);
    for (const key of [1, 2, 3]) {
      const batch = batchOf(shape, key);
      const wanted = plain.run(numbers, batch);
      expect(trainer.differentiate(batch).loss).toBeCloseTo(wanted.loss, 10);
      const slopes = plain.gradient(numbers, batch);
      const found = trainer.gradients();
      expect(found).toHaveLength(4);
      const most = Math.max(...slopes.map(Math.abs));
      found.forEach((own, k) => {
        const other = plain.part(slopes, k);
        expect(own).toHaveLength(other.length);
        // Central differences of 1e-5 have an error of some 1e-10 of the largest.
        const off = own.map((one, n) => Math.abs(one - (other[n] as number)) / most);
        expect(Math.max(...off)).toBeLessThan(1e-7);
      });
      trainer.update();
      // Gains change as well: the losses of the next batch show it.
      numbers = numbers.map((value, k) => value - rate * (slopes[k] as number));
      wanted.means.forEach((mean, c) => {
        const spread = ((wanted.variances[c] as number) * wanted.count) / (wanted.count - 1);
        means[c] = 0.8 * (means[c] as number) + momentum * mean;
        variances[c] = 0.8 * (variances[c] as number) + momentum * spread;
      });
    }
    const [weights, bias] = trainer.parameters() as [Float64Array, Float64Array];
    const scale = Float64Array.from(variances, (one, c) => {
      return (plain.part(numbers, 4)[c] as number) / Math.sqrt(one + epsilon);
    });
    bias.forEach((one, c) => {
      const own = plain.part(numbers, 1)[c] as number;
      expect(one).toBeCloseTo(own - (scale[c] as number) * (means[c] as number), 7);
    });
    const each = weights.length / shape.channels;
    const channelOf = (k: number) => (shape === dense ? k % shape.channels : Math.floor(k / each));
    weights.forEach((one, k) => {
      const own = plain.part(numbers, 0)[k] as number;
      expect(one).toBeCloseTo(own * (scale[channelOf(k)] as number), 7);
    });
  });

  it("yield in a network without normalisation the results of evaluations", () => {
    const request = requestOf(shape);
    const trainer = makeTrainer(request);
    for (const key of [1, 2]) {
      trainer.differentiate(batchOf(shape, key));
      trainer.update();
    }
    const batch = batchOf(shape, 9);
    const { trainable, network } = request;
    const values = trainer.parameters();
    const learnt = trainedNetwork(network, { stack, trainable, values });
    const plain = makeTrainer(requestOf(shape, { network: learnt, normalise: [] }));
    const [found, wanted] = [plain.evaluate(batch).outputs, trainer.evaluate(batch).outputs];
    expect(found).toHaveLength(3 * size);
    for (const [k, one] of found.entries()) expect(one).toBeCloseTo(wanted[k] as number, 12);
    // A sample is evaluated alone as among others.
    const alone = trainer.evaluate({
      ...batch,
      size: 1,
      targets: batch.targets.slice(0, 1),
      inputs: oneOf(batch),
    });
    expect([...alone.outputs]).toEqual([...wanted.slice(0, 3)]);
  });

  it("of constant values equal those of almost constant values", () => {
    const readout = { population: "output", variable: "v", reduce: "mean" } as const;
    // Outputs are one step late twice: the means apply from the third step on, and are read in the fourth.
    const network = { ...networkOf(shape), duration: "5 ms" };
    const [held, moved] = [0, 1e-12].map((by) => {
      const trainer = makeTrainer(requestOf(shape, { network, readout }));
      trainer.differentiate(batchOfSteps(shape, 5, by));
      return trainer.gradients();
    }) as [readonly Float64Array[], readonly Float64Array[]];
    const off = held.flatMap((own, k) => [...own].map((one, n) => one - Number(moved[k]?.[n])));
    expect(Math.max(...off.map(Math.abs))).toBeLessThan(1e-9);
  });

  it("update running statistics by the training batch, whatever is evaluated in between", () => {
    const [none, between] = [false, true].map((assesses) => {
      const trainer = makeTrainer(requestOf(shape));
      trainer.differentiate(batchOf(shape, 1));
      if (assesses) trainer.evaluate(batchOf(shape, 2));
      trainer.update();
      return trainer.parameters();
    });
    expect(between).toEqual(none);
  });

  it("resume from a saved state with the same bits", () => {
    for (const precision of ["f32", "f64"] as const) {
      const [one, other] = [0, 1].map(() => makeTrainer(requestOf(shape, { precision })));
      one?.differentiate(batchOf(shape, 1));
      one?.update();
      other?.restore(one?.save() as never);
      for (const trainer of [one, other]) {
        trainer?.differentiate(batchOf(shape, 2));
        trainer?.update();
      }
      expect(other?.parameters()).toEqual(one?.parameters());
    }
  });
});

/** The values of the first sample. */
function oneOf({ inputs }: Batch): Batch["inputs"] {
  const { values } = inputs["input.x_values"] as { readonly values: Float64Array };
  return { "input.x_values": { steps: 1, values: values.slice(0, values.length / size) } };
}

it("interpreter and WebAssembly normalise to the same bits", () => {
  const all = (["wasm", "js"] as const).map((target) => {
    const trainer = makeTrainer(requestOf(maps), { target });
    trainer.differentiate(batchOf(maps, 1));
    return trainer.gradients();
  });
  expect(all[1]).toEqual(all[0]);
});

/** Filters its input before a bias is added: no bias equals a mean. */
const filtered = defineNeuron({
  name: "filtered-layer",
  about: "Leaky neuron behind a filter.",
  parameters: { bias: { default: 0, about: "bias" } },
  inputs: { x_values: { unit: "1", about: "weighted values" } },
  state: {
    v: { unit: "1", initial: 0, about: "potential" },
    x: { unit: "1", initial: 0, about: "what came in, filtered" },
  },
  step: [{ x: "0.5 * x + x_values" }, { v: "0.7 * v + x + bias" }],
  spike: { when: "v >= 1", reset: { v: "v - 1" } },
});

describe("normalisation is refused", () => {
  const made = (own: Partial<LearningRequest>) => () => makeTrainer(requestOf(dense, own));
  const one = { population: "hidden", channels: 6 };
  it.each([
    ["of nobody", { normalise: [{ population: "other" }] }, /normalise\[0\]\.population/],
    ["twice", { normalise: [one, one] }, /normalise\[1\]\.population/],
    ["of half a channel", { normalise: [{ ...one, channels: 4 }] }, /channels/],
    ["without a spread", { normalise: [{ ...one, epsilon: 0 }] }, /epsilon/],
    ["that nothing moves", { normalise: [{ ...one, momentum: 0 }] }, /momentum/],
    [
      "of what takes no values",
      {
        normalise: [{ population: "input" }],
        trainable: [...trainableOf(dense), { population: "input", parameter: "bias" }],
      },
      /SL_NOT_TRAINED.*0 to which projections add/s,
    ],
    [
      "with a bias of fewer channels",
      {
        trainable: trainableOf(dense).with(1, {
          population: "hidden",
          parameter: "bias",
          channels: 3,
        }),
      },
      /"bias" with 6 channels/,
    ],
    ["without a bias", { trainable: trainableOf(dense).toSpliced(1, 1) }, /a trained "bias"/],
    [
      "over weights that stay",
      { trainable: trainableOf(dense).slice(1) },
      /"first" is not trained/,
    ],
  ] as const)("%s", (_, own, text) => {
    expect(made(own as Partial<LearningRequest>)).toThrow(text);
  });

  it("for neurons that filter the input before they add a bias", () => {
    const { populations, ...rest } = networkOf(dense);
    const hidden = { model: filtered, size: 6 };
    const network = { ...rest, populations: { ...populations, hidden } } as NetworkRecord;
    const [first] = network.projections ?? [];
    const alone = { ...network, projections: [first] } as NetworkRecord;
    const own = { network: alone, trainable: trainableOf(dense).slice(0, 2) };
    const readout = { population: "hidden", variable: "v" } as const;
    expect(made({ ...own, readout, normalise: [] })).not.toThrow();
    expect(made({ ...own, readout })).toThrow(/SL_NOT_TRAINED.*another use of the input/s);
  });

  it("for epochs that end with a batch of one", async () => {
    const { parameters: _, ...task } = requestOf(dense);
    const samples = { values: new Float64Array(35), targets: new Float64Array(7) };
    const examples = valueExamples(
      { ...samples, size: 7, shape: [5] },
      { input: "input.x_values" },
    );
    const learner = await beginLearning(stack.get("learning", "bptt"), task);
    const fitted = (batchSize: number) => fit(learner, { examples, batchSize, epochs: 0, seed: 1 });
    await fitted(5);
    await expect(fitted(6)).rejects.toThrow(/SL_TRAINING_OPTION.*batchSize.*the last of 1/s);
  });

  it("for a batch of one, or of given values", () => {
    const trainer = makeTrainer(requestOf(dense));
    const batch = batchOf(dense, 1);
    const alone = { ...batch, size: 1, targets: batch.targets.slice(0, 1), inputs: oneOf(batch) };
    expect(() => trainer.differentiate(alone)).toThrow(/SL_TRAINING_BATCH.*at least two.*single/s);
    expect(() => trainer.assign(trainer.parameters())).toThrow("SL_TRAINING_OPTION");
  });
});
