import { type Expression, freeNames, substitute } from "@spikeloom/equations";
import { name } from "../tree.ts";
import { type Draft, written } from "./draft.ts";
import type { NeuronForm } from "./neuron-form.ts";
import type { StepInput } from "./step-input.ts";
import { slotName } from "./step-program.ts";

/** A value that a kernel stores in a slot. */
export type Store = [slot: string, value: Expression];

/** Evaluate the expressions that are constant over a step, in order of dependency. */
export function keepOverStep(draft: Draft, { form }: StepInput): Draft {
  const names = keptNames(form);
  if (names.length === 0) return draft;
  return written(draft, (writer) => {
    const values = new Map(draft.values);
    const keep = (text: string): void => {
      if (values.has(text)) return;
      const value = keptValue(form, text);
      for (const part of freeNames(value)) if (names.includes(part)) keep(part);
      values.set(text, writer.let(text, substitute(value, values)));
    };
    for (const text of names) keep(text);
    return { values };
  });
}

function keptValue({ expressions }: NeuronForm, text: string): Expression {
  return expressions.get(text)?.value ?? name(text);
}

/** Store the constant-over-step values that are recorded. */
export function keptStores({ values }: Draft, { form }: StepInput): readonly Store[] {
  return keptNames(form).map((text): Store => {
    return [slotName("kept", text), values.get(text) ?? keptValue(form, text)];
  });
}

/** Names of the expressions that are constant over a step. */
export function keptNames({ expressions }: NeuronForm): readonly string[] {
  return [...expressions].flatMap(([text, { constantOverStep }]) =>
    constantOverStep ? [text] : [],
  );
}
