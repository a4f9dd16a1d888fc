import { defineNeuron } from "@spikeloom/kernel";
import { lowerNeuron } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { together } from "../../../../tools/test/conventions.ts";
import { type RunKernel, rareCode, webAssemblyKernel } from "../../src/index.ts";
import { moduleBuilder, wasm } from "../../src/targets/webassembly/encoder/index.ts";
import { machine } from "./run-kernels.ts";

/** Long, and its exponential leaves the usual range for large `v`. */
const model = defineNeuron({
  name: "steep",
  about: "Falls by steep functions of itself.",
  parameters: {},
  state: { v: { initial: "0", unit: "1", about: "value" } },
  step: [{ v: "exp(v) + exp(v/2) + exp(v/3) + exp(v/5) + expm1(v/7)" }],
});
const size = 11;
const program = lowerNeuron({
  model,
  parameters: new Map(),
  dt: 1,
  convention: together,
  integrator: undefined,
  subSteps: 1,
  inputs: new Set(),
  receptors: new Set(),
  observed: [],
  zeroDelay: false,
});
const { kernels } = program;
const layout = { slots: new Map([["v", 64]]), size, precision: "f64" } as const;

function start() {
  const shape = { import: ["env", "memory"], min: 1 } as const;
  const m = moduleBuilder({ memory: shape });
  const rare = rareCode(m, shape);
  for (const kernel of kernels) webAssemblyKernel({ m, rare }, "step", kernel, layout);
  const memory = new wasm.Memory({ initial: 1 });
  const run = rare.run(memory);
  const calls: unknown[] = [];
  const counted: typeof run = (...given) => {
    calls.push(given);
    return run(...given);
  };
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), {
    env: { memory, rare: counted },
  });
  const values = new Float64Array(memory.buffer, 64, size);
  return { step: exports["step"] as RunKernel, values, calls };
}

function expected(values: readonly number[]): readonly number[] {
  const slow = machine({ program, kernels, size, precision: "f64", target: "js" });
  slow.array("v").set(values);
  for (const kernel of kernels) slow.run(kernel, 0);
  return [...slow.array("v")];
}

describe("code for rare cases", () => {
  it("is not called if no rare case occurs", () => {
    const { step, values, calls } = start();
    const given = Array.from(values, (_, k) => k / 8 - 0.5);
    values.set(given);
    step(0, 1024);
    expect([...values]).toEqual(expected(given));
    expect(calls).toEqual([]);
  });

  it.each([0, 5, 10])("is called if neuron %i needs it, and changes no other", (rare) => {
    const { step, values, calls } = start();
    const given = Array.from(values, (_, k) => (k === rare ? 1e4 : k / 8 - 0.5));
    values.set(given);
    step(0, 1024);
    expect([...values]).toEqual(expected(given));
    expect(values[rare]).toBe(Number.POSITIVE_INFINITY);
    expect(calls).toHaveLength(1);
    values.set(given);
    step(0, 1024);
    expect([...values]).toEqual(expected(given));
    expect(calls).toHaveLength(2);
  });
});
