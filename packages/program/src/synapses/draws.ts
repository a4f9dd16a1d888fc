import type { Expression } from "@spikeloom/equations";
import { mapTree, name } from "../tree.ts";
import type { DrawKind, Let } from "./synapse-program.ts";

/** Moves the random draws of an event to separate lets. */
export function drawCollector(event: string): {
  replace(value: Expression, lets: Let[]): Expression;
} {
  let count = 0;
  return {
    replace: (value, lets) =>
      mapTree(value, (node) => {
        if (node.kind !== "call" || !isDraw(node.name)) return node;
        const text = `draw:${event}:${count++}`;
        lets.push({ name: text, draw: node.name, args: node.args, key: text });
        return name(text);
      }),
  };
}

/** Test whether a function draws random numbers. */
export function isDraw(text: string): text is DrawKind {
  return text === "rand" || text === "randn" || text === "poisson";
}
