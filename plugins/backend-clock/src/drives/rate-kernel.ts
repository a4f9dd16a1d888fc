import { moduleBuilder, type RunKernel, rareCode, wasm, webAssemblyKernel } from "@spikeloom/code";
import { formatExpression, parseExpression } from "@spikeloom/equations";
import type { ConventionRecord, NeuronRecord } from "@spikeloom/kernel";
import { lowerNeuron } from "@spikeloom/program";
import { arena, paddedLength } from "../arena.ts";

/** What a formula of `t`, `i` and `N` is compiled for. */
export interface RateKernel {
  readonly formula: string;
  readonly dt: number;
  readonly convention: ConventionRecord;
  /** The neurons whose rates are wanted; `i` in the formula. */
  readonly neurons: Uint32Array;
  /** Neurons of the whole population. */
  readonly size: number;
}

/**
 * Compile the rate of each neuron as a model's equations are; gives the rates at a time.
 *
 * The result is overwritten by the next call. It has a memory of its own, so that it is the same
 * whatever the neurons run on.
 */
export function compileRates(task: RateKernel): (t: number) => Float64Array {
  const { neurons } = task;
  if (neurons.length === 0) return () => new Float64Array(0);
  const { kernels, arrays } = lowerNeuron(loweringOf(task));
  const memory = arena();
  const bytes = paddedLength(neurons.length) * 8;
  const slots = new Map(["i", "rate"].map((slot) => [slot, memory.allocate(bytes)]));
  const initial = Math.ceil(memory.size / 65_536);
  const own = new wasm.Memory({ initial, maximum: initial });
  const shape = { import: ["env", "memory"], min: 1, max: 65_536 } as const;
  const m = moduleBuilder({ memory: shape });
  const rare = rareCode(m, shape);
  const layout = { slots, size: neurons.length, precision: "f64" } as const;
  for (const kernel of kernels) webAssemblyKernel({ m, rare }, "rates", kernel, layout);
  const imports = { env: { memory: own, rare: rare.run(own) } };
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), imports);
  const numbers = arrays.get("i") ?? new Float64Array(0);
  new Float64Array(own.buffer, slots.get("i"), neurons.length).set(numbers);
  const rates = new Float64Array(own.buffer, slots.get("rate"), neurons.length);
  const run = exports["rates"] as RunKernel;
  return (t) => {
    run(t, 0);
    return rates;
  };
}

function loweringOf(task: RateKernel): Parameters<typeof lowerNeuron>[0] {
  const { formula, dt, convention, neurons, size } = task;
  const model: NeuronRecord = {
    kind: "neuron",
    contract: 1,
    name: "rate",
    about: "The rate of a stimulus.",
    // Equations know i and N by themselves; their values are given below.
    parameters: {},
    state: { rate: { initial: "0 Hz", unit: "Hz", about: "the rate" } },
    // Quantities in formulas may be plain: "5 kHz". In equations of models they may not.
    step: [{ rate: formatExpression(parseExpression(formula, { juxtaposition: true })) }],
  };
  return {
    model,
    dt,
    convention,
    parameters: new Map<string, number | Float64Array>([
      ["i", Float64Array.from(neurons)],
      ["N", size],
    ]),
    integrator: undefined,
    subSteps: 1,
    inputs: new Set(),
    receptors: new Set(),
    observed: [],
    zeroDelay: false,
  };
}
