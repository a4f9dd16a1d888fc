import { type Expression, freeNames } from "@spikeloom/equations";
import { ownValue } from "@spikeloom/kernel";
import { name } from "../tree.ts";
import type { Lowering } from "./lowering.ts";
import { slotName } from "./step-program.ts";

/** A value that a kernel stores in a slot. */
export type Store = [slot: string, value: Expression];

/** Evaluate the expressions that are constant over a step, in order of dependency. */
export function keepOverStep(state: Lowering): void {
  const keep = (text: string): void => {
    if (state.now.has(text)) return;
    const value = keptValue(state, text);
    for (const part of freeNames(value)) if (isKept(state, part)) keep(part);
    state.now.set(text, state.let(text, state.present(value)));
  };
  for (const text of keptNames(state)) keep(text);
}

function keptValue({ reader }: Lowering, text: string): Expression {
  return reader.expression(reader.model.expressions.get(text)?.value ?? name(text));
}

/** Store the constant-over-step values that are recorded. */
export function keptStores(state: Lowering): readonly Store[] {
  return keptNames(state).map((text): Store => {
    state.slot("kept", text);
    return [slotName("kept", text), state.now.get(text) ?? keptValue(state, text)];
  });
}

/** Names of the expressions that are constant over a step. */
export function keptNames(state: Lowering): readonly string[] {
  return Object.keys(state.options.model.expressions ?? {}).filter((text) => isKept(state, text));
}

function isKept(state: Lowering, text: string): boolean {
  return ownValue(state.options.model.expressions, text)?.constantOverStep === true;
}
