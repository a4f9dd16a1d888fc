import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import type { Component, Components } from "./component.ts";
import { needed } from "./document.ts";
import { LEMS_UNSUPPORTED } from "./errors.ts";
import { childAt, childrenOf, type LemsNode, nodesIn } from "./node.ts";
import { partsOfPath } from "./selections.ts";
import { type LemsType, membersOf } from "./type.ts";

/** Classification of a document's components: neurons, and containers of populations. */
export interface Anatomy {
  /** Whether a component has dynamics and contains no population, so that everything in it is one neuron. */
  isInstance(component: Component): boolean;
  /** Whether a component has dynamics of its own and contains populations. */
  isSurrounding(component: Component): boolean;
  /** Whether a child of a container is not part of the container's own dynamics. */
  isApart(parent: Component, child: Component): boolean;
}

/** Determine which components contain populations, also through references. */
export function anatomyOf(components: Components): Anatomy {
  const known = new Map<Component, boolean>();
  const holds = (component: Component): boolean => {
    const found = known.get(component);
    if (found !== undefined) return found;
    // A component that refers to itself contains what it contains otherwise.
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

/** Whether a structure element creates populations or connects instances. */
function isNetwork(type: LemsType, { name, attributes, children }: XmlElement): boolean {
  if (name === "MultiInstantiate" || name === "Tunnel") return true;
  if (name === "EventConnection") return attributes.has("receiver");
  // A position in a population has no dynamics; it creates an instance of the population's component.
  if (name === "ChildInstance") {
    return type.dynamics.length === 0 && attributes.get("component")?.startsWith("../") === true;
  }
  return children.some((child) => isNetwork(type, child));
}

/** Component that a structure element instantiates as a child, if an attribute names it. */
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

/** List the nodes of a container that belong to its own dynamics, innermost first. */
function ownNodes(node: LemsNode, anatomy: Anatomy): readonly LemsNode[] {
  const own = childrenOf(node).filter(
    (child) => !node.array.includes(child) && !anatomy.isApart(node.component, child.component),
  );
  return [...own.flatMap(nodesIn), node];
}

/** List the nodes around an instance whose variables its dynamics read, innermost first. */
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
    // Variables further out may be read through it.
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
 * Refuse a container whose dynamics neurons cannot compute separately.
 *
 * Each population recomputes the dynamics around it, which gives the same values if these depend only on parameters and
 * time.
 */
export function checkSurrounding(node: LemsNode, isConnected: boolean, anatomy: Anatomy): void {
  const { type, element } = node.component;
  const refuse = (what: string, instead: string): Error =>
    LEMS_UNSUPPORTED({ place: placeOf(element), what: `a ${type.name} ${what}`, instead });
  const dynamics = ownNodes(node, anatomy).flatMap(({ component }) => component.type.dynamics);
  if (isConnected) {
    throw refuse(
      "that receives events, and whose variables are read by the populations in it",
      "dynamics around a population that depend only on parameters and time",
    );
  }
  if (dynamics.some(isDrawn)) {
    throw refuse(
      "that draws random numbers, and whose variables are read by the populations in it",
      "deterministic dynamics around a population",
    );
  }
}

function isDrawn({ attributes, children }: XmlElement): boolean {
  return (
    ["value", "test", "condition"].some((name) => /\brandom\b/.test(attributes.get(name) ?? "")) ||
    children.some(isDrawn)
  );
}

/** Refuse a container that selects variables of the populations within it. */
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
      instead: "selections within a component without populations",
    });
  }
}
