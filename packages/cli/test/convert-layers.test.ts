import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { readResult } from "@spikeloom/interop/hdf5";
import type { LayerRecord, NetworkRecord } from "@spikeloom/kernel";
import { afterAll, expect, it, vi } from "vitest";
import { networkOfLayers } from "../src/load/network-of-layers.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

const files = new URL("../../interop/test/layers/files/", import.meta.url);
const models = ["perceptron.onnx", "keras-perceptron.keras"];
for (const name of [...models, "residual.onnx", "weights.safetensors"]) {
  copyFileSync(new URL(name, files), place.path(name));
}

/** An array as `numpy.save` writes it. */
function npy(shape: readonly number[], values: ArrayLike<number>): Buffer {
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
  const header = `${text.padEnd(117)}\n`;
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  return Buffer.concat([start, Buffer.from(header), Buffer.from(Float64Array.from(values).buffer)]);
}

/** The input of a file's own test, and its framework's output. */
function knownOf(name: string) {
  const { inputs, output } = JSON.parse(
    readFileSync(new URL(name.replace(/\.\w+$/, ".json"), files), "utf8"),
  );
  return { input: inputs[0].values as number[], output: output.values as number[] };
}

/** Inputs around the known one, which is the second. */
function samplesOf(input: readonly number[]): readonly number[] {
  const rows = [0.5, 1, -0.7, 1.2].map((factor) => input.map((value) => factor * value));
  return rows.flat();
}

it.each(models)(
  "creates a spiking network of %s whose potentials are its outputs",
  async (name) => {
    const { input, output } = knownOf(name);
    writeFileSync(place.path("samples.npy"), npy([4, input.length], samplesOf(input)));
    const { code, stdout, stderr } = await place.run(
      ...[
        "convert",
        name,
        "--to",
        "spikeloom-network",
        "--samples",
        "samples.npy",
        "--sample",
        "1",
      ],
      ...["--levels", "512", "--threshold", "largest", "--out", "net.json", "--overwrite"],
    );
    // Softmax is removed, which is reported.
    expect([code, stderr]).toEqual([3, ""]);
    expect(stdout).toMatch(/softmax/i);
    const ran = await place.run("run", "net.json", "--no-plots", "--quiet", "--out", `${name}.h5`);
    expect([ran.code, ran.stderr]).toEqual([0, ""]);
    const { recordings } = await readResult(place.path(`${name}.h5`));
    const [potentials] = recordings.flatMap(({ samples }) => samples.get("v") ?? []);
    const last = Array.from(potentials?.values ?? [], Number).slice(-output.length);
    const powers = last.map((value) => Math.exp(value));
    const sum = powers.reduce((one, other) => one + other, 0);
    for (const [k, value] of output.entries()) {
      expect(Math.abs((powers[k] ?? 0) / sum - value)).toBeLessThan(0.01);
    }
  },
);

it("reports missing and incompatible parts", async () => {
  const refusal = async (...args: readonly string[]) => {
    const { code, stderr } = await place.run("convert", ...args, "--to", "nest", "--out", "never");
    expect(code).toBe(1);
    return stderr;
  };
  expect(await refusal("perceptron.onnx")).toMatch(
    /^SL_CONVERT_SAMPLES at perceptron\.onnx: --samples\n[\s\S]*--samples FILE, a NumPy file of 5 values per sample/,
  );
  writeFileSync(place.path("four.npy"), npy([2, 4], new Float64Array(8)));
  const wrong = ["perceptron.onnx", "--samples", "four.npy"];
  expect(await refusal(...wrong)).toMatch(/SL_CONVERT_SAMPLES[\s\S]*got +an array of 2 x 4/);
  writeFileSync(place.path("five.npy"), npy([2, 5], new Float64Array(10).fill(1)));
  const given = ["--samples", "five.npy"];
  expect(await refusal("perceptron.onnx", ...given, "--sample", "2")).toMatch(
    /SL_CONVERT_SAMPLES[\s\S]*a number below 2/,
  );
  expect(await refusal("weights.safetensors", ...given)).toMatch(/^SL_NOT_A_NETWORK/);
  expect(await refusal("residual.onnx", ...given)).toMatch(/^SL_CON/);
  writeFileSync(
    place.path("own.json"),
    JSON.stringify({ format: "spikeloom-network", version: 1, populations: {} }),
  );
  expect(await refusal("own.json", ...given)).toMatch(/^SL_CONVERT_SAMPLES at --samples/);
});

it("accepts images with channels first, last, or flattened", async () => {
  const [channels, rows, columns] = [2, 3, 4];
  const size = channels * rows * columns;
  const weight = Float64Array.from({ length: 2 * size }, (_, k) => Math.sin(k));
  const layers: LayerRecord[] = [
    { kind: "input", name: "x", from: [], shape: [channels, rows, columns] },
    { kind: "flatten", name: "flat", from: ["x"] },
    { kind: "dense", name: "y", from: ["flat"], weight: { shape: [2, size], values: weight } },
  ] as LayerRecord[];
  const count = 3;
  const first = Float64Array.from({ length: count * size }, (_, k) => Math.cos(k));
  const last = first.map((_, k) => {
    const [n, within] = [Math.floor(k / size), k % size];
    const [at, channel] = [Math.floor(within / channels), within % channels];
    return first[n * size + channel * rows * columns + at] ?? 0;
  });
  const made = async (shape: readonly number[], values: Float64Array) => {
    writeFileSync(place.path("images.npy"), npy(shape, values));
    const samples = place.path("images.npy");
    const { thing } = await networkOfLayers(layers, { samples, sample: 2 });
    return (thing as { readonly network: NetworkRecord }).network.populations;
  };
  const expected = await made([count, channels, rows, columns], first);
  expect(await made([count, rows, columns, channels], last)).toEqual(expected);
  expect(await made([count, size], first)).toEqual(expected);
  expect(await made([count, rows, columns, channels], first.toReversed())).not.toEqual(expected);
});
