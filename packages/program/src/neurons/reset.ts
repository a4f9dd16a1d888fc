import type { Expression } from "@spikeloom/equations";
import { binary, name, number, select } from "../tree.ts";
import type { Lowering } from "./lowering.ts";

/** Apply the reset where `spiked` is true (or a positive count); right-hand sides read old values. */
export function reset(state: Lowering, spiked: Expression | undefined): void {
  if (spiked === undefined) return;
  const { spike } = state.options.model;
  const any = spike?.count === undefined ? spiked : binary("greater", spiked, number(0));
  const values = [...state.reader.assignments(spike?.reset)].map(([variable, side]) => {
    const old = state.now.get(variable) ?? name(variable);
    return [variable, state.let(variable, select(any, state.present(side), old))] as const;
  });
  for (const [variable, value] of values) state.now.set(variable, value);
}
