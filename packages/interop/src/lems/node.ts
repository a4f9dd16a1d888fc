import { placeOf } from "../xml/xml-element.ts";
import type { Component, Components } from "./component.ts";
import { needed } from "./document.ts";
import { LEMS_NAME, LEMS_SHAPE } from "./errors.ts";
import { membersOf } from "./type.ts";

/** An instance of a component in the tree that a simulation is made of. */
export interface LemsNode {
  readonly component: Component;
  readonly parent: LemsNode | undefined;
  /** Under which list or name it stands in its parent; empty for the many of an array. */
  readonly list: string;
  /** By list or name, each in order. */
  readonly lists: Map<string, LemsNode[]>;
  /** Made by MultiInstantiate. */
  readonly array: LemsNode[];
  /** What is attached, by set. */
  readonly attached: Map<string, LemsNode[]>;
}

/** What a tree is made with. */
export interface TreeRequest {
  readonly components: Components;
  /** Value of a parameter of a component in SI units. */
  readonly valueOf: (component: Component, name: string) => number;
  /** Instances that are left without what stands in them. */
  readonly isLeaf: (component: Component) => boolean;
  /** Children that are left out together with the many of an array. */
  readonly isLeftOut?: (parent: Component, child: Component) => boolean;
  /** Children that belong to the instance that their parent is, and are made with all that stands in them. */
  readonly isOwn?: (parent: Component, child: Component) => boolean;
}

/** Instances of a simulation, each of which is an object here. */
const most = { size: 300_000 };

/** Instances that were made for a request so far. */
const made = new WeakMap<TreeRequest, number>();

/** Make the tree of instances below a component, which may stand in another tree. */
export function treeOf(
  component: Component,
  request: TreeRequest,
  { parent, list = component.id }: { parent?: LemsNode | undefined; list?: string } = {},
): LemsNode {
  return grow(component, { request, parent, list });
}

interface Growing {
  readonly request: TreeRequest;
  readonly parent: LemsNode | undefined;
  readonly list: string;
  /** Whether it stands in an instance that is made whole. */
  readonly isWithin?: boolean;
}

function grow(component: Component, growing: Growing): LemsNode {
  const { request, parent, list, isWithin = false } = growing;
  const count = (made.get(request) ?? 0) + 1;
  made.set(request, count);
  if (count > most.size) throw tooMany(component, "more");
  const node: LemsNode = {
    component,
    parent,
    list,
    lists: new Map(),
    array: [],
    attached: new Map(),
  };
  if (!isWithin && request.isLeaf(component) && parent !== undefined) return node;
  const addChild = (under: string, child: Component): void => {
    if (request.isLeftOut?.(component, child) === true) return;
    const inside = isWithin || request.isOwn?.(component, child) === true;
    add(node, under, grow(child, { request, parent: node, list: under, isWithin: inside }));
  };
  for (const { list: under, component: child } of component.children) addChild(under, child);
  for (const element of component.type.structure) {
    if (element.name === "ChildInstance") {
      const path = needed(element, "component");
      const name = path.slice(path.lastIndexOf("/") + 1);
      const made = referred(node, path, request);
      if (made !== undefined) addChild(name, made);
    } else if (element.name === "MultiInstantiate" && request.isLeftOut === undefined) {
      const made = referred(node, needed(element, "component"), request);
      const size = request.valueOf(component, needed(element, "number"));
      if (made !== undefined) multiply(node, { component: made, size, request });
    }
  }
  return node;
}

function multiply(
  node: LemsNode,
  { component, size, request }: { component: Component; size: number; request: TreeRequest },
): void {
  if (!(Number.isInteger(size) && size >= 0 && size <= most.size)) {
    throw tooMany(node.component, String(size));
  }
  for (let k = 0; k < size; k++) {
    node.array.push(grow(component, { request, parent: node, list: "" }));
  }
}

function tooMany({ element }: Component, got: string): Error {
  return LEMS_SHAPE({
    place: placeOf(element),
    message: "This is no number of instances.",
    expected: `a whole number, and ${most.size} in all at most`,
    got,
  });
}

function add(node: LemsNode, list: string, child: LemsNode): void {
  const found = node.lists.get(list);
  if (found === undefined) node.lists.set(list, [child]);
  else found.push(child);
}

/** Find the component that a reference such as `../synapse` names. */
export function referred(
  node: LemsNode,
  path: string,
  { components }: Pick<TreeRequest, "components">,
): Component | undefined {
  const id = textOf(node, path);
  const place = placeOf(node.component.element);
  if (id === undefined) throw LEMS_NAME({ place, what: "reference", name: path });
  const inside = node.component.children.find(({ component }) => component.id === id);
  return inside?.component ?? components.find(id, place);
}

