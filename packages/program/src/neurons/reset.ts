import type { Expression } from "@spikeloom/equations";
import { binary, name, number, select } from "../tree.ts";
import { withinWidth } from "./integers.ts";
import type { Lowering } from "./lowering.ts";

/** Apply the reset where `spiked` is true (or a positive count); right-hand sides read old values. */
export function reset(state: Lowering, spiked: Expression | undefined): void {
  if (spiked === undefined) return;
  const { spike } = state.reader.model;
  const any = spike?.count === undefined ? spiked : binary("greater", spiked, number(0));
  const values = [...state.reader.assignments(spike?.reset ?? new Map())].map(
    ([variable, side]) => {
      const old = state.now.get(variable) ?? name(variable);
      const next = withinWidth(state, variable, state.present(side));
      return [variable, state.let(variable, select(any, next, old))] as const;
    },
  );
  for (const [variable, value] of values) state.now.set(variable, value);
}
