import type { Kernel } from "@spikeloom/program";
import { UNBOUND_NAME } from "../../errors.ts";
import type { KernelLayout } from "../layout.ts";
import type { Callable, FunctionBuilder, Local } from "./encoder/function.ts";
import type { ModuleBuilder } from "./encoder/module.ts";
import type { WebAssemblyOperations } from "./operations.ts";

/** A kernel being written. */
export interface KernelCode {
  readonly m: ModuleBuilder;
  readonly f: FunctionBuilder;
  readonly kernel: Kernel;
  readonly layout: KernelLayout;
  readonly operations: WebAssemblyOperations;
  /** Byte offset of an iteration's first vector within each array. */
  readonly offset: Local;
  readonly time: Local;
  /** Byte offset from there to the vector being written. */
  readonly place: { readonly at: number };
}

/** Calls code for rare cases, which is generated when it is first needed. */
export interface RareCalls {
  /** Receives the number of a kernel and the parameters of `writeRare`. */
  readonly callable: Callable;
  /** Assign a number to a kernel. */
  add(kernel: Kernel, layout: KernelLayout): number;
}

/** The address of a slot that a kernel uses. */
export function addressOf(
  slot: string,
  { kernel, layout }: Pick<KernelCode, "kernel" | "layout">,
): number {
  const known = layout.slots.get(slot);
  if (known === undefined) throw UNBOUND_NAME({ kernel: kernel.name, name: slot });
  return known;
}

/**
 * Push the byte address of a vector without the constant part, the address of the slot, which is added by the access.
 */
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

/** Push the byte address of a vector that all neurons share, without the address of the slot. */
export function pushCommon(
  slot: string,
  code: Pick<KernelCode, "f" | "kernel" | "layout">,
): number {
  code.f.i32(0);
  return addressOf(slot, code);
}
