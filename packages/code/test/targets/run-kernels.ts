import type { Kernel, StepProgram } from "@spikeloom/program";
import {
  type CountLooped,
  interpretKernel,
  loopedExport,
  type RunKernel,
  rareCode,
  webAssemblyKernel,
} from "../../src/index.ts";
import { moduleBuilder, wasm } from "../../src/targets/webassembly/encoder/index.ts";

/** Kernels with a separate memory. */
export interface Machine {
  /** Run a kernel; returns who spiked. */
  run(kernel: Kernel, t: number): readonly number[];
  /** How many neuron steps took the loop of a kernel. */
  looped(kernel: Kernel): number;
  /** A population's array, without the padding. */
  array(slot: string): Float64Array | Float32Array;
}

/** Options of a machine. */
export interface MachineOptions {
  readonly program: StepProgram;
  readonly kernels: readonly Kernel[];
  readonly size: number;
  readonly precision: "f64" | "f32";
  readonly target: "wasm" | "js";
}

/** Compile kernels and fill their arrays with parameters and the initial values of slots. */
export function machine(options: MachineOptions): Machine {
  const { program, kernels, size, precision, target } = options;
  const padded = Math.ceil(size / 16) * 16;
  const bytes = padded * (precision === "f64" ? 8 : 4);
  const slots = new Map([...program.slots.keys()].map((slot, k) => [slot, 64 + bytes * k]));
  const out = 64 + bytes * slots.size;
  const layout = { slots, size, precision };
  const memory = new wasm.Memory({ initial: 1 });
  const runs = new Map<Kernel, RunKernel>();
  const counts = new Map<Kernel, CountLooped>();
  if (target === "js") {
    for (const kernel of kernels) {
      const { run, looped } = interpretKernel(kernel, layout, memory);
      runs.set(kernel, run);
      if (looped !== undefined) counts.set(kernel, looped);
    }
  } else {
    const shape = { import: ["env", "memory"], min: 1 } as const;
    const m = moduleBuilder({ memory: shape });
    const rare = rareCode(m, shape);
    kernels.forEach((kernel, k) => {
      webAssemblyKernel({ m, rare }, `kernel_${k}`, kernel, layout);
    });
    const imports = { env: { memory, rare: rare.run(memory) } };
    const { exports } = new wasm.Instance(new wasm.Module(m.build()), imports);
    kernels.forEach((kernel, k) => {
      runs.set(kernel, exports[`kernel_${k}`] as RunKernel);
      const looped = exports[loopedExport(`kernel_${k}`)];
      if (looped !== undefined) counts.set(kernel, looped as CountLooped);
    });
  }
  const whole = (slot: string, length: number): Float64Array | Float32Array => {
    const address = slots.get(slot) ?? Number.NaN;
    if (precision === "f64") return new Float64Array(memory.buffer, address, length);
    return new Float32Array(memory.buffer, address, length);
  };
  for (const slot of slots.keys()) {
    const values = program.arrays.get(slot);
    if (values === undefined) whole(slot, padded).fill(program.slots.get(slot)?.start ?? 0);
    else whole(slot, padded).set(values);
  }
  return {
    run(kernel, t) {
      const count = runs.get(kernel)?.(t, out) ?? 0;
      return [...new Uint32Array(memory.buffer, out, count)];
    },
    array: (slot) => whole(slot, size),
    looped: (kernel) => counts.get(kernel)?.() ?? 0,
  };
}
