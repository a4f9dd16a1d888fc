import { defineIntegrator, defineNeuron } from "@spikeloom/kernel";
import { type LowerOptions, lowerNeuron } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import wabtInit from "wabt";
import { together } from "../../../../tools/test/conventions.ts";
import { webAssemblyKernel } from "../../src/index.ts";
import { moduleBuilder } from "../../src/targets/webassembly/encoder/index.ts";

const euler = defineIntegrator({
  name: "euler",
  about: "Euler.",
  handles: "any",
  noise: "additive",
  order: 1,
  update: "x + dt*f(x, t) + g(x, t)*dW",
});
const decay = defineNeuron({
  name: "decay",
  about: "Decays and jumps.",
  parameters: { tau: { default: "10 ms", about: "time constant" } },
  receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + 2*weight" } } },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
  dynamics: { v: "-v/tau" },
  spike: { when: "v >= 1*mV", reset: { v: "0*mV" } },
});

function options(more: Partial<LowerOptions> = {}): LowerOptions {
  return {
    model: decay,
    parameters: new Map([["tau", 10]]),
    dt: 0.5,
    convention: together,
    integrator: euler,
    subSteps: 1,
    inputs: new Set(),
    receptors: new Set(["delta"]),
    observed: [],
    zeroDelay: false,
    ...more,
  };
}

describe("a WebAssembly kernel", () => {
  it.each([
    { size: 8, vectors: 4 },
    { size: 5, vectors: 4 },
    { size: 3, vectors: 2 },
    { size: 1, vectors: 1 },
  ])(
    "processes $size neurons two at a time, $vectors vectors per iteration",
    async ({ size, vectors }) => {
      const program = lowerNeuron(
        options({
          model: defineNeuron({
            name: "d",
            about: "d",
            parameters: {},
            state: decay.state ?? {},
            dynamics: { v: "-v/(10*ms)" },
          }),
          receptors: new Set(),
        }),
      );
      const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1 } });
      const [kernel] = program.kernels;
      if (kernel === undefined) throw new Error("There is no kernel.");
      webAssemblyKernel({ m }, "step", kernel, {
        slots: new Map([["v", 64]]),
        size,
        precision: "f64",
      });
      const wabt = await wabtInit();
      const module_ = wabt.readWasm(m.build(), { simd: true });
      module_.validate();
      const loop = module_.toText({ foldExprs: false, inlineExport: false });
      const instructions = [...loop.matchAll(/^\s+((?:v128|f64x2|i32)\.[\w.]+)/gm)].map(
        ([, op]) => op,
      );
      expect(
        instructions.filter((op) => op?.startsWith("f64x2") || op?.startsWith("v128")),
      ).toEqual([
        ...Array.from({ length: 3 }, () => "f64x2.splat"),
        ...Array.from({ length: vectors }, () => [
          "v128.load",
          "f64x2.neg",
          "f64x2.div",
          "f64x2.mul",
          "f64x2.add",
          "v128.store",
        ]).flat(),
      ]);
    },
  );
});
