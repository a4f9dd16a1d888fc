import { type Kernel, namesReadBy, type StepProgram, valuesIn } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";

/** The input that says which neurons of an example take part: 1, or 0 where one is dropped. */
export const maskSlot = "mask:dropout";

/**
 * Let a step send neither spikes nor values of neurons that are dropped.
 *
 * All else goes on as it does: a neuron that is dropped is reset as if it had spiked.
 */
export function withMask(
  name: string,
  step: StepProgram,
  carried: ReadonlySet<string>,
): StepProgram {
  const mask = { kind: "name", name: maskSlot } as const;
  const kernels = step.kernels.map((kernel): Kernel => {
    const read = namesReadBy(valuesIn([...kernel.statements, ...kernel.stores]));
    const held = [...carried].find((variable) => read.has(variable));
    if (held !== undefined) throw remembered(name, held);
    const { spikes } = kernel;
    return {
      ...kernel,
      stores: kernel.stores.map(([slot, value]) => {
        if (!carried.has(slot)) return [slot, value];
        return [slot, { kind: "multiply", left: value, right: mask }];
      }),
      spikes: spikes && {
        kind: "and",
        left: spikes,
        right: { kind: "greater", left: mask, right: { kind: "number", value: 0 } },
      },
    };
  });
  const slot = { name: maskSlot, role: "input", of: maskSlot, type: { kind: "float" } } as const;
  return { ...step, kernels, slots: new Map([...step.slots, [maskSlot, slot]]) };
}

function remembered(name: string, variable: string): Error {
  return NOT_TRAINED({
    place: `populations.${name}`,
    message: `Its values of "${variable}" are handed on, and its next step goes on from them: they are not dropped.`,
    next: "Drop neurons that spike, or analog ones.",
  });
}
