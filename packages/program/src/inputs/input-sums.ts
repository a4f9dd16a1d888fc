import type { NetworkProgram } from "../network-program.ts";
import { currentValue } from "./current-value.ts";
import { heldValue } from "./held-value.ts";
import type { CurrentProgram } from "./stimulus-program.ts";

/** Adds the currents of a step to values of an input, one for each neuron. */
export type InputSums = (step: number, values: Float64Array) => void;

/**
 * Prepare the sums of the currents of an input for some of its neurons.
 *
 * What code added comes first, as the values that are passed; then each current is added in the order of the network, in double
 * precision. Steps are asked for in order.
 */
export function inputSums(
  currents: readonly CurrentProgram[],
  program: NetworkProgram,
  neurons: readonly number[],
): InputSums {
  const parts = currents.map((one) => {
    const numbers = neurons.map((neuron) => one.targets.index(neuron));
    return { value: heldValue(currentValue(one, program), program.convention), numbers };
  });
  return (step, values) => {
    for (const { value, numbers } of parts) {
      const now = value(step);
      for (let k = 0; k < numbers.length; k++) {
        const number = numbers[k] as number;
        if (number < 0) continue;
        const more = typeof now === "number" ? now : (now[number] as number);
        values[k] = (values[k] as number) + more;
      }
    }
  };
}
