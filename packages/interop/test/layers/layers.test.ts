import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  bytesSource,
  createStack,
  type LayerRecord,
  type Loss,
  readFormat,
  type SpikeLoomError,
  type Tensor,
} from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { formats } from "../../src/formats/index.ts";
import { evaluate } from "./evaluate.ts";

const folder = join(import.meta.dirname, "files");
const stack = createStack({ plugins: [...formats] });

/** Read layers with the format that reads files of this name. */
async function read(
  file: string,
  options: Readonly<Record<string, string>> = {},
): Promise<{ readonly layers: readonly LayerRecord[]; readonly losses: readonly Loss[] }> {
  const format = formats.find(({ extensions }) => extensions.some((end) => file.endsWith(end)));
  if (format === undefined) throw new Error(file);
  const source = bytesSource(file, new Uint8Array(readFileSync(join(folder, file))));
  const beside = async (name: string) =>
    bytesSource(name, new Uint8Array(readFileSync(join(folder, name))));
  const { thing, losses } = await readFormat(format, source, { stack, options, beside });
  return { layers: thing.holds === "layers" ? thing.layers : [], losses };
}

interface Kept {
  readonly inputs: readonly { readonly shape: number[]; readonly values: number[] }[];
  readonly output: { readonly shape: number[]; readonly values: number[] };
}

const models = readdirSync(folder).filter((file) => /\.(onnx|keras)$/.test(file));

describe("layers of trained networks", () => {
  it.each(models)("give the results of their own tool for %s", async (file) => {
    const kept = JSON.parse(
      readFileSync(join(folder, file.replace(/\.\w+$/, ".json")), "utf8"),
    ) as Kept;
    const { layers, losses } = await read(file);
    const inputs = kept.inputs.map(
      ({ shape, values }): Tensor => ({ shape, values: Float64Array.from(values) }),
    );
    const { shape, values } = evaluate(layers, inputs);
    expect(losses).toEqual([]);
    expect(shape).toEqual(kept.output.shape);
    // Sums of up to a hundred products in single precision there, in double precision here.
    for (const [k, value] of kept.output.values.entries()) expect(values[k]).toBeCloseTo(value, 4);
  });

  it("covers at least ten models of ONNX and four of Keras", () => {
    expect(models.filter((file) => file.endsWith(".onnx")).length).toBeGreaterThanOrEqual(10);
    expect(models.filter((file) => file.endsWith(".keras")).length).toBeGreaterThanOrEqual(4);
  });

  it.each([
    ["recurrent", "read", /6 inputs.* expects 3\. The cause may be .* cell: The operator RNN /],
    [
      "drawn",
      "y",
      /is not the output of a layer, but of the operator RandomNormal of node "noise"/,
    ],
  ])(
    "name the operator that is not a layer if the graph %s cannot be read",
    async (name, at, why) => {
      const fault = await read(`refused/${name}.onnx`).catch((one: unknown) => one);
      expect(fault).toMatchObject({ code: "SL_LAYERS_READ", place: `refused/${name}.onnx: ${at}` });
      expect((fault as SpikeLoomError).summary).toMatch(why);
      expect((fault as SpikeLoomError).expected).toBe("an intact file of supported layers");
      expect((fault as SpikeLoomError).got).toMatch(why);
      expect((fault as SpikeLoomError).next).toContain("docs/guides/layers.md");
    },
  );

  it("are derived from names if a file contains only weights, and unknown ones are reported", async () => {
    const { layers, losses } = await read("weights.safetensors");
    expect(layers.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      "convolution conv1",
      "dense fc",
      "normalisation bn",
    ]);
    const dense = layers.find(({ kind }) => kind === "dense");
    expect(dense).toMatchObject({ weight: { shape: [3, 4] }, bias: { shape: [3] } });
    expect(losses.filter(({ code }) => code === "tensor")).toMatchObject([{ place: "odd.table" }]);
    expect(losses.filter(({ code }) => code === "operations")).toHaveLength(3);
  });

  it("transpose NumPy weights ordered by input and output", async () => {
    const { layers } = await read("weights.npz", { order: "in-out" });
    expect(layers).toMatchObject([
      { kind: "dense", name: "fc1", weight: { shape: [5, 3] }, bias: { shape: [5] } },
      { kind: "dense", name: "fc2", from: ["fc1"], weight: { shape: [2, 5] } },
    ]);
  });
});
