import type { Expression } from "@spikeloom/equations";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { needed } from "./document.ts";
import { LEMS_NAME } from "./errors.ts";
import { type Flat, resolve } from "./flat.ts";
import type { LemsNode } from "./node.ts";

/** Give the states of kinetic schemes their rates: what comes in less what goes out. */
export function readSchemes(flat: Flat): void {
  for (const node of flat.nodes) {
    for (const element of node.component.type.dynamics) {
      if (element.name === "KineticScheme") readScheme(flat, node, element);
    }
  }
}

function readScheme(flat: Flat, node: LemsNode, scheme: XmlElement): void {
  const text = (name: string): string => needed(scheme, name);
  const nodes = node.lists.get(text("nodes")) ?? [];
  startInFirst(flat, nodes, text("stateVariable"));
  const occupancy = (id: string | undefined): string => {
    const state = nodes.find(({ component }) => component.id === id);
    const name = state && flat.names.get(state)?.get(text("stateVariable"));
    if (name !== undefined) return name;
    const place = placeOf(node.component.element);
    throw LEMS_NAME({ place, what: "state of the scheme", name: id ?? "" });
  };
  for (const edge of node.lists.get(text("edges")) ?? []) {
    const { attributes } = edge.component.element;
    const from = occupancy(attributes.get(text("edgeSource")));
    const to = occupancy(attributes.get(text("edgeTarget")));
    const place = placeOf(edge.component.element);
    const flow = (rate: string, source: string): Expression => {
      const right: Expression = { kind: "name", name: source };
      return { kind: "multiply", left: resolve(flat, edge, [text(rate), place]), right };
    };
    const [left, right] = [flow("forwardRate", from), flow("reverseRate", to)];
    const net: Expression = { kind: "subtract", left, right };
    addTo(flat, from, { kind: "negate", of: net });
    addTo(flat, to, net);
  }
}

/** All is in the first state at the start, as jLEMS has it. */
function startInFirst(flat: Flat, nodes: readonly LemsNode[], variable: string): void {
  const [first] = nodes;
  const name = first && flat.names.get(first)?.get(variable);
  const found = name === undefined ? undefined : flat.variables.get(name);
  if (found !== undefined) found.start ??= { kind: "number", value: 1 };
}

function addTo(flat: Flat, name: string, flow: Expression): void {
  const variable = flat.variables.get(name);
  if (variable === undefined) return;
  const { rate } = variable;
  variable.rate = rate === undefined ? flow : { kind: "add", left: rate, right: flow };
}
