import { readFileSync } from "node:fs";
import { bytesSource, type LayerRecord, readFormat, type Tensor } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { run, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { convertLayers } from "../src/index.ts";

const draws = stream(streamKey(5, "layers"), 0);
const tensor = (shape: readonly number[], spread: number, middle = 0): Tensor => ({
  shape,
  values: Float64Array.from(
    { length: shape.reduce((all, one) => all * one, 1) },
    () => middle + spread * draws.normal(),
  ),
});
const plain = { stride: [1, 1], padding: [[0, 0] as const, [0, 0] as const], dilation: [1, 1] };
const squares = { size: [2, 2], ...plain, stride: [2, 2], countsPadding: true, overhangs: false };

/** Two convolutions, one with padding, with a normalisation, both kinds of pooling, and a dense layer at the end. */
const layers: readonly LayerRecord[] = [
  { kind: "input", name: "image", from: [], shape: [2, 9, 8] },
  {
    kind: "convolution",
    name: "first",
    from: ["image"],
    groups: 1,
    ...plain,
    padding: [[1, 1] as const, [1, 1] as const],
    weight: tensor([4, 2, 3, 3], 0.3),
    bias: tensor([4], 0.1),
  },
  {
    kind: "normalisation",
    name: "even",
    from: ["first"],
    epsilon: 1e-5,
    scale: tensor([4], 0.1, 1),
    shift: tensor([4], 0.2),
    mean: tensor([4], 0.2),
    variance: tensor([4], 0.05, 0.8),
  },
  { kind: "relu", name: "cut", from: ["even"] },
  { kind: "pooling", name: "greatest", from: ["cut"], how: "largest", ...squares },
  {
    kind: "convolution",
    name: "second",
    from: ["greatest"],
    groups: 1,
    ...plain,
    weight: tensor([6, 4, 1, 1], 0.5),
    bias: tensor([6], 0.1),
  },
  { kind: "relu", name: "cut2", from: ["second"] },
  { kind: "pooling", name: "mean", from: ["cut2"], how: "mean", ...squares },
  { kind: "flatten", name: "flat", from: ["mean"] },
  {
    kind: "dense",
    name: "last",
    from: ["flat"],
    weight: tensor([5, 24], 0.4),
    bias: tensor([5], 0.2),
  },
  { kind: "softmax", name: "shares", from: ["last"], axis: 0 },
];
const sample = (): Float64Array => tensor([2, 9, 8], 1).values as Float64Array;
const samples = Array.from({ length: 20 }, sample);

const withoutReLUs = layers
  .filter(({ kind }) => kind !== "relu" && kind !== "pooling")
  .filter(({ kind }) => kind !== "flatten" && kind !== "dense" && kind !== "softmax")
  .map(relinked);

describe("layers as spikes", () => {
  it("count in a simulation as in integers, to the last bit", async () => {
    const converted = convertLayers(layers, { samples, levels: 6 });
    for (const input of samples.slice(0, 3)) {
      const result = await run(converted.network(input));
      const counts = converted.counts(input);
      for (const { population, spikes, samples: traces } of result.recordings) {
        const wanted = counts.get(population) as Float64Array;
        const found = new Float64Array(wanted.length);
        for (const neuron of spikes?.neurons ?? []) found[neuron] = (found[neuron] as number) + 1;
        const potentials = traces.get("v")?.values.slice(-wanted.length);
        if (population !== "last") {
          expect(found, population).toEqual(wanted);
          expect(Math.max(...found)).toBeGreaterThan(3);
        } else if (potentials === undefined) expect(spikes?.neurons).toHaveLength(0);
        else expect(potentials).toEqual(wanted);
      }
    }
  });

  it("converge to the values of the layers as levels increase", () => {
    const errors = [4, 16, 64, 256].map((levels) => {
      const converted = convertLayers(layers, { samples, levels, threshold: "largest" });
      const [values, outputs] = [converted.values, converted.outputs].map((of) =>
        samples.flatMap((one) => [...of(one)]),
      ) as [number[], number[]];
      return Math.sqrt(
        values.reduce((sum, one, k) => sum + (one - (outputs[k] as number)) ** 2, 0),
      );
    });
    // Rounding is in proportion to a level: four times the levels, about a quarter of the error.
    for (let k = 1; k < errors.length; k++) {
      expect(errors[k]).toBeLessThan(0.5 * (errors[k - 1] as number));
    }
  });

  it("have valid population names", () => {
    const names: Record<string, string> = {
      first: "/conv/Conv",
      second: "conv.Conv",
      last: "3->4",
    };
    const others = layers.map((layer) => ({
      ...layer,
      name: names[layer.name] ?? layer.name,
      from: layer.from.map((name) => names[name] ?? name),
    }));
    const { populations } = convertLayers(others, { samples }).network(sample());
    expect(Object.keys(populations)).toEqual([
      ...["conv_Conv", "greatest", "conv_Conv_2", "layer_3_4"],
    ]);
  });

  it("accept lists with channels last, as flattened by Keras", () => {
    const dense = layers.find((one) => one.kind === "dense");
    const [outputs, channels, places] = [5, 6, 4];
    const values = Float64Array.from({ length: outputs * channels * places }, (_, k) => {
      const within = k % (channels * places);
      const from = (within % channels) * places + Math.floor(within / channels);
      return dense?.weight.values[k - within + from] as number;
    });
    const turned = layers.flatMap((one): readonly LayerRecord[] => {
      if (one.kind === "flatten") {
        const transpose = { kind: "transpose", name: "turned", from: one.from, axes: [1, 2, 0] };
        return [transpose as LayerRecord, { ...one, from: ["turned"] }];
      }
      return [one.kind === "dense" ? { ...one, weight: { ...one.weight, values } } : one];
    });
    const [plainly, asKeras] = [layers, turned].map((of) => convertLayers(of, { samples }));
    for (const input of samples) expect(asKeras?.outputs(input)).toEqual(plainly?.outputs(input));
  });

  it.each(["perceptron.onnx", "keras-perceptron.keras"])("are read from %s", async (name) => {
    const folder = new URL("../../interop/test/layers/files/", import.meta.url);
    const format = stack.get("format", name.split(".")[1] as string);
    const bytes = readFileSync(new URL(name, folder));
    const { thing } = await readFormat(format, bytesSource(name, bytes), { stack });
    const read = thing.holds === "layers" ? thing.layers : [];
    const [first] = read;
    const [length = 0] = first?.kind === "input" ? first.shape : [];
    const inputs = Array.from({ length: 20 }, () => tensor([length as number], 1).values);
    const fine = convertLayers(read, { samples: inputs, levels: 512, threshold: "largest" });
    for (const input of inputs) {
      const [values, outputs] = [fine.values(input), fine.outputs(input)];
      // A level of 512 is 0.2 % of the largest value, and outputs sum some of these.
      for (const [k, value] of values.entries()) {
        expect(Math.abs((outputs[k] as number) - value)).toBeLessThan(0.05);
      }
    }
  });

  it("lose nothing of a ReLU with trained levels", () => {
    const most = 1.5;
    const trained = layers.map((one) => (one.kind === "relu" ? { ...one, most } : one));
    const converted = convertLayers(trained, { samples, levels: 8 });
    expect(converted.layers.map((one) => [one.name, one.most, one.clipped])).toEqual([
      ["first", most, 0],
      ["second", most, 0],
    ]);
  });

  it("report losses, layer by layer", () => {
    const { losses, layers: found } = convertLayers(layers, { samples, levels: 8, share: 0.99 });
    expect(losses.map(({ code, place }) => `${place} ${code}`)).toEqual([
      "shares softmax",
      "first clipped",
      "first rounded",
      "second clipped",
      "second rounded",
    ]);
    expect(found.map(({ neurons }) => neurons)).toEqual([4 * 72, 6 * 16]);
    // A percentile excludes the stated fraction, up to one value.
    for (const { clipped } of found) expect(clipped).toBeCloseTo(0.01, 2);
    const nearest = convertLayers(layers, { samples, levels: 8, threshold: "least-error" });
    const all = convertLayers(layers, { samples, levels: 8, threshold: "largest" });
    nearest.layers.forEach((one, k) => {
      expect(one.error).toBeLessThan(all.layers[k]?.error ?? 0);
    });
  });

  it.each<[string, readonly LayerRecord[], string]>([
    ["no ReLU", withoutReLUs, "not clipped by a ReLU"],
    [
      "a slope",
      layers.map((one) => (one.kind === "relu" ? { ...one, slope: 0.1 } : one)),
      "slope 0.1",
    ],
    [
      "weights that are no numbers",
      layers.map((one) => {
        if (one.kind !== "convolution") return one;
        const values = Float64Array.from(one.weight.values).with(7, Number.NaN);
        return { ...one, weight: { ...one.weight, values } };
      }),
      "NaN at 7",
    ],
    [
      "a variance below 0",
      layers.map((one) =>
        one.kind === "normalisation" ? { ...one, variance: tensor([4], 0, -1) } : one,
      ),
      "is not finite",
    ],
    ["no input", layers.slice(1), "It has no input"],
    [
      "a branch",
      [...layers, { kind: "add", name: "sum", from: ["last", "cut2"] }],
      "must form a chain",
    ],
  ])("refuse %s", (_, odd, text) => {
    expect(() => convertLayers(odd, { samples })).toThrow(text);
  });

  it("refuse inputs and options that do not match", () => {
    const converted = convertLayers(layers, { samples });
    expect(() => converted.outputs([1, 2])).toThrow("2 × 9 × 8 finite numbers");
    expect(() => convertLayers(layers, { samples: [] })).toThrow("at least one input");
    expect(() => convertLayers(layers, { samples, levels: 0 })).toThrow("from 1 to 1024");
    const threshold = "best" as never;
    expect(() => convertLayers(layers, { samples, threshold })).toThrow(/SL_CONVERSION.*best/s);
    expect(() => convertLayers(layers, { samples, threshold: "largest", share: 0.9 })).toThrow(
      "Only a percentile has a fraction",
    );
  });
});

function relinked(layer: LayerRecord, k: number, all: readonly LayerRecord[]): LayerRecord {
  const before = all[k - 1]?.name;
  return before === undefined ? layer : { ...layer, from: [before] };
}
