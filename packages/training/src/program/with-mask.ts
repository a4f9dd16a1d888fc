import { type Kernel, namesReadBy, type StepProgram, valuesIn } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";

/** The input that states which neurons of a sample take part: 1, or 0 for dropped ones. */
export const maskSlot = "mask:dropout";

/**
 * Suppress spikes and values of dropped neurons in a step.
 *
 * Everything else is unchanged: a dropped neuron is reset as if it had spiked.
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
    message: `The values of "${variable}" are transmitted, and its next step depends on them: they cannot be dropped.`,
    next: "Apply dropout to spiking or analog neurons.",
  });
}
