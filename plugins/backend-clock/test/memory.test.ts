import { createStack, defineNeuron, type NetworkRecord } from "@spikeloom/kernel";
import { connectors, planProjection } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { allocate } from "../src/allocate.ts";
import { checkSynapseMemory, drawSynapses } from "../src/synapses.ts";

const stack = createStack({ plugins: [...connectors] });
const counter = defineNeuron({
  name: "counter",
  about: "Counts what arrives.",
  parameters: {},
  receptors: { in: { unit: "1", about: "count", on: { n: "n + weight" } } },
  state: { n: { initial: 0, unit: "1", about: "count" } },
});

function plan(
  size: number,
  fields: Partial<NonNullable<NetworkRecord["projections"]>[number]> = {},
) {
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    populations: { n: { model: counter, size } },
    projections: [
      {
        from: "n",
        to: "n",
        connector: { kind: "all-to-all" },
        weight: 1,
        delay: "1 ms",
        ...fields,
      },
    ],
  };
  return planProjection(network, 0, { stack, seed: 5, functions: {} });
}

const varied = {
  weight: { draw: "uniform", low: 1, high: 2 },
  delay: { draw: "uniform", low: "1 ms", high: "2 ms" },
} as const;

describe("the memory of synapses", () => {
  it("is known before they are drawn", () => {
    // 100 × 100 synapses: two indices of 4 bytes; with a delay 2 and a weight 8 bytes more. Tables hold
    // a target of 4 bytes, and a weight in the precision.
    expect(checkSynapseMemory([plan(100)], "f64")).toEqual({ drawn: 80_000, tables: 40_000 });
    const own = plan(100, varied);
    expect(checkSynapseMemory([own], "f64")).toEqual({ drawn: 180_000, tables: 120_000 });
    expect(checkSynapseMemory([own, own], "f32").tables).toBe(160_000);
  });

  it("is refused where it does not fit, within one memory and beyond the machine's", () => {
    // 33 000² indices of 4 bytes are above 4 GiB, 32 000² below; weights double or triple that.
    expect(checkSynapseMemory([plan(32_000)], "f64").tables).toBeLessThan(2 ** 32);
    const refused = expect.objectContaining({ code: "SL_MEMORY_NEEDED" });
    expect(() => checkSynapseMemory([plan(33_000)], "f64")).toThrow(refused);
    expect(() => checkSynapseMemory([plan(20_000, varied)], "f64")).toThrow(refused);
    expect(checkSynapseMemory([plan(20_000, varied)], "f32").tables).toBeLessThan(2 ** 32);
    // 10^12 indices are more than one array can have on any machine.
    expect(() => drawSynapses(plan(1_000_000))).toThrow(refused);
  });

  it("names the size that was refused", () => {
    expect(() => allocate(2 ** 60, () => new ArrayBuffer(2 ** 60))).toThrow(`${2 ** 40} MiB`);
    const fault = new TypeError("Not about memory.");
    const fail = (): never => {
      throw fault;
    };
    expect(() => allocate(1, fail)).toThrow(fault);
  });
});

describe("drawn synapses", () => {
  const connector = { kind: "fixed-indegree", n: 7 } as const;
  const listed = (from: number, size: number) => ({
    indices: Array.from({ length: size }, (_, k) => from + k),
  });

  it("are the same whether all neurons are chosen or listed", () => {
    const whole = drawSynapses(plan(50, { connector, ...varied }));
    const fromNeurons = listed(0, 50);
    const again = drawSynapses(plan(50, { connector, ...varied, fromNeurons }));
    expect(whole.count).toBe(350);
    for (const key of ["sources", "targets", "delays", "weights"] as const) {
      expect(again[key]).toEqual(whole[key]);
    }
  });

  it("count chosen neurons within the population", () => {
    const range = { connector, fromNeurons: { from: 10, until: 30 } };
    const half = drawSynapses(plan(50, range));
    const chosen = half.sources.subarray(0, half.count);
    expect(Math.min(...chosen)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...chosen)).toBeLessThan(30);
    const same = drawSynapses(plan(50, { connector, fromNeurons: listed(10, 20) }));
    expect(same.sources).toEqual(half.sources);
  });
});
