import type { Kernel } from "@spikeloom/program";
import type { KernelLayout } from "../layout.ts";
import { type WasmMemory, wasm } from "./encoder/api.ts";
import { type MemoryShape, type ModuleBuilder, moduleBuilder } from "./encoder/module.ts";
import { writeRare } from "./kernel.ts";
import type { RareCalls } from "./kernel-code.ts";

type RunRare = (t: number, offset: number, bytes: number, out: number) => number;

/**
 * Code of kernels for their rare cases, generated when the first one occurs.
 *
 * Most runs need none of it, and it takes half of the time to generate a long kernel.
 */
export interface RareCode extends RareCalls {
  /** The value that an instance of the module imports as `env.rare`. */
  run(memory: WasmMemory): (kernel: number, ...rest: Parameters<RunRare>) => number;
}

/**
 * Import the code for rare cases into a module.
 *
 * `shape` is that of the memory on which its kernels operate.
 */
export function rareCode(m: ModuleBuilder, shape: MemoryShape): RareCode {
  const callable = m.importFunc(["env", "rare"], {
    params: ["i32", "f64", "i32", "i32", "i32"],
    results: ["i32"],
  });
  const kernels: { readonly kernel: Kernel; readonly layout: KernelLayout }[] = [];
  return {
    callable,
    add: (kernel, layout) => kernels.push({ kernel, layout }) - 1,
    run(memory) {
      const made: RunRare[] = [];
      return (number, ...rest) => {
        const run = made[number] ?? start(number, memory);
        made[number] = run;
        return run(...rest);
      };
    },
  };

  function start(number: number, memory: WasmMemory): RunRare {
    const { kernel, layout } = kernels[number] as (typeof kernels)[number];
    const own = moduleBuilder({ memory: shape });
    writeRare(own, "rare", kernel, layout);
    const { exports } = new wasm.Instance(new wasm.Module(own.build()), { env: { memory } });
    return exports["rare"] as RunRare;
  }
}
