import type { Kernel } from "@spikeloom/program";
import { UNBOUND_NAME } from "../../errors.ts";
import type { KernelLayout } from "../layout.ts";
import type { Callable, FunctionBuilder, Local } from "./encoder/function.ts";
import type { ModuleBuilder } from "./encoder/module.ts";
import type { WebAssemblyOperations } from "./operations.ts";

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

/** Calls of code for what is rare, which is written when it is first needed. */
export interface RareCalls {
  /** Takes the number of a kernel and the parameters of `writeRare`. */
  readonly callable: Callable;
  /** Number a kernel. */
  add(kernel: Kernel, layout: KernelLayout): number;
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

/** Push the byte address of a vector but for what it gives, which an access adds: that of the slot. */
export function pushPlace(
  slot: string,
  code: Pick<KernelCode, "f" | "kernel" | "layout" | "offset">,
  rows: "reads" | "writes",
): number {
  const { f, layout, offset } = code;
  f.get(offset);
  const row = layout.rows?.[rows].get(slot);
  if (row !== undefined) f.get(f.param(row)).op("i32.add");
  return addressOf(slot, code);
}
