import type { Expression } from "@spikeloom/equations";
import type { RunKernel } from "../../targets/layout.ts";
import { wasm } from "../../targets/webassembly/encoder/api.ts";
import { moduleBuilder } from "../../targets/webassembly/encoder/module.ts";
import { webAssemblyKernel } from "../../targets/webassembly/kernel.ts";
import { rareCode } from "../../targets/webassembly/rare-code.ts";

/** Addresses of the neurons in the memory of a kernel, followed by their rates. */
const neuronsAt = 64;

/**
 * Compile the rate of each listed neuron, an expression of `t` and of `i`, the neuron.
 *
 * Returns the rates at a time; the next call overwrites them. The code has a separate memory, so that
 * rates are the same whatever machine runs the neurons.
 */
export function compileRates(value: Expression, neurons: Uint32Array): (t: number) => Float64Array {
  if (neurons.length === 0) return () => new Float64Array(0);
  // Kernels process whole groups of 16.
  const ratesAt = neuronsAt + 8 * 16 * Math.ceil(neurons.length / 16);
  const slots = new Map([
    ["i", neuronsAt],
    ["rate", ratesAt],
  ]);
  const initial = Math.ceil((2 * ratesAt) / 65_536);
  const own = new wasm.Memory({ initial, maximum: initial });
  const shape = { import: ["env", "memory"], min: 1, max: 65_536 } as const;
  const m = moduleBuilder({ memory: shape });
  const rare = rareCode(m, shape);
  const layout = { slots, size: neurons.length, precision: "f64" } as const;
  const kernel = {
    name: "rates",
    statements: [],
    stores: [["rate", value]],
    spikes: undefined,
  } as const;
  webAssemblyKernel({ m, rare }, "rates", kernel, layout);
  const imports = { env: { memory: own, rare: rare.run(own) } };
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), imports);
  new Float64Array(own.buffer, neuronsAt, neurons.length).set(neurons);
  const rates = new Float64Array(own.buffer, ratesAt, neurons.length);
  const run = exports["rates"] as RunKernel;
  return (t) => {
    run(t, 0);
    return rates;
  };
}
