import type { Batch, LearningRequest, NetworkRecord, Trainable } from "@spikeloom/kernel";
import { completeNetwork, indexBuffer, trainedNetwork } from "@spikeloom/network";
import { openProjections, programOf } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { kept, leakyLayer } from "../../../tools/test/leaky-layer.ts";
import { crossEntropy, makeTrainer, sgd, surrogate } from "../src/index.ts";

const [steps, width, rate] = [9, 0.5, 0.3];
const [epsilon, momentum] = [1e-3, 0.2];

/** Layers after the input of 4 by 4 and two channels; the last one never spikes and is not normalised. */
const layers = [
  { name: "maps", size: 16, channels: 4 },
  { name: "dense", size: 6, channels: 6 },
  { name: "output", size: 3, channels: 3 },
] as const;
const names = ["input", ...layers.map(({ name }) => name)];

function networkOf(feedback: readonly object[] = []): NetworkRecord {
  const window = { kind: "convolution", rows: 4, columns: 4, kernelRows: 3, kernelColumns: 3 };
  const network = {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: `${steps} ms`,
    seed: 5,
    convention: "frameworks",
    populations: {
      input: { model: "analog-identity", size: 32 },
      ...Object.fromEntries(
        layers.map(({ name, size }) => {
          const parameters = name === "output" ? { threshold: 1e9 } : {};
          return [name, { model: leakyLayer, size, parameters }] as const;
        }),
      ),
    },
    projections: [
      ...layers.map(({ name }, k) => ({
        name: `onto ${name}`,
        from: names[k],
        to: name,
        // Spikes of a step act in the next.
        delay: k === 0 ? "1 ms" : "0 ms",
        connector: k === 0 ? window : { kind: "all-to-all" },
        ...(k === 0 ? { synapse: "analog-values" } : { receptor: "spikes" }),
        weight: { draw: "normal", mean: 0.1, sd: 0.6 } as const,
      })),
      ...feedback,
    ],
  };
  return completeNetwork(network as never, stack);
}

const trainable: readonly Trainable[] = layers.flatMap(({ name, channels }) => [
  { projection: `onto ${name}`, variable: "weight" },
  { population: name, parameter: "bias", channels },
]);

function requestOf(own: Partial<LearningRequest> = {}): LearningRequest {
  const network = own.network ?? networkOf();
  return {
    network,
    program: programOf(network, { stack }),
    stack,
    seed: 1,
    parameters: {},
    trainable,
    values: ["input.x_values"],
    precision: "f64",
    loss: crossEntropy,
    optimiser: sgd({ rate }),
    backend: stack.get("backend", "clock"),
    readout: { population: "output", variable: "v", reduce: "mean" },
    surrogate: surrogate("arctan", { width, reset: "detached" }),
    normalise: layers.slice(0, 2).map(({ name: population, channels }) => {
      return { population, channels, epsilon, momentum };
    }),
    ...own,
  };
}

/** A constant image for each sample. */
function batchOf(key: number, size = 5): Batch {
  const draws = stream(streamKey(key, "values"), 0);
  const values = Float64Array.from({ length: size * 32 }, () => draws.normal() + 0.5);
  const targets = Float64Array.from({ length: size }, (_, k) => k % 3);
  return { size, inputs: { "input.x_values": { steps: 1, values } }, targets };
}

/** Samples of a batch from one index to before another. */
function partOf({ inputs, targets }: Batch, from: number, to: number): Batch {
  const { values } = inputs["input.x_values"] as { readonly values: Float64Array };
  const own = { steps: 1, values: values.slice(32 * from, 32 * to) };
  return { size: to - from, inputs: { "input.x_values": own }, targets: targets.slice(from, to) };
}

