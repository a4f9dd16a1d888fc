import type { FloatType, WasmMemory } from "@spikeloom/code";
import { compilePasses } from "./compile-passes.ts";
import { interpretPasses } from "./interpret-passes.ts";
import type { PassMachine } from "./pass-machine.ts";
import type { Passes } from "./passes.ts";

/** What runs the passes: WebAssembly, or the interpreter that is its measure. */
export type PassTarget = "wasm" | "js";

/** Make what runs passes over a memory. */
export function passMachine(
  passes: Passes,
  where: {
    readonly memory: WasmMemory;
    readonly type: FloatType;
    readonly target: PassTarget;
    /** Whether other threads see the memory. */
    readonly shared?: boolean;
  },
): PassMachine {
  return where.target === "wasm"
    ? compilePasses(passes, where)
    : interpretPasses(passes, where.memory);
}
