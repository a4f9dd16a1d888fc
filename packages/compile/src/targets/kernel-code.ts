import { UNBOUND_NAME } from "../errors.ts";
import type { WebAssemblyOperations } from "../functions/webassembly.ts";
import type { Kernel } from "../program.ts";
import type { FunctionBuilder, Local } from "../wasm/function.ts";
import type { ModuleBuilder } from "../wasm/module.ts";
import type { KernelLayout } from "./layout.ts";

/** A kernel that is being written. */
export interface KernelCode {
  readonly m: ModuleBuilder;
  readonly f: FunctionBuilder;
  readonly kernel: Kernel;
  readonly layout: KernelLayout;
  readonly operations: WebAssemblyOperations;
  /** Bytes before the first vector of a turn in each array. */
  readonly offset: Local;
  readonly time: Local;
  /** Bytes from there to the vector that is being written. */
  readonly place: { readonly at: number };
}

/** The address of a slot that a kernel names. */
export function addressOf(
  slot: string,
  { kernel, layout }: Pick<KernelCode, "kernel" | "layout">,
): number {
  const known = layout.slots.get(slot);
  if (known === undefined) throw UNBOUND_NAME({ kernel: kernel.name, name: slot });
  return known;
}
