import type { Populated } from "./component-of.ts";
import type { Writing } from "./writing.ts";

/** Say which states of receptors start open: synapses are made where connections are, and start closed. */
export function sayOpenReceptors(
  { lose }: Pick<Writing, "lose">,
  { name, resolved }: Populated,
  states: readonly string[],
): void {
  for (const own of states) {
    const value = resolved.initial.get(own)?.value ?? 0;
    if (typeof value === "number" ? value === 0 : value.every((each) => each === 0)) continue;
    const message = "It starts open; a synapse of NeuroML and LEMS starts at 0.";
    lose("initial", `populations.${name}.initial.${own}`, message);
  }
}
