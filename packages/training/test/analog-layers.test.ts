import type { NetworkRecord } from "@spikeloom/kernel";
import { completeNetwork, trainedNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import {
  analogLayers,
  convertLayers,
  largestOfSquares,
  makeTrainer,
  valueExamples,
} from "../src/index.ts";
import { gradientErrors } from "./gradient-errors.ts";
import { smallRequest } from "./small-task.ts";

const draws = stream(streamKey(8, "analog layers"), 0);
const drawn = (count: number) => ({
  values: Float64Array.from({ length: count }, () => draws.uniform() - 0.45),
  unit: "1",
});

/** A map of 6 × 6, two maps from windows over it, and three neurons that see squares of these. */
function mapsNetwork(model: string): NetworkRecord {
  const parameters = model === "analog-qcfs" ? { levels: 4, most: 0.8 } : {};
  const handed = { synapse: "analog-values", delay: "1 ms" };
  const window = (side: number, kernel: number, pool: number) => ({
    kind: "convolution",
    rows: side,
    columns: side,
    pool,
    kernelRows: kernel,
    kernelColumns: kernel,
  });
  const record = {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "4 ms",
    seed: 1,
    populations: {
      input: { model: "analog-identity", size: 36 },
      maps: { model, size: 2 * 16, parameters },
      hidden: { model, size: 5, parameters },
      output: { model: "analog-identity", size: 3 },
    },
    projections: [
      {
        name: "a",
        from: "input",
        to: "maps",
        ...handed,
        connector: window(6, 3, 1),
        weight: drawn(18),
      },
      {
        name: "b",
        from: "maps",
        to: "hidden",
        ...handed,
        connector: window(4, 2, 2),
        weight: drawn(40),
      },
      {
        name: "c",
        from: "hidden",
        to: "output",
        ...handed,
        connector: { kind: "all-to-all" },
        weight: drawn(15),
      },
    ],
  };
  return completeNetwork(record as unknown as NetworkRecord, stack);
}

const samples = {
  values: Float64Array.from({ length: 36 * 24 }, () => draws.uniform()),
  shape: [36],
  size: 24,
  targets: Float64Array.from({ length: 24 }, (_, k) => k % 3),
};
const all = Uint32Array.from({ length: 24 }, (_, k) => k);
const batch = valueExamples(samples, { input: "input.x_values" }).batch(all);

function trained(model: string) {
  const parameters = [
    { population: "maps", parameter: "bias", channels: 2 },
    { population: "hidden", parameter: "bias" },
    ...(model === "analog-qcfs" ? [{ population: "maps", parameter: "most" }] : []),
  ];
  const network = mapsNetwork(model);
  const request = smallRequest(network, {
    trainable: [..."abc"].map((projection) => ({ projection, variable: "weight" })),
    surrogate: { derivative: "0 * excess", reset: "detached", rounding: "straight-through" },
    values: ["input.x_values"],
    readout: { population: "output", variable: "v" },
    precision: "f64",
  });
  const full = { ...request, trainable: [...request.trainable, ...parameters] };
  const trainer = makeTrainer(full);
  for (let k = 0; k < 60; k++) {
    trainer.differentiate(batch);
    trainer.update(10);
  }
  const layers = analogLayers({ request: full, parameters: trainer.parameters() });
  return { trainer, request: full, layers };
}

const inputs = Array.from({ length: 24 }, (_, k) => samples.values.slice(36 * k, 36 * (k + 1)));

describe("max pooling", () => {
  const fixed = { carries: "values", rows: 6, columns: 6, channels: 2 } as const;
  const handed = { synapse: "analog-values", delay: "1 ms" };
  const record = (model: string, carries: "values" | "spikes", steps: number) =>
    completeNetwork(
      {
        format: "spikeloom-network",
        version: 1,
        dt: "1 ms",
        duration: `${steps} ms`,
        seed: 1,
        populations: {
          input: { model: "analog-identity", size: 36 },
          maps: { model, size: 2 * 36 },
          pooled: { model: "analog-largest", size: 2 * 9 },
          output: { model: "analog-identity", size: 3 },
        },
        projections: [
          {
            name: "a",
            from: "input",
            to: "maps",
            ...handed,
            weight: drawn(18),
            connector: {
              kind: "convolution",
              rows: 6,
              columns: 6,
              padding: 1,
              kernelRows: 3,
              kernelColumns: 3,
            },
          },
          ...largestOfSquares({ ...fixed, from: "maps", to: "pooled", carries }),
          {
            name: "b",
            from: "pooled",
            to: "output",
            ...handed,
            weight: drawn(54),
            connector: {
              kind: "convolution",
              rows: 3,
              columns: 3,
              kernelRows: 3,
              kernelColumns: 3,
            },
          },
        ],
      } as unknown as NetworkRecord,
      stack,
    );
  const requestOf = (network: NetworkRecord) =>
    smallRequest(network, {
      trainable: ["a", "b"].map((projection) => ({ projection, variable: "weight" })),
      values: ["input.x_values"],
      readout: { population: "output", variable: "v" },
    });

  it.each([
    ["analog-relu", "values", 4],
    ["spikingjelly-if", "spikes", 8],
  ] as const)("has the gradients of forward mode: %s passes on %s", (model, carries, steps) => {
    const request = requestOf(record(model, carries, steps));
    for (const [precision, most] of [["f64", 1e-13] as const, ["f32", 1e-5] as const]) {
      // As elsewhere: some hundred roundings of 1e-16 or 6e-8 each.
      for (const found of gradientErrors(request, batch, { precision, directions: 1 })) {
        expect(found.size).toBeGreaterThan(1e-6);
        expect(found.error).toBeLessThan(most);
      }
    }
  });

  it("converts, with the same values", () => {
    const request = { ...requestOf(record("analog-relu", "values", 4)), precision: "f64" as const };
    const trainer = makeTrainer(request);
    const { outputs } = trainer.evaluate(batch);
    const layers = analogLayers({ request, parameters: trainer.parameters() });
    const { values } = convertLayers(layers, { samples: inputs, levels: 8 });
    // Batches have values in float32, accurate to 6e-8.
    const found = inputs.flatMap((input) => [...values(input)]);
    for (const [k, one] of found.entries()) expect(one).toBeCloseTo(outputs[k] as number, 6);
  });

  it("is refused as a layer if weights are not 1, or a position is missing", () => {
    const network = record("analog-relu", "values", 4);
    const projections = network.projections ?? [];
    const layersOf = (changed: typeof projections) => () => {
      const request = requestOf({ ...network, projections: changed });
      return analogLayers({ request, parameters: [] });
    };
    expect(layersOf(projections)).not.toThrow();
    const thrice = projections.map((one) => {
      const { values } = one.weight as { values: readonly number[] };
      const isPlace = one.to === "pooled";
      return isPlace ? { ...one, weight: { values: values.map((w) => 3 * w), unit: "1" } } : one;
    });
    expect(layersOf(thrice)).toThrow("with weights of 1, got another window, or other weights");
    expect(layersOf(projections.filter((_, k) => k !== 2))).toThrow("got 3 of them");
  });

  it("is refused for maps without squares", () => {
    const odd = { ...fixed, from: "a", to: "b", rows: 5 };
    expect(() => largestOfSquares(odd)).toThrow("SL_TRAINING_OPTION");
  });
});

describe("layers that were trained without spikes", () => {
  it("are layers that convert, with the same values", () => {
    const { trainer, layers } = trained("analog-relu");
    const { outputs, loss } = trainer.evaluate(batch);
    // Chance is log 3, 1.0986.
    expect(loss).toBeLessThan(1.05);
    const converted = convertLayers(layers, { samples: inputs, levels: 8 });
    const values = inputs.flatMap((input) => [...converted.values(input)]);
    // Batches have values in float32, accurate to 6e-8.
    for (const [k, one] of values.entries()) expect(one).toBeCloseTo(outputs[k] as number, 6);
  });

  it("have in a network the values of the training", () => {
    const { trainer, request } = trained("analog-relu");
    const { trainable } = request;
    const values = trainer.parameters();
    const network = trainedNetwork(request.network, { stack, trainable, values });
    const program = programOf(network, { stack });
    const other = makeTrainer({ ...request, program });
    expect(other.evaluate(batch)).toEqual(trainer.evaluate(batch));
  });

  it("lose nothing as spikes if they were quantised", () => {
    const { trainer, layers } = trained("analog-qcfs");
    const { outputs } = trainer.evaluate(batch);
    const converted = convertLayers(layers, { samples: inputs, levels: 4 });
    // Weights are rounded to 2^-20 of a threshold; a value halfway between two levels may be rounded either way.
    const found = inputs.flatMap((input) => [...converted.outputs(input)]);
    const far = found.filter((one, k) => Math.abs(one - (outputs[k] as number)) > 1e-3);
    expect(far.length).toBeLessThan(found.length / 20);
  });

  it("have the gradients of forward mode through windows", () => {
    const { request } = trained("analog-qcfs");
    // As elsewhere: some hundred roundings of 1e-16 or 6e-8 each.
    for (const [precision, most] of [["f64", 1e-13] as const, ["f32", 1e-5] as const]) {
      for (const found of gradientErrors(request, batch, { precision, directions: 2 })) {
        expect(found.size).toBeGreaterThan(1e-6);
        expect(found.error).toBeLessThan(most);
      }
    }
    const all = (["wasm", "js"] as const).map((target) => {
      const trainer = makeTrainer({ ...request, precision: "f32" }, { target });
      return { ...trainer.differentiate(batch), gradients: trainer.gradients() };
    });
    expect(all[0]).toEqual(all[1]);
  });

  it("have each weight in its position, in whatever order pairs are listed", () => {
    const network = mapsNetwork("analog-relu");
    const [last, ...others] = [...(network.projections ?? [])].reverse();
    const weight = last?.weight as unknown as ReturnType<typeof drawn>;
    const { values } = weight;
    const pairs = [...values.keys()].map((k) => [Math.floor(k / 3), k % 3]).reverse();
    const listed = {
      ...last,
      connector: { kind: "pairs", pairs },
      weight: { values: values.slice().reverse(), unit: "1" },
    };
    const [one, other] = [last, listed].map((c) => {
      const projections = [...others, c] as NonNullable<NetworkRecord["projections"]>;
      const request = smallRequest(completeNetwork({ ...network, projections }, stack), {
        trainable: [{ projection: "c", variable: "weight" }],
        values: ["input.x_values"],
        readout: { population: "output", variable: "v" },
      });
      const { parameters } = makeTrainer(request);
      return analogLayers({ request, parameters: parameters() }).at(-1);
    });
    expect(other).toEqual(one);
  });

  it("are refused if a layer would omit something", () => {
    const network = mapsNetwork("analog-relu");
    const layersOf = (changed: Partial<NetworkRecord>) => () => {
      const request = smallRequest(completeNetwork({ ...network, ...changed }, stack), {
        trainable: [{ projection: "c", variable: "weight" }],
        values: ["input.x_values"],
        readout: { population: "output", variable: "v" },
      });
      return analogLayers({ request, parameters: [] });
    };
    const input = (model: string, parameters = {}) => ({
      populations: { ...network.populations, input: { model, size: 36, parameters } },
    });
    expect(layersOf(input("analog-identity"))).not.toThrow();
    const biased = layersOf(input("analog-identity", { bias: 0.5 }));
    expect(biased).toThrow("an input without a bias, got a bias of 0.5");
    expect(layersOf(input("analog-tanh"))).toThrow("analog-identity first, got analog-tanh");
    const [first, ...others] = network.projections ?? [];
    const twice = [first, { ...first, name: "again" }, ...others] as NonNullable<
      typeof network.projections
    >;
    expect(layersOf({ projections: twice })).toThrow("one projection onto it, got 2");
  });

  it("are refused for other neurons", () => {
    const { layers } = trained("analog-relu");
    expect(layers.map(({ kind }) => kind)).toEqual([
      ...["input", "convolution", "relu", "pooling", "convolution", "relu", "dense"],
    ]);
    expect(() => trained("analog-tanh")).toThrow("SL_CONVERSION");
  });
});
