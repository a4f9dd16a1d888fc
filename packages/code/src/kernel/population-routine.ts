import type { Kernel } from "@spikeloom/program";
import { routine } from "../form/build.ts";
import type { Value } from "../form/graph.ts";
import type { Routine } from "../form/routine.ts";
import type { ValueType } from "../form/types.ts";
import type { KernelLayout } from "../targets/layout.ts";
import { kernelRoutine, rowParameters } from "./kernel-routine.ts";

/**
 * Write a kernel for a population as a routine, neuron by neuron.
 *
 * Its parameters are a list to which spiking neurons are appended, the time at the start of the step, and the starts of
 * rows. It returns how many neurons spiked, and how many ran a loop.
 */
export function populationRoutine(kernel: Kernel, layout: KernelLayout): Routine {
  const { slots, size, precision: type, rows, common } = layout;
  const step = kernelRoutine(kernel, { slots, type, rows, common });
  const about = `Kernel "${kernel.name}" for all neurons.`;
  const parameters: Record<string, ValueType> = { t: "f64", ...rowParameters(rows) };
  return routine("advance", { about, parameters, passed: { out: "i32" } }, (b, given, { out }) => {
    const { t, ...places } = given as { readonly t: Value };
    const time = type === "f64" ? t : b.keep("time", b.apply("toF32", t));
    const [sent, looped] = [b.variable("sent", b.i32(0)), b.variable("looped", b.i32(0))];
    b.for({ name: "neuron", from: b.i32(0), to: b.i32(size) }, (neuron) => {
      const [spikes = b.bool(false), turns = b.bool(false)] = b.call(
        step,
        [],
        [...[neuron, time], ...Object.values<Value>(places)],
      );
      b.if(spikes, () => {
        b.store(out, b.get(sent), neuron);
        b.set(sent, b.apply("add", b.get(sent), b.i32(1)));
      });
      b.set(looped, b.apply("add", b.get(looped), b.apply("flag", turns)));
    });
    return [b.get(sent), b.get(looped)];
  });
}
