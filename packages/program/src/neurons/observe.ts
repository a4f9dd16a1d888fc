import { substitute } from "@spikeloom/equations";
import { name } from "../tree.ts";
import { type Draft, written } from "./draft.ts";
import { keptNames, type Store } from "./keep-over-step.ts";
import { beginRefractoriness } from "./refractory.ts";
import { type StepInput, startDraft } from "./step-input.ts";
import { type Kernel, slotName } from "./step-program.ts";

/**
 * Create the kernel that evaluates recorded expressions, given the variables and the time of the sample.
 *
 * It runs between steps; constant-over-step expressions keep their values from the previous step.
 */
export function observeKernel(input: StepInput): Kernel | undefined {
  const { observed, form } = input;
  if (observed.length === 0) return undefined;
  const begun = beginRefractoriness(startDraft(input), input);
  const kept = keptNames(form).map((text) => [text, name(slotName("kept", text))] as const);
  const values = new Map([...begun.values, ...kept]);
  const stores: Store[] = [];
  const { statements } = written(begun, (writer) => {
    for (const text of observed) {
      const { value, constantOverStep } = form.expressions.get(text) ?? {};
      const read = value === undefined || constantOverStep ? name(text) : value;
      stores.push([slotName("observed", text), writer.let(text, substitute(read, values))]);
    }
    return {};
  });
  return { name: "observe", statements, stores, spikes: undefined };
}

/** Create the slots that store recorded expressions. */
export function observedSlots(draft: Draft, { observed, form }: StepInput): Draft {
  if (observed.length === 0) return draft;
  return written(draft, ({ slot }) => {
    for (const text of observed) slot("observed", text);
    for (const text of keptNames(form)) slot("kept", text);
    return {};
  });
}
