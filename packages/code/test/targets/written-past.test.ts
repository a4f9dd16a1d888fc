import { parseExpression } from "@spikeloom/equations";
import type { Kernel } from "@spikeloom/program";
import { expect, it } from "vitest";
import { numbers } from "../../../../tools/test/test-numbers.ts";
import { type RunKernel, webAssemblyKernel } from "../../src/index.ts";
import { moduleBuilder, wasm } from "../../src/targets/webassembly/encoder/index.ts";

const plain: Kernel = {
  name: "plain",
  statements: [],
  stores: [],
  spikes: parseExpression("v >= 1"),
};
const v = 64;
const out = 4096;
const unwritten = 0x7777;

function compile(kernel: Kernel, size: number, precision: "f64" | "f32") {
  const memory = new wasm.Memory({ initial: 1 });
  const padded = 16 * Math.ceil(size / 16);
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1 } });
  const slots = new Map([["v", v]]);
  webAssemblyKernel({ m }, "kernel", kernel, { slots, size, precision, writesPast: true });
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), { env: { memory } });
  return {
    run: exports["kernel"] as RunKernel,
    values:
      precision === "f64"
        ? new Float64Array(memory.buffer, v, padded)
        : new Float32Array(memory.buffer, v, padded),
    list: new Uint32Array(memory.buffer, out, 128),
  };
}

it.each(["f64", "f32"] as const)(
  "lists spiking neurons, and writes at most four entries past the end: %s",
  (precision) => {
    const random = numbers(5);
    // Long chains use the code that is written in lockstep.
    const sum = Array.from({ length: 60 }, (_, k) => `abs(v) * ${k}`).join(" + ");
    const long = { ...plain, spikes: parseExpression(`v + 0 * (${sum}) >= 1`) };
    for (const kernel of [plain, long]) {
      for (const size of [1, 3, 4, 7, 8, 13, 16, 17, 37, 64]) {
        const { run, values, list } = compile(kernel, size, precision);
        for (const density of [0, 0.1, 0.5, 1]) {
          // Padding would spike too.
          values.forEach((_, k) => {
            values[k] = k >= size || random() < density ? 1 : 0.5;
          });
          list.fill(unwritten);
          const spiking = [...values.subarray(0, size).keys()].filter((k) => values[k] === 1);
          expect(run(0, out)).toBe(spiking.length);
          expect([...list.subarray(0, spiking.length)]).toEqual(spiking);
          expect([...new Set(list.subarray(spiking.length + 4))]).toEqual([unwritten]);
        }
      }
    }
  },
);
