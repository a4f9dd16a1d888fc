import type { Kernel } from "@spikeloom/program";
import type { KernelLayout } from "../layout.ts";
import { type WasmMemory, wasm } from "./encoder/api.ts";
import { type MemoryShape, type ModuleBuilder, moduleBuilder } from "./encoder/module.ts";
import { writeRare } from "./kernel.ts";
import type { RareCalls } from "./kernel-code.ts";

type RunRare = (t: number, offset: number, bytes: number, out: number) => number;

/**
 * Code of kernels for what rarely happens in them, written when it first does.
 *
 * Most runs need none of it, and it is half of what a long kernel takes to write.
 */
export interface RareCode extends RareCalls {
  /** What an instance of the module imports as `env.rare`. */
  run(memory: WasmMemory): (kernel: number, ...rest: Parameters<RunRare>) => number;
}

/**
 * Import the code for what is rare into a module.
 *
 * `shape` is that of the memory which its kernels work on.
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
