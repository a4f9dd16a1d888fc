import { placeOf } from "../xml/xml-element.ts";
import type { Anatomy } from "./anatomy.ts";
import type { Component } from "./component.ts";
import type { EventLink, LemsLink, TunnelLink } from "./connect.ts";
import { LEMS_NAME } from "./errors.ts";
import { childrenOf, type LemsNode } from "./node.ts";
import { isOfType, membersOf } from "./type.ts";

/** Instances in the same place: of one component, or of several that differ only in parameters. */
export interface Members {
  readonly name: string;
  readonly component: Component;
  readonly nodes: LemsNode[];
}

/** Attached components of a population's instances, grouped by component. */
export interface Attached {
  readonly component: Component;
  readonly set: string;
  /** Each with the index of the instance that it is attached to. */
  readonly links: { readonly index: number; readonly link: EventLink }[];
}

/** Components attached in pairs: one end of them. */
export interface TunnelEnd {
  readonly component: Component;
  readonly set: string;
  /** Name under which it sees the other end. */
  readonly peer: string;
  /** The other instance, and the one that it is attached to. */
  readonly pre: LemsNode;
  readonly post: LemsNode;
  readonly link: TunnelLink;
}

/** Group the instances below a node that have dynamics by their location, in the update order of jLEMS. */
export function membersOfTree(
  root: LemsNode,
  { isInstance, isSurrounding, isApart }: Anatomy,
): readonly Members[] {
  const groups = new Map<string, Members>();
  const taken = new Set<string>();
  const numbers = new Map<Component, number>();
  const numberOf = (component: Component): number => {
    const number = numbers.get(component) ?? numbers.size;
    numbers.set(component, number);
    return number;
  };
  const kindOf = (component: Component): string => kindBy(component, numberOf);
  const walk = (node: LemsNode): void => {
    const { component } = node;
    if (isSurrounding(component)) {
      for (const child of childrenOf(node)) {
        if (node.array.includes(child) || isApart(component, child.component)) walk(child);
      }
    } else if (!isInstance(component)) {
      for (const child of childrenOf(node)) walk(child);
      return;
    }
    const around = container(node);
    const key = `${chainOf(around, numberOf)}/${kindOf(component)}`;
    let group = groups.get(key);
    if (group === undefined) {
      const wanted = (around?.component.id ?? node.component.id) || node.list || "neurons";
      let name = wanted;
      while (taken.has(name)) name = `${wanted}_${taken.size}`;
      taken.add(name);
      group = { name, component: node.component, nodes: [] };
      groups.set(key, group);
    }
    group.nodes.push(node);
  };
  walk(root);
  return [...groups.values()];
}

/** Ancestor components of a node, whose parameters its neurons read. */
function chainOf(node: LemsNode | undefined, numberOf: (component: Component) => number): string {
  const numbers: number[] = [];
  for (let at = node; at !== undefined; at = at.parent) numbers.push(numberOf(at.component));
  return numbers.join(" ");
}

/** Properties that components must share to be represented by one record. */
function kindBy(component: Component, numberOf: (component: Component) => number): string {
  const { type, element, children } = component;
  if (children.length > 0) return String(numberOf(component));
  const others = [...element.attributes].filter(
    ([name]) => name !== "id" && !membersOf(type, "Parameter").has(name),
  );
  return JSON.stringify([type.name, element.name, ...others]);
}

/** Container of a population's instances: neither a position in it nor the whole. */
function container(node: LemsNode): LemsNode | undefined {
  for (let at = node.parent; at?.parent !== undefined; at = at.parent) {
    const { id } = at.component;
    if (id !== "" && !/^\d+$/.test(id)) return at;
  }
  return undefined;
}

/** Find the attachment set for a component: the named one, else the first of its type. */
function setFor(target: LemsNode, component: Component, named?: string | undefined): string {
  if (named !== undefined) return named;
  const sets = membersOf(target.component.type, "Attachments");
  for (const [set, { attributes }] of sets) {
    if (isOfType(component.type, attributes.get("type") ?? "")) return set;
  }
  const [first] = sets.keys();
  if (first !== undefined) return first;
  const place = placeOf(target.component.element);
  throw LEMS_NAME({ place, what: "set of attachments for a", name: component.type.name });
}

/** Group attached components by population and component, in order. */
export function attachedOf(
  links: readonly LemsLink[],
  indexOf: (node: LemsNode) => readonly [Members, number],
): ReadonlyMap<Members, readonly Attached[]> {
  const found = new Map<Members, Map<string, Map<Component, Attached>>>();
  for (const link of links) {
    if (link.kind !== "event" || link.receiver === undefined) continue;
    const [members, index] = indexOf(link.to);
    const set = setFor(link.to, link.receiver, link.set);
    const own = found.get(members) ?? new Map<string, Map<Component, Attached>>();
    found.set(members, own);
    const inSet = own.get(set) ?? new Map<Component, Attached>();
    own.set(set, inSet);
    // By component, because components with different parents may have the same id.
    const attached = inSet.get(link.receiver) ?? { component: link.receiver, set, links: [] };
    inSet.set(link.receiver, attached);
    attached.links.push({ index, link });
  }
  return new Map(
    [...found].map(([members, own]) => [
      members,
      [...own.values()].flatMap((inSet) => [...inSet.values()]),
    ]),
  );
}

/** List both ends of all tunnels. */
export function tunnelEnds(links: readonly LemsLink[]): readonly TunnelEnd[] {
  return links.flatMap((link) => {
    if (link.kind !== "tunnel") return [];
    const { ends, components, name: peer } = link;
    const [a, b] = ends;
    const [componentA, componentB] = components;
    return [
      { component: componentA, set: setFor(a, componentA), peer, pre: b, post: a, link },
      { component: componentB, set: setFor(b, componentB), peer, pre: a, post: b, link },
    ];
  });
}
