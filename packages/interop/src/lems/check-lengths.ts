import type { Expression } from "@spikeloom/equations";
import { placeOf } from "../xml/xml-element.ts";
import { LEMS_SHAPE } from "./errors.ts";
import type { LemsNode } from "./node.ts";
import { renamed } from "./tree.ts";

/** A variable, and its derivation, if any. */
interface DerivedFrom {
  readonly about: string;
  readonly node: LemsNode;
  readonly expression?: Expression;
}

/** Maximum number of names in an expression with all derived variables expanded. */
const mostNames = 20_000;

/** Refuse exponential growth: each derived variable of a chain may name the previous one twice. */
export function checkLengths(variables: ReadonlyMap<string, DerivedFrom>): void {
  const lengths = new Map<string, number>();
  const lengthOf = (name: string): number => {
    const known = lengths.get(name);
    if (known !== undefined) return known;
    const variable = variables.get(name);
    // Cyclic dependencies are refused during sorting.
    lengths.set(name, 1);
    let length = 1;
    if (variable?.expression === undefined) return length;
    renamed(variable.expression, (each) => {
      length += lengthOf(each);
      return { kind: "name", name: each };
    });
    lengths.set(name, length);
    if (length <= mostNames) return length;
    throw LEMS_SHAPE({
      place: placeOf(variable.node.component.element),
      message: `With all derived variables expanded, "${variable.about}" is too long.`,
      expected: `at most ${mostNames} names`,
      got: String(length),
    });
  };
  for (const name of variables.keys()) lengthOf(name);
}
