import { freeNames, linearSystem } from "@spikeloom/equations";
import { bindForm } from "./bind-form.ts";
import type { NeuronForm } from "./neuron-form.ts";
import { independent, type System } from "./staggered.ts";

/**
 * Find the variables whose equations are linear and only read each other.
 *
 * The equations decide, not the values of parameters, so that one value for all neurons and a list of equal values give
 * the same scheme.
 */
export function linearPart(form: NeuronForm): ReadonlySet<string> {
  const { flow } = bindForm(form, new Map());
  if (flow.kind !== "equations") return new Set();
  const isLinear = (block: System): boolean => {
    const names = new Set([...block.values()].flatMap((side) => [...freeNames(side)]));
    const inputs = [...names].filter(
      (text) => !block.has(text) && !form.parameters.has(text) && text !== "t",
    );
    return linearSystem(block, inputs) !== undefined;
  };
  return independent(flow.sides, { isLinear });
}
