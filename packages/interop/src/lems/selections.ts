import { bounds, type Expression } from "@spikeloom/equations";
import { placeOf } from "../xml/xml-element.ts";
import { LEMS_SHAPE, LEMS_UNSUPPORTED } from "./errors.ts";
import { childAt, type LemsNode } from "./node.ts";

/** Split a path at each slash outside brackets and quotes. */
export function partsOfPath(path: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  let quote: string | undefined;
  for (const letter of path) {
    if (letter === "/" && depth === 0 && quote === undefined) {
      parts.push("");
      continue;
    }
    if (quote !== undefined) quote = letter === quote ? undefined : quote;
    else if (letter === "'" || letter === '"') quote = letter;
    else if (letter === "[") depth += 1;
    else if (letter === "]") depth -= 1;
    parts[parts.length - 1] += letter;
  }
  return parts;
}

/** Find the nodes of a selection such as `gates[*]` or `populations[ion='ca']`. */
export function nodesAlong(node: LemsNode, parts: readonly string[]): readonly LemsNode[] {
  return parts.reduce<readonly LemsNode[]>(
    (found, part) => found.flatMap((each) => matching(each, part)),
    [node],
  );
}

const reductions: Readonly<Record<string, "add" | "multiply">> = {
  add: "add",
  sum: "add",
  plus: "add",
  "+": "add",
  multiply: "multiply",
  product: "multiply",
  times: "multiply",
  "*": "multiply",
};

/** Reduce the values of a selection in the stated way; an empty one gives 0, or 1 for a product. */
export function reduced(
  values: readonly Expression[],
  [reduce = "add", place]: readonly [string | undefined, string],
): Expression {
  const found = Object.hasOwn(reductions, reduce) ? reductions[reduce] : undefined;
  if (values.length > bounds.depth) {
    // Equations have a depth limit; here it is checked before expanding all of them.
    throw LEMS_UNSUPPORTED({
      place,
      what: `a selection of ${values.length} variables, each with states of its own`,
      instead: `at most ${bounds.depth}, or synapses whose states add up, so that they share one`,
    });
  }
  if (found !== undefined) {
    return values.length === 0
      ? { kind: "number", value: found === "multiply" ? 1 : 0 }
      : values.reduce((left, right) => ({ kind: found, left, right }));
  }
  const message = `"${reduce}" is not a known reduction.`;
  const expected = Object.keys(reductions).join(", ");
  throw LEMS_SHAPE({ place, message, expected, got: reduce });
}

const MANY = /^([^[\]]+)\[(.+)\]$/s;

function matching(node: LemsNode, part: string): readonly LemsNode[] {
  if (part === "..") return node.parent === undefined ? [] : [node.parent];
  const [, list, predicate] = MANY.exec(part) ?? [];
  if (list === undefined || predicate === undefined) {
    const found = part === "" ? undefined : childAt(node, part);
    return found === undefined ? [] : [found];
  }
  const all = node.lists.get(list) ?? node.attached.get(list) ?? [];
  if (predicate === "*") return all;
  const [, attribute, value] = /^(\w+)\s*=\s*['"](.*)['"]$/.exec(predicate) ?? [];
  if (attribute === undefined) {
    throw LEMS_SHAPE({
      place: placeOf(node.component.element),
      message: `"${part}" does not select a known component.`,
      expected: "[*] or [name='value']",
      got: predicate,
    });
  }
  return all.filter(({ component: { element, type } }) => {
    return (element.attributes.get(attribute) ?? type.fixed.get(attribute)) === value;
  });
}