interface Link {
  readonly entry: number;
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

function linksOf(): readonly (readonly Link[])[] {
  return openProjections(programOf(networkOf(), { stack }), { stack }).map(
    ({ plan, weight, ...ends }) => {
      const partners = indexBuffer();
      const count = (plan.by === "target" ? ends.targets : ends.sources).size;
      return Array.from({ length: count }, (_, index) => {
        partners.clear();
        plan.partners(index, partners);
        const row = [...partners.view()];
        const out = new Float64Array(row.length);
        weight.fill?.({ index, partners: row }, out);
        return row.map((partner, k): Link => {
          const entry = plan.listed?.entry(index, k, partner) ?? -1;
          const [from, to] = plan.by === "target" ? [partner, index] : [index, partner];
          return { entry, from, to, weight: out[k] as number };
        });
      }).flat();
    },
  );
}

/** A number and its derivative. */
type Dual = readonly [value: number, move: number];
type Numbers = readonly Float64Array[];

const links = linksOf();
/** Initial weights and biases by layer, followed by gains. */
const first: Numbers = [
  ...layers.flatMap(({ channels }, k) => {
    const all = links[k] as readonly Link[];
    const weights = new Float64Array(1 + Math.max(...all.map(({ entry }) => entry)));
    for (const { entry, weight } of all) weights[entry] = weight;
    return [weights, new Float64Array(channels)];
  }),
  ...layers.slice(0, 2).map(({ channels }) => new Float64Array(channels).fill(1)),
];

/** The same network in plain numbers, all steps of a layer before the next. */
function moved(numbers: Numbers, along: Numbers, { size, inputs, targets }: Batch): Dual {
  const { values } = inputs["input.x_values"] as { readonly values: Float64Array };
  const dual = (k: number, n: number): Dual => [numbers[k]?.[n] as number, along[k]?.[n] as number];
  const still = (count: number): Dual[] => Array.from({ length: count }, () => [0, 0]);
  // Output of each sample in each step.
  let sent = Array.from({ length: size }, (_, e) =>
    Array.from({ length: steps }, () =>
      Array.from({ length: 32 }, (_, n): Dual => [values[32 * e + n] as number, 0]),
    ),
  );
  let read: Dual[][] = [];
  layers.forEach(({ size: neurons, channels }, k) => {
    // A layer is computed for fewer steps if others follow.
    const own = steps - (layers.length - 1 - k);
    const sums = sent.map((sample) =>
      Array.from({ length: own }, (_, step) => {
        const row = still(neurons);
        if (step === 0) return row;
        for (const { entry, from, to } of links[k] as readonly Link[]) {
          const [[w, dw], [x, dx]] = [dual(2 * k, entry), sample[step - 1]?.[from] as Dual];
          const [sum, move] = row[to] as Dual;
          row[to] = [sum + w * x, move + dw * x + w * dx];
        }
        return row;
      }),
    );
    const scaled = k === 2 ? sums : normalised(sums, channels, (c) => dual(6 + k, c));
    read = [];
    sent = scaled.map((sample) => {
      let v = still(neurons);
      const all: Dual[][] = [];
      const spikes = sample.map((row) => {
        const before = row.map(([x, dx], n): Dual => {
          const [[bias, db], [old, dv]] = [dual(2 * k + 1, n % channels), v[n] as Dual];
          return [kept * old + x + bias, kept * dv + dx + db];
        });
        const made = before.map(([x, dx]): Dual => {
          const excess = x - (k === 2 ? 1e9 : 1);
          return [excess >= 0 ? 1 : 0, dx / (1 + (excess / width) ** 2)];
        });
        // The reset by a spike has no derivative with respect to the spike.
        v = before.map(([x, dx], n): Dual => [x - (made[n]?.[0] as number), dx]);
        all.push(v);
        return made;
      });
      read.push(still(neurons).map((_, n) => meanOf(all.map((row) => row[n] as Dual))));
      return spikes;
    });
  });
  return meanOf(read.map((outputs, e) => crossEntropyOf(outputs, targets[e] as number)));
}

function meanOf(all: readonly Dual[]): Dual {
  const [sum, move] = all.reduce(([a, b], [x, y]) => [a + x, b + y], [0, 0] as Dual);
  return [sum / all.length, move / all.length];
}

function crossEntropyOf(outputs: readonly Dual[], target: number): Dual {
  const all = outputs.reduce((sum, [x]) => sum + Math.exp(x), 0);
  const move = outputs.reduce((sum, [x, dx]) => sum + (Math.exp(x) / all) * dx, 0);
  const [own, along] = outputs[target] as Dual;
  return [Math.log(all) - own, move - along];
}

/**
 * Subtract the mean, divide by the standard deviation and multiply by a gain: over all samples, steps and positions of
 * a channel.
 */
function normalised(
  sums: readonly (readonly Dual[][])[],
  channels: number,
  gain: (c: number) => Dual,
): Dual[][][] {
  const statistics = Array.from({ length: channels }, (_, c) => {
    const own = sums.flat(2).filter((_, n) => n % channels === c);
    const [mean, dm] = meanOf(own);
    const squares = own.map(([x, dx]): Dual => [(x - mean) ** 2, 2 * (x - mean) * (dx - dm)]);
    const [variance, spread] = meanOf(squares);
    const sd = Math.sqrt(variance + epsilon);
    return { mean, dm, sd, ds: spread / (2 * sd) };
  });
  return sums.map((sample) =>
    sample.map((row) =>
      row.map(([x, dx], n): Dual => {
        const { mean, dm, sd, ds } = statistics[n % channels] as (typeof statistics)[number];
        const [[g, dg], scaled] = [gain(n % channels), (x - mean) / sd];
        return [g * scaled, dg * scaled + (g * (dx - dm - scaled * ds)) / sd];
      }),
    ),
  );
}

const zeros = (): Float64Array[] => first.map(({ length }) => new Float64Array(length));

describe("input of spiking neurons", () => {
  it("normalised over samples, steps and positions, has the gradients of forward mode", () => {
    const trainer = makeTrainer(requestOf());
    let numbers: Numbers = first;
    for (const key of [1, 2]) {
      const batch = batchOf(key);
      const draws = stream(streamKey(key, "direction"), 0);
      expect(trainer.differentiate(batch).loss).toBeCloseTo(moved(numbers, zeros(), batch)[0], 12);
      const found = trainer.gradients();
      for (let turn = 0; turn < 3; turn++) {
        const along = zeros().map((part, k) => part.map(() => (k < 6 ? draws.normal() : 0)));
        const wanted = moved(numbers, along, batch)[1];
        const own = found.map((part, k) => part.map((one, n) => one * (along[k]?.[n] as number)));
        const sum = own.flatMap((part) => [...part]).reduce((left, right) => left + right, 0);
        const most = own
          .flatMap((part) => [...part])
          .reduce((left, one) => left + Math.abs(one), 0);
        // Both are sums of some hundred numbers in float64.
        expect(Math.abs(sum - wanted) / most).toBeLessThan(1e-12);
      }
      // Gains have gradients too: the losses of the next batch show it.
      const slopes = zeros().map((part, k) => {
        if (k < 6) return found[k] as Float64Array;
        return part.map((_, n) => {
          const along = zeros();
          (along[k] as Float64Array)[n] = 1;
          return moved(numbers, along, batch)[1];
        });
      });
      expect(Math.max(...[...(slopes[6] as Float64Array)].map(Math.abs))).toBeGreaterThan(1e-4);
      numbers = numbers.map((part, k) => part.map((one, n) => one - rate * Number(slopes[k]?.[n])));
      trainer.update();
    }
  });

  it("yields in a network without normalisation the results of evaluations", () => {
    const trainer = makeTrainer(requestOf());
    for (const key of [1, 2, 3]) {
      trainer.differentiate(batchOf(key));
      trainer.update();
    }
    const values = trainer.parameters();
    const network = trainedNetwork(networkOf(), { stack, trainable, values });
    const plain = makeTrainer(requestOf({ network, normalise: [] }));
    const [found, wanted] = [plain, trainer].map((one) => one.evaluate(batchOf(9)).outputs);
    expect(new Set(found).size).toBeGreaterThan(10);
    for (const [k, one] of found?.entries() ?? []) expect(one).toBeCloseTo(Number(wanted?.[k]), 10);
  });

  it("is normalised in blocks of a batch, each separately", () => {
    const [whole, parts] = [0, 1].map(() => makeTrainer(requestOf()));
    const batch = batchOf(3, 70);
    whole?.differentiate(batch);
    const each = [0, 35].map((from) => {
      parts?.differentiate(partOf(batch, from, from + 35));
      return parts?.gradients();
    });
    for (const [k, own] of whole?.gradients().entries() ?? []) {
      for (const [n, one] of own.entries()) {
        const mean = (Number(each[0]?.[k]?.[n]) + Number(each[1]?.[k]?.[n])) / 2;
        expect(one).toBeCloseTo(mean, 12);
      }
    }
  });

  it("has the same bits on two workers, and in the interpreter with either precision", () => {
    const ways = [{ workers: 2 }, {}] as const;
    const [two, one] = ways.map((own) => {
      const trainer = makeTrainer(requestOf({ ...own, precision: "f32" }));
      for (const key of [1, 2]) {
        trainer.differentiate(batchOf(key, 70));
        trainer.update();
      }
      const { outputs } = trainer.evaluate(batchOf(4, 70));
      trainer.close();
      return { outputs, values: trainer.parameters() };
    });
    expect(two).toEqual(one);
    for (const precision of ["f32", "f64"] as const) {
      const [compiled, interpreted] = (["wasm", "js"] as const).map((target) => {
        const trainer = makeTrainer(requestOf({ precision }), { target });
        trainer.differentiate(batchOf(1));
        return trainer.gradients();
      });
      expect(interpreted, precision).toEqual(compiled);
    }
  });

  it("is evaluated in larger batches than those of the training", () => {
    const trainer = makeTrainer(requestOf());
    trainer.differentiate(batchOf(1, 70));
    trainer.update();
    const batch = batchOf(2, 1100);
    expect(() => trainer.differentiate(batch)).toThrow(
      /SL_TRAINING_BATCH.*128 in a block.*138 of 1100/s,
    );
    const { outputs } = trainer.evaluate(batch);
    for (const from of [0, 1000]) {
      const part = trainer.evaluate(partOf(batch, from, from + 100)).outputs;
      expect([...outputs.subarray(3 * from, 3 * from + 300)]).toEqual([...part]);
    }
  });

  it("is not normalised if layers form a cycle", () => {
    const back = {
      name: "back",
      from: "dense",
      to: "maps",
      delay: "1 ms",
      receptor: "spikes",
      connector: { kind: "all-to-all" },
      weight: "0.1",
    };
    const also = [...trainable, { projection: "back", variable: "weight" }] as const;
    const normalise = [{ population: "dense", channels: 6 }];
    const made = () =>
      makeTrainer(requestOf({ network: networkOf([back]), trainable: also, normalise }));
    expect(made).toThrow(/SL_NOT_TRAINED.*cycle among maps, dense, output/s);
  });
});
