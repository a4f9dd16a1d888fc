import { isLoop, type Kernel } from "@spikeloom/program";
import { populationRoutine } from "../../kernel/population-routine.ts";
import type { CountLooped, KernelLayout, RunKernel } from "../layout.ts";
import { interpret } from "./interpret.ts";

/** Interpret a kernel for a population: slow, the reference for all targets. */
export function interpretKernel(
  kernel: Kernel,
  layout: KernelLayout,
  memory: { readonly buffer: ArrayBufferLike },
): { readonly run: RunKernel; readonly looped: CountLooped | undefined } {
  const advance = interpret(populationRoutine(kernel, layout), {
    memory,
    addressOf: ({ name }) => layout.slots.get(name) ?? Number.NaN,
  });
  let looped = 0;
  const run: RunKernel = (t, out, ...rows) => {
    const [sent, turns] = advance([out], [t, ...rows]) as readonly [number, number];
    looped += turns;
    return sent;
  };
  return { run, looped: kernel.statements.some(isLoop) ? () => looped : undefined };
}
