import type { Expression } from "@spikeloom/equations";
import { placeOf } from "../xml/xml-element.ts";
import { LEMS_SHAPE } from "./errors.ts";
import type { LemsNode } from "./node.ts";
import { renamed } from "./tree.ts";

/** A variable, and what it is derived from, if anything. */
interface DerivedFrom {
  readonly about: string;
  readonly node: LemsNode;
  readonly expression?: Expression;
}

/** Names that an expression may have once all that is derived is written out in it. */
const mostNames = 20_000;

/** Refuse what would grow without end: each derived value of a chain may name the one before twice. */
export function checkLengths(variables: ReadonlyMap<string, DerivedFrom>): void {
  const lengths = new Map<string, number>();
  const lengthOf = (name: string): number => {
    const known = lengths.get(name);
    if (known !== undefined) return known;
    const variable = variables.get(name);
    // What depends on itself is refused where it is put in order.
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
      message: `With all that it is derived from, "${variable.about}" is too long.`,
      expected: `at most ${mostNames} names`,
      got: String(length),
    });
  };
  for (const name of variables.keys()) lengthOf(name);
}
