import type { NetworkRecord } from "@spikeloom/kernel";
import {
  type NetworkProgram,
  openProjections,
  programOf,
  readProgram,
  writeProgram,
} from "@spikeloom/program";
import { type Quantisation, quantise } from "@spikeloom/program/derive";
import { describe, expect, it } from "vitest";
import { defaultStack } from "../../../tools/test/default-stack.ts";
import { outcomeOf } from "./run-program.ts";

const quantisation: Quantisation = {
  state: { bits: 24, fraction: 14 },
  values: { bits: 26, fraction: 14 },
  weights: { bits: 8, fraction: 5 },
  rounding: "nearest",
  overflow: "saturate",
};

/** Neurons that drive each other and themselves across the threshold. */
const network: NetworkRecord = {
  ...({ format: "spikeloom-network", version: 1, convention: "nest", dt: "0.1 ms" } as const),
  populations: {
    E: {
      model: "lif-delta",
      size: 30,
      parameters: { i_offset: { draw: "uniform", low: "0.35 nA", high: "0.6 nA" } },
      initial: { v: { draw: "uniform", low: "-70 mV", high: "-56 mV" } },
    },
  },
  projections: [
    {
      from: "E",
      to: "E",
      receptor: "delta",
      delay: "1.5 ms",
      connector: { kind: "fixed-probability", p: 0.2 },
      weight: { draw: "normal", mean: "0.4 mV", sd: "0.3 mV" },
    },
  ],
};

const run = {
  stack: defaultStack,
  steps: 2000,
  looks: { neurons: { E: ["v"] }, synapses: {} },
};
const exact: NetworkProgram = programOf(network, { stack: defaultStack, seed: 5 });
const fixed = quantise(exact, quantisation);

describe("a network in fixed point", () => {
  it("has the same spikes and states in WebAssembly and in the interpreter, also from a file", async () => {
    const ours = await outcomeOf(fixed, run);
    expect(await outcomeOf(fixed, { ...run, steps: 2000, target: "js" })).toEqual(ours);
    const read = readProgram(writeProgram(fixed));
    expect(await outcomeOf(read, run)).toEqual(ours);
    for (const v of ours.values["E.v"] ?? []) expect(Number.isInteger(2 ** 14 * v)).toBe(true);
  });

  it("has the same spikes on two workers", async () => {
    const two = await outcomeOf(fixed, { ...run, workers: 2 });
    expect(two).toEqual(await outcomeOf(fixed, run));
  });

  it("has weights that are multiples of the unit, and different spikes", async () => {
    const [projection] = openProjections(fixed, { stack: defaultStack });
    const weights = new Float64Array(9);
    projection?.weight.fill?.({ index: 3, partners: weights }, weights);
    expect(new Set(weights).size).toBeGreaterThan(3);
    for (const weight of weights) expect(Number.isInteger(32 * weight)).toBe(true);
    expect(await outcomeOf(fixed, run)).not.toEqual(await outcomeOf(exact, run));
  });

  // Before the first spike only rounding differs. A step is p v + c, where each rounded value has an error of half of
  // 2^-14: two coefficients, of which p counts |v| <= 70 times, two results and the state; 1 - p is 0.01.
  it("stays within the bound of its rounding errors", async () => {
    const bound = (2 ** -15 * (70 + 1 + 3)) / 0.0099;
    const short = { ...run, steps: 20 };
    const [a, b] = [await outcomeOf(exact, short), await outcomeOf(fixed, short)];
    const other = b.values["E.v"] ?? [];
    const errors = (a.values["E.v"] ?? []).map((v, k) => Math.abs(v - (other[k] ?? Number.NaN)));
    expect(Math.max(...errors)).toBeLessThan(Math.min(bound, 20 * 2 ** -15 * 75));
    expect(Math.max(...errors)).toBeGreaterThan(0);
  });

  it("is refused if synapses change", () => {
    const [own] = network.projections ?? [];
    if (own === undefined) throw new Error("none");
    const rule = { weight: "10 pA", receptor: "excitatory", plasticity: "stdp-pair" };
    const populations = { E: { model: "lif-curr-exp", size: 30 } };
    const learns = { ...network, populations, projections: [{ ...own, ...rule }] };
    const program = programOf(learns, { stack: defaultStack, seed: 5 });
    expect(() => quantise(program, quantisation)).toThrow("SL_NOT_DERIVED");
  });
});
