import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { NetworkRecord, Value } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { type Layer, layersOf, npy, readNetx, writeNetx } from "./layers.ts";

/** Files and what Lava's processes make of them, by tools/python/netx_vectors.py. */
interface Vectors {
  readonly steps: number;
  readonly cases: readonly {
    /** In base64. */
    readonly file: string;
    readonly input: readonly (readonly number[])[];
    readonly layers: readonly Layer[];
  }[];
}

const vectors: Vectors = JSON.parse(
  gunzipSync(readFileSync(join(import.meta.dirname, "netx.json.gz"))).toString(),
);
const { steps } = vectors;

describe("layers of netx files", () => {
  it.each(vectors.cases.map((one, which) => [which, one] as const))(
    "have the states and spikes of Lava's processes: %i",
    async (_, { file, input, layers }) => {
      const network = await readNetx(Buffer.from(file, "base64"), npy(input));
      const found = await layersOf(network, { layers, steps });
      for (const [k, layer] of layers.entries()) {
        // A layer that only sums sends its sum in each step, not its changes.
        const isSum = layer.states.length === 1;
        expect(found[k]).toEqual(isSum ? { ...layer, spikes: found[k]?.spikes } : layer);
      }
    },
  );

  it("are the same after they were written and read again", async () => {
    let spikes = 0;
    for (const { file, input, layers } of vectors.cases) {
      // A sum has no threshold, which a file cannot express; delays of single synapses neither.
      const network = await readNetx(Buffer.from(file, "base64"), npy(input));
      const isWritable = await writeNetx(network).then(
        () => true,
        ({ code }) => {
          expect(code).toBe("SL_NETX_WRITE");
          return false;
        },
      );
      if (!isWritable) continue;
      const again = await readNetx(await writeNetx(network), npy(input));
      expect(await layersOf(again, { layers, steps })).toEqual(
        await layersOf(network, { layers, steps }),
      );
      spikes += layers.reduce((sum, one) => sum + one.spikes.length, 0);
    }
    expect(spikes).toBeGreaterThan(500);
  });
});

describe("netx files that cannot be read or written", () => {
  const [first] = vectors.cases;
  const file = Buffer.from(first?.file ?? "", "base64");
  const input = npy(first?.input ?? []);
  const replaced = (from: string, to: string): Buffer => {
    const text = file.toString("latin1");
    expect(text).toContain(from);
    return Buffer.from(text.replaceAll(from, to), "latin1");
  };

  it.each([
    ["a file that is cut", file.subarray(0, file.length / 2), "SL_NETX_READ"],
    ["a layer without a model", replaced("dense\0", "pool\0\0"), "SL_NETX_SHAPE"],
    ["neurons without a model", replaced("LOIHI", "RF-ZE"), "SL_NETX_SHAPE"],
  ])("%s is refused", async (_, bytes, code) => {
    await expect(readNetx(bytes)).rejects.toMatchObject({ code });
  });

  it("an input of another width is refused", async () => {
    await expect(readNetx(file, npy([[0, 1]]))).rejects.toMatchObject({
      code: "SL_NETX_DATA",
      place: "input.npy",
    });
  });

  it("a population with two inputs cannot be written", async () => {
    const network = await readNetx(file, input);
    const other = {
      from: "input",
      to: "layer1",
      connector: { kind: "all-to-all" },
      weight: 2,
      delay: "0 ms",
    };
    const wrong = { ...network, projections: [...(network.projections ?? []), other] };
    await expect(writeNetx(wrong)).rejects.toMatchObject({
      code: "SL_NETX_WRITE",
      place: "projections[2]",
    });
  });

  it.each([
    [
      "neurons that differ",
      { v_threshold: { values: [1, 2] } },
      "populations.layer1.parameters.v_threshold",
    ],
    ["a finer bias", { bias: 3, bias_exp: 0 }, "populations.layer1.parameters.bias"],
    ["refractoriness", { refractory_steps: 2 }, "populations.layer1.parameters.refractory_steps"],
  ])("%s cannot be written", async (_, parameters, place) => {
    const neuron = (size: number, more: Readonly<Record<string, Value>>) => ({
      model: "loihi-cuba",
      size,
      parameters: more,
    });
    const network: NetworkRecord = {
      format: "spikeloom-network",
      version: 1,
      convention: "frameworks",
      dt: "1 ms",
      populations: { layer0: neuron(1, {}), layer1: neuron(2, parameters) },
      projections: [
        {
          from: "layer0",
          to: "layer1",
          connector: { kind: "all-to-all" },
          weight: 2,
          delay: "0 ms",
        },
      ],
    };
    await expect(writeNetx(network)).rejects.toMatchObject({ code: "SL_NETX_WRITE", place });
  });
});
