import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import type { Component, Components } from "./component.ts";
import { needed } from "./document.ts";
import { LEMS_UNSUPPORTED } from "./errors.ts";
import { childAt, childrenOf, type LemsNode, nodesIn } from "./node.ts";
import { partsOfPath } from "./selections.ts";
import { type LemsType, membersOf } from "./type.ts";

/** Which components of a document become neurons, and which hold them. */
export interface Anatomy {
  /** Whether a component has dynamics and holds no population, so that all within it is one neuron. */
  isInstance(component: Component): boolean;
  /** Whether a component has dynamics of its own and holds populations. */
  isSurrounding(component: Component): boolean;
  /** Whether a child of a surrounding component is no part of its own dynamics. */
  isApart(parent: Component, child: Component): boolean;
}

/** Find out what holds populations, through references as well. */
export function anatomyOf(components: Components): Anatomy {
  const known = new Map<Component, boolean>();
  const holds = (component: Component): boolean => {
    const found = known.get(component);
    if (found !== undefined) return found;
    // A component that refers to itself holds what it holds otherwise.
    known.set(component, false);
    const { structure } = component.type;
    const isHolding =
      structure.some((element) => isNetwork(component.type, element)) ||
      component.children.some((child) => holds(child.component)) ||
      structure.some((element) => {
        const made = referredIn(component, element, components);
        return made !== undefined && holds(made);
      });
    known.set(component, isHolding);
    return isHolding;
  };
  const hasDynamics = ({ type }: Component): boolean => type.dynamics.length > 0;
  const isSurrounding = (component: Component): boolean =>
    hasDynamics(component) && holds(component);
  return {
    isInstance: (component) => hasDynamics(component) && !holds(component),
    isSurrounding,
    isApart: (parent, child) => isSurrounding(parent) && (holds(child) || sendsOrTakes(child)),
  };
}

/** Whether an element of a structure makes populations or connects instances. */
function isNetwork(type: LemsType, { name, attributes, children }: XmlElement): boolean {
  if (name === "MultiInstantiate" || name === "Tunnel") return true;
  if (name === "EventConnection") return attributes.has("receiver");
  // A place of a population has no dynamics, and makes an instance of what the population names.
  if (name === "ChildInstance") {
    return type.dynamics.length === 0 && attributes.get("component")?.startsWith("../") === true;
  }
  return children.some((child) => isNetwork(type, child));
}

/** The component that an element of a structure makes a child of, where an attribute names it. */
function referredIn(
  { element, children }: Component,
  { name, attributes }: XmlElement,
  components: Components,
): Component | undefined {
  if (name !== "ChildInstance") return undefined;
  const id = element.attributes.get(attributes.get("component") ?? "");
  if (id === undefined) return undefined;
  const inside = children.find(({ component }) => component.id === id);
  return inside?.component ?? (components.has(id) ? components.find(id, "") : undefined);
}

function sendsOrTakes({ type, children }: Component): boolean {
  if (type.dynamics.length > 0) return membersOf(type, "EventPort").size > 0;
  return children.some(({ component }) => sendsOrTakes(component));
}

/** List the nodes of a surrounding component that belong to its own dynamics, from the inside out. */
function ownNodes(node: LemsNode, anatomy: Anatomy): readonly LemsNode[] {
  const own = childrenOf(node).filter(
    (child) => !node.array.includes(child) && !anatomy.isApart(node.component, child.component),
  );
  return [...own.flatMap(nodesIn), node];
}

/** List the nodes around an instance whose variables its dynamics read, from the inside out. */
export function nodesAround(
  instance: LemsNode,
  { anatomy, inside }: { readonly anatomy: Anatomy; readonly inside: readonly LemsNode[] },
): readonly LemsNode[] {
  const words = new Set(
    inside.flatMap(({ component }) => component.type.dynamics.flatMap(wordsIn)),
  );
  const found: LemsNode[] = [];
  for (let at = instance.parent; at !== undefined; at = at.parent) {
    if (!anatomy.isSurrounding(at.component)) continue;
    if (!variablesOf(at.component).some((name) => words.has(name))) continue;
    const own = ownNodes(at, anatomy);
    found.push(...own);
    // What is around it may be read through it.
    for (const { component } of own)
      for (const word of component.type.dynamics.flatMap(wordsIn)) words.add(word);
  }
  return found;
}

function variablesOf({ type }: Component): readonly string[] {
  return type.dynamics.flatMap(({ attributes }) =>
    ["name", "exposure"].flatMap((attribute) => attributes.get(attribute) ?? []),
  );
}

function wordsIn({ attributes, children }: XmlElement): readonly string[] {
  const texts = ["value", "test", "condition", "select"].flatMap(
    (name) => attributes.get(name) ?? [],
  );
  return [
    ...texts.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []),
    ...children.flatMap(wordsIn),
  ];
}

/**
 * Refuse a surrounding component that neurons within it cannot follow each for itself.
 *
 * Each population computes what surrounds it anew. That gives the same values where they follow from the
 * parameters and the time alone.
 */
export function checkSurrounding(node: LemsNode, isConnected: boolean, anatomy: Anatomy): void {
  const { type, element } = node.component;
  const refuse = (what: string, instead: string): Error =>
    LEMS_UNSUPPORTED({ place: placeOf(element), what: `a ${type.name} ${what}`, instead });
  const dynamics = ownNodes(node, anatomy).flatMap(({ component }) => component.type.dynamics);
  if (isConnected) {
    throw refuse(
      "that takes events, and whose variables the populations in it read",
      "dynamics around a population that follow from parameters and the time alone",
    );
  }
  if (dynamics.some(isDrawn)) {
    throw refuse(
      "that draws numbers, and whose variables the populations in it read",
      "dynamics around a population that draw nothing",
    );
  }
}

function isDrawn({ attributes, children }: XmlElement): boolean {
  return (
    ["value", "test", "condition"].some((name) => /\brandom\b/.test(attributes.get(name) ?? "")) ||
    children.some(isDrawn)
  );
}

/** Refuse a component that selects variables of the populations within it. */
export function checkSelections(node: LemsNode, anatomy: Anatomy): void {
  for (const element of node.component.type.dynamics) {
    if (!element.attributes.has("select")) continue;
    const select = needed(element, "select");
    const [first = ""] = partsOfPath(select);
    const list = first.replace(/\[.*$/s, "");
    const found = node.lists.get(list) ?? [childAt(node, list)];
    const isOutside = found.some(
      (child) => child !== undefined && anatomy.isApart(node.component, child.component),
    );
    if (!isOutside) continue;
    throw LEMS_UNSUPPORTED({
      place: placeOf(element),
      what: `the selection "${select}" from dynamics around a population`,
      instead: "selections within a component that holds no population",
    });
  }
}
