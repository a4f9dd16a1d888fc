import type { FloatType } from "@spikeloom/code";
import type { WasmMemory } from "@spikeloom/code/encoder";
import { compilePasses } from "./compile-passes.ts";
import { interpretPasses } from "./interpret-passes.ts";
import type { PassMachine } from "./pass-machine.ts";
import type { Passes } from "./passes.ts";

/** Runs the passes: WebAssembly, or the interpreter that serves as reference. */
export type PassTarget = "wasm" | "js";

/** Create a machine that runs passes on a memory. */
export function passMachine(
  passes: Passes,
  where: {
    readonly memory: WasmMemory;
    readonly type: FloatType;
    readonly target: PassTarget;
    /** Whether other threads share the memory. */
    readonly shared?: boolean;
  },
): PassMachine {
  return where.target === "wasm"
    ? compilePasses(passes, where)
    : interpretPasses(passes, where.memory);
}
