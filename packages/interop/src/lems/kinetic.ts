import type { Expression } from "@spikeloom/equations";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { needed } from "./document.ts";
import { LEMS_NAME, LEMS_UNSUPPORTED } from "./errors.ts";
import { type Flat, resolve } from "./flat.ts";
import type { LemsNode } from "./node.ts";

/** States, by their variable names, and transitions between them. */
export interface Scheme {
  readonly node: LemsNode;
  readonly states: readonly string[];
  readonly edges: readonly {
    /** Indices in the list of states. */
    readonly from: number;
    readonly to: number;
    readonly forward: Expression;
    readonly reverse: Expression;
  }[];
}

/** Maximum number of states of a scheme, whose transitions form a matrix of that size. */
const mostStates = 16;

/** List the kinetic schemes of all nodes, innermost first. */
export function readSchemes(flat: Flat): readonly Scheme[] {
  return flat.nodes.flatMap((node) =>
    node.component.type.dynamics
      .filter(({ name }) => name === "KineticScheme")
      .map((element) => readScheme(flat, node, element)),
  );
}

function readScheme(flat: Flat, node: LemsNode, scheme: XmlElement): Scheme {
  const text = (name: string): string => needed(scheme, name);
  const nodes = node.lists.get(text("nodes")) ?? [];
  const place = placeOf(node.component.element);
  if (nodes.length > mostStates) {
    const what = `a kinetic scheme of ${nodes.length} states`;
    throw LEMS_UNSUPPORTED({ place, what, instead: `at most ${mostStates} states` });
  }
  startInFirst(flat, nodes, text("stateVariable"));
  const indexOf = (id: string | undefined): number => {
    const found = nodes.findIndex(({ component }) => component.id === id);
    if (found >= 0) return found;
    throw LEMS_NAME({ place, what: "state of the scheme", name: id ?? "" });
  };
  const states = nodes.map((state) => {
    const name = flat.names.get(state)?.get(text("stateVariable"));
    if (name !== undefined) return name;
    throw LEMS_NAME({ place, what: "state variable", name: text("stateVariable") });
  });
  const edges = (node.lists.get(text("edges")) ?? []).map((edge) => {
    const { attributes } = edge.component.element;
    const at = placeOf(edge.component.element);
    return {
      from: indexOf(attributes.get(text("edgeSource"))),
      to: indexOf(attributes.get(text("edgeTarget"))),
      forward: resolve(flat, edge, [text("forwardRate"), at]),
      reverse: resolve(flat, edge, [text("reverseRate"), at]),
    };
  });
  return { node, states, edges };
}

/** Initially everything is in the first state, as in jLEMS. */
function startInFirst(flat: Flat, nodes: readonly LemsNode[], variable: string): void {
  const [first] = nodes;
  const name = first && flat.names.get(first)?.get(variable);
  const found = name === undefined ? undefined : flat.variables.get(name);
  if (found !== undefined) found.start ??= { kind: "number", value: 1 };
}
