import type { PopulationProgram } from "../network-program.ts";
import type { StepProgram } from "./step-program.ts";

/** List the initial values of the slots of a step program, one per neuron. */
export function initialSlots(
  { size, initial }: Pick<PopulationProgram, "size" | "initial">,
  { slots, arrays }: Pick<StepProgram, "slots" | "arrays">,
): ReadonlyMap<string, Float64Array> {
  return new Map(
    [...slots].map(([name, { start = 0 }]) => {
      const given = arrays.get(name) ?? initial.get(name)?.value ?? start;
      const values = new Float64Array(size);
      if (typeof given === "number") values.fill(given);
      else if (given.length === 1) values.fill(given[0] as number);
      else values.set(given.subarray(0, size));
      return [name, values] as const;
    }),
  );
}
