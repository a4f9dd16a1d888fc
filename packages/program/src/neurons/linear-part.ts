import { freeNames, linearSystem } from "@spikeloom/equations";
import type { NeuronRecord } from "@spikeloom/kernel";
import { modelReader } from "./model-reader.ts";
import { independent, type System } from "./staggered.ts";

/**
 * Find the variables whose equations are linear and read only each other.
 *
 * The equations decide, not the values of parameters, so that one value for all neurons and a list of equal ones are advanced in
 * the same way.
 */
export function linearPart(model: NeuronRecord): ReadonlySet<string> {
  const reader = modelReader(model, new Map());
  const dynamics = reader.assignments(reader.model.dynamics);
  const isLinear = (block: System): boolean => {
    const names = new Set([...block.values()].flatMap((side) => [...freeNames(side)]));
    const inputs = [...names].filter(
      (text) => !block.has(text) && !Object.hasOwn(model.parameters, text) && text !== "t",
    );
    return linearSystem(block, inputs) !== undefined;
  };
  return independent(dynamics, { isLinear });
}