/** Give the text of an attribute here, or where a path such as `../name` leads. */
export function textOf(node: LemsNode, path: string): string | undefined {
  const up = path.split("/").filter((part) => part === "..").length;
  const name = path.slice(path.lastIndexOf("/") + 1);
  let at: LemsNode | undefined = node;
  for (let k = 0; k < up; k++) at = at?.parent;
  for (; at !== undefined; at = at.parent) {
    const { attributes } = at.component.element;
    const text = attributes.get(name) ?? at.component.type.fixed.get(name);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** List the children of a node in the order of their lists. */
export function childrenOf(node: LemsNode): readonly LemsNode[] {
  return [...[...node.lists.values()].flat(), ...node.array];
}

/** Find a node by a path such as `../pop[3]` or `pop/3/iaf`, from a node or one around it. */
export function nodeAt(from: LemsNode, path: string): LemsNode | undefined {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".." && part !== ".");
  for (let at: LemsNode | undefined = from; at !== undefined; at = at.parent) {
    const found = below(at, parts);
    if (found !== undefined) return found;
  }
  return undefined;
}

function below(node: LemsNode, parts: readonly string[]): LemsNode | undefined {
  let at: LemsNode | undefined = node;
  for (const part of parts) at = at === undefined ? undefined : childAt(at, part);
  return at;
}

/** Find a child by `name`, `id`, `name[3]`, `[3]` or `set:id:3`. */
export function childAt(node: LemsNode, part: string): LemsNode | undefined {
  if (part === "this") return node;
  if (part === "parent") return node.parent;
  const [, name = "", index] = /^([^[\]]*)(?:\[(\d+)\])?$/.exec(part) ?? [];
  if (index !== undefined) {
    const list = name === "" ? node : named(node, name);
    return list === undefined
      ? node.lists.get(name)?.[Number(index)]
      : membersAt(list)[Number(index)];
  }
  const [set, id, nth] = part.split(":");
  if (set !== undefined && id !== undefined && nth !== undefined) {
    const alike = node.attached.get(set)?.filter(({ component }) => component.id === id);
    return alike?.[Number(nth)];
  }
  return named(node, part) ?? (/^\d+$/.test(part) ? node.array[Number(part)] : undefined);
}

function named(node: LemsNode, name: string): LemsNode | undefined {
  const list = node.lists.get(name);
  if (list?.length === 1) return list[0];
  const all = [...childrenOf(node), ...[...node.attached.values()].flat()];
  return all.find(({ component }) => component.id === name);
}

/** List the instances of a population: those of its array, or those in its list of places. */
export function membersAt(node: LemsNode): readonly LemsNode[] {
  if (node.array.length > 0) return node.array;
  return childrenOf(node).flatMap((child) => [...child.lists.values()].flat());
}

/** List a node and all that stands in it or is attached to it, from the inside out. */
export function nodesIn(node: LemsNode): readonly LemsNode[] {
  const inside = [...childrenOf(node), ...[...node.attached.values()].flat()];
  return [...inside.flatMap(nodesIn), node];
}

/** A name for a node among those around it, of letters, digits and underlines. */
export function partOf(node: LemsNode): string {
  const { parent, component, list } = node;
  const siblings = parent?.lists.get(list) ?? parent?.attached.get(list) ?? [];
  const isNamed = parent?.component.type.members.get("Child")?.has(list) === true;
  const own = (isNamed || component.id === "" ? list : component.id).replace(/\W/g, "_");
  const number = numbersOf(siblings).get(node) ?? "";
  return /^[A-Za-z]/.test(own) ? `${own}${number}` : `part${own}${number}`;
}

const numbered = new WeakMap<readonly LemsNode[], ReadonlyMap<LemsNode, string>>();

/** Number those of a list that are made of the same component; others have no number. */
function numbersOf(siblings: readonly LemsNode[]): ReadonlyMap<LemsNode, string> {
  const known = numbered.get(siblings);
  // A list may have grown since.
  if (known?.size === siblings.length) return known;
  const alike = Map.groupBy(siblings, ({ component }) => component.id);
  const numbers = new Map<LemsNode, string>();
  for (const nodes of alike.values()) {
    for (const [k, node] of nodes.entries()) numbers.set(node, nodes.length > 1 ? String(k) : "");
  }
  numbered.set(siblings, numbers);
  return numbers;
}

/** Whether a node moves at once with one around it, as all in what is simultaneous does. */
export function isTogether(node: LemsNode, owner: LemsNode): boolean {
  for (let at: LemsNode | undefined = node; at !== undefined && at !== owner; at = at.parent) {
    if (at.component.type.isSimultaneous) return true;
  }
  return owner.component.type.isSimultaneous;
}

/**
 * Through how many nodes that require a name too it comes to a node from the one that has it.
 *
 * jLEMS moves a node after what stands in it, and each has a copy of what it requires from the one around it:
 * so each such level between is a step behind.
 */
export function levelsTo(node: LemsNode, owner: LemsNode, local: string): number {
  let count = 0;
  for (let at: LemsNode | undefined = node; at !== undefined && at !== owner; at = at.parent) {
    if (membersOf(at.component.type, "Requirement").has(local)) count++;
  }
  return Math.max(0, count - 1);
}
