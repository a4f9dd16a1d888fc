import { type EventDraw, type KernelLayout, loopedExport } from "@spikeloom/code";
import type { Kernel } from "@spikeloom/program";
import { MEMORY_NEEDED } from "./errors.ts";
import type { FlatCall } from "./flat-call.ts";
import type { Delivery, Machine } from "./machine.ts";
import { collectionOf, type RoutinesPlan, routineNames } from "./machine-routines.ts";
import type { PlacedPopulation } from "./populations.ts";
import type { PlacedRule } from "./rules/placed-rule.ts";

/** Plan of a machine; addresses are assigned, memory is not allocated yet. */
export interface MachinePlan extends RoutinesPlan {
  readonly bytes: number;
  /** Whether other workers may access the memory. */
  readonly shared: boolean;
  readonly populations: readonly PlacedPopulation[];
  readonly rules: readonly PlacedRule[];
  readonly draw: EventDraw | undefined;
}

/** Builds a machine of one kind. */
export type MachineKind = (plan: MachinePlan) => Machine;

/** A kernel with its name in a machine, and the locations of its arrays. */
export interface NamedKernel {
  readonly name: string;
  readonly kernel: Kernel;
  readonly layout: KernelLayout;
}

/** Name the kernels of all populations, in the order of their programs. */
export function kernelsOf({ populations, precision }: MachinePlan): readonly NamedKernel[] {
  return populations.flatMap(({ program, slots, part: { size } }, p) => {
    const layout = { slots, size, precision };
    const { kernels, fused, observe } = program;
    const named: NamedKernel[] = kernels.map((kernel, k) => ({
      name: `kernel_${p}_${k}`,
      kernel,
      layout,
    }));
    if (fused !== undefined) named.push({ name: `fused_${p}`, kernel: fused, layout });
    if (observe !== undefined) named.push({ name: `observe_${p}`, kernel: observe, layout });
    return named;
  });
}

/** Assemble the parts of a machine, except those that draw; `find` returns each by its name. */
export function assembled(
  { populations, deliveries, procedural }: MachinePlan,
  find: (name: string) => FlatCall | undefined,
): Omit<Machine, "buffer" | "rules" | "random" | "leave"> {
  // Every loop was created under its name.
  const call = (name: string): FlatCall => find(name) as FlatCall;
  const { deliver, collect, addChunk, collectChunks, addCounts, addListed } = routineNames;
  return {
    kernels: populations.map(({ program }, p) =>
      program.kernels.map((_, k) => call(`kernel_${p}_${k}`)),
    ),
    fused: populations.map((_, p) => find(`fused_${p}`)),
    observe: populations.map((_, p) => find(`observe_${p}`)),
    looped: populations.map(({ program }, p) =>
      [...program.kernels.map((_, k) => `kernel_${p}_${k}`), `fused_${p}`].flatMap(
        (name) => find(loopedExport(name)) ?? [],
      ),
    ),
    deliver: deliveries.map((job, k): Delivery => {
      const { source } = job.rows;
      // Rows of a ring are added at their spike and arrive through its sums; others arrive directly.
      return collectionOf(job) === undefined
        ? { source, arrive: call(deliver(k)), launch: undefined }
        : { source, arrive: call(collect(k)), launch: call(deliver(k)) };
    }),
    procedural: procedural && {
      add: procedural.rows.map((_, k) => call(addChunk(k))),
      collect: call(collectChunks),
    },
    addCounts: call(addCounts),
    addListed: call(addListed),
  };
}

/** Maximum size of a WebAssembly memory, in bytes. */
const mostBytes = 2 ** 32;

/** Reject a machine that exceeds every memory. */
export function checkBytes({ bytes }: MachinePlan): void {
  if (bytes > mostBytes) throw MEMORY_NEEDED({ needed: bytes, limit: mostBytes });
}
