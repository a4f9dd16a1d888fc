import type { Expression } from "@spikeloom/equations";
import { UNSUPPORTED_DRAW } from "../errors.ts";
import { mapTree, name } from "../tree.ts";
import { type Draw, slotName } from "./step-program.ts";

/** Collects the random numbers that a program draws in each step. */
export interface DrawCollector {
  readonly draws: Draw[];
  /** Replace each `rand()` and `randn()` of a tree by its own slot. */
  replace(expression: Expression): Expression;
  /** The slot of a named draw; the same name is the same number within a step. */
  slot(key: string, distribution: Draw["distribution"]): Expression;
}

/** Start collecting draws. */
export function drawCollector(): DrawCollector {
  const draws: Draw[] = [];
  const named = new Map<string, Expression>();
  const add = (distribution: Draw["distribution"]): Expression => {
    const slot = slotName("draw", String(draws.length));
    draws.push({ slot, distribution, key: slot });
    return name(slot);
  };
  return {
    draws,
    replace: (expression) =>
      mapTree(expression, (node) => {
        if (node.kind !== "call") return node;
        if (node.name === "rand") return add("uniform");
        if (node.name === "randn") return add("normal");
        if (node.name === "poisson") throw UNSUPPORTED_DRAW({ name: node.name });
        return node;
      }),
    slot(key, distribution) {
      const known = named.get(key) ?? add(distribution);
      named.set(key, known);
      return known;
    },
  };
}
