import {
  bytesSource,
  createStack,
  type NetworkRecord,
  readFormat,
  type Value,
} from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { formats } from "../../src/formats/index.ts";
import { type NirArray, type NirGraph, networkFromNir, writeNir } from "../../src/nir/index.ts";
import { runNetwork } from "./run-network.ts";

type Floats = Float32Array | Float64Array;

const stack = createStack({ plugins: formats });
const list = (values: Floats): NirArray => ({ shape: [values.length], values });
const filled = (size: number, value: number): NirArray => list(new Float32Array(size).fill(value));

/** A dense layer; the weights are rounded to 32 bits in either width. */
function layer(outputs: number, inputs: number, isWide: boolean): NirGraph {
  const single = new Float32Array(outputs * inputs).map((_, k) => Math.cos(k * k) / 3);
  const values = isWide ? Float64Array.from(single) : single;
  const lif = {
    tau: filled(outputs, 0.02),
    r: filled(outputs, 5),
    v_leak: filled(outputs, 0),
    v_threshold: filled(outputs, 0.1),
    v_reset: filled(outputs, 0),
  };
  return {
    type: "NIRGraph",
    nodes: new Map([
      ["input", { type: "Input", shape: [inputs] }],
      ["layer", { type: "Linear", weight: { shape: [outputs, inputs], values } }],
      ["neurons", { type: "LIF", ...lif }],
      ["output", { type: "Output", shape: [outputs] }],
    ]),
    edges: [
      ["input", "layer"],
      ["layer", "neurons"],
      ["neurons", "output"],
    ],
  };
}

function weightsIn(network: NetworkRecord): Floats {
  const weight = network.projections?.[0]?.weight as Extract<Value, { values: unknown }>;
  return weight.values as Floats;
}

describe("weights of 32 bits", () => {
  it.each([undefined, 1])("are read unchanged from a file of gzip %s", async (gzip) => {
    // More than the reader processes in one piece; the last piece has fewer rows.
    const graph = layer(1301, 701, false);
    const bytes = writeNir({ version: "1.0.8", node: graph }, { gzip });
    const { thing } = await readFormat(stack.get("format", "nir"), bytesSource("g.nir", bytes), {
      stack,
    });
    if (thing.holds !== "network") throw new Error("no network");
    const read = weightsIn(thing.network);
    expect(read).toBeInstanceOf(Float32Array);
    expect(Buffer.compare(bytesOf(read), bytesOf(weightsIn(networkFromNir(graph).network)))).toBe(
      0,
    );
  });

  it("give the spikes of the same numbers in 64 bits", async () => {
    const results = [true, false].map(async (isWide) => {
      const { network } = networkFromNir(layer(30, 20, isWide), { dt: 1e-3 });
      expect(weightsIn(network)).toBeInstanceOf(isWide ? Float64Array : Float32Array);
      const input = network.populations["input"];
      if (input === undefined) throw new Error("no input");
      const times = Array.from({ length: 20 }, (_, k) => [1 + (k % 7), 11 + (k % 5)]);
      const populations = { ...network.populations, input: { ...input, times } };
      return await runNetwork({ ...network, populations, duration: "40 ms" });
    });
    const [wide, narrow] = await Promise.all(results);
    expect(wide?.spikeCounts["neurons"]).toBeGreaterThan(20);
    expect(narrow?.spikeHash).toBe(wide?.spikeHash);
  });
});

function bytesOf({ buffer, byteOffset, byteLength }: Floats): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
