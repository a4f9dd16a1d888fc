import type { Populated } from "./component-of.ts";
import type { Writing } from "./writing.ts";

/** Report receptor states with a non-zero initial value: synapses start at zero. */
export function sayOpenReceptors(
  { lose }: Pick<Writing, "lose">,
  { name, resolved }: Populated,
  states: readonly string[],
): void {
  for (const own of states) {
    const value = resolved.initial.get(own)?.value ?? 0;
    if (typeof value === "number" ? value === 0 : value.every((each) => each === 0)) continue;
    const message = "Its initial value is not 0; a synapse of NeuroML and LEMS starts at 0.";
    lose("initial", `populations.${name}.initial.${own}`, message);
  }
}
