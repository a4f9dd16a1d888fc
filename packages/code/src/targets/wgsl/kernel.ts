import type { Kernel } from "@spikeloom/program";
import { kernelRoutine } from "../../kernel/kernel-routine.ts";
import { wgslModule } from "./module.ts";
import type { WgslBinding } from "./places.ts";
import { entry } from "./routine.ts";

/** Memory layout of a population's arrays. */
export interface WgslKernelLayout {
  /** Offset of each slot in the buffer of slots, in elements. */
  readonly slots: ReadonlyMap<string, number>;
}

/**
 * The storage buffers of a kernel, from binding 1 of group 0 on.
 *
 * `slots` is f32. `spikes` has room for every neuron. `counts` holds the number of spikes, which the caller sets to
 * zero before each step, and the number of neuron steps that ran a loop.
 */
export const kernelBindings: readonly WgslBinding[] = [
  { name: "slots", holds: "f32" },
  { name: "spikes", holds: "i32" },
  { name: "counts", holds: "atomic" },
];

/**
 * Write a kernel as a compute shader, one invocation per neuron.
 *
 * Binding 0 is a uniform: the number of neurons (u32), a zero (u32), then the time at the start of the step (f32, ms).
 * Spikes are appended in the order in which invocations run.
 */
export function wgslKernel(kernel: Kernel, { slots }: WgslKernelLayout): string {
  const m = wgslModule({
    bindings: kernelBindings,
    placeOf: ({ name }) => ({ binding: "slots", at: slots.get(name) ?? 0 }),
  });
  const name = m.routine(kernelRoutine(kernel, { slots, type: "f32" }), []);
  const lines = [
    `let done = ${name}(bitcast<i32>(number), given.t);`,
    "if (done.r0) { spikes[atomicAdd(&counts[0], 1i)] = bitcast<i32>(number); }",
    "if (done.r1) { atomicAdd(&counts[1], 1i); }",
  ];
  return [m.text(["t: f32"]), ...entry(lines)].join("\n");
}
