import { placeOf } from "../xml/xml-element.ts";
import type { Component, Components } from "./component.ts";
import { needed } from "./document.ts";
import { LEMS_NAME, LEMS_SHAPE } from "./errors.ts";
import { membersOf } from "./type.ts";

/** An instance of a component in the tree of a simulation. */
export interface LemsNode {
  readonly component: Component;
  readonly parent: LemsNode | undefined;
  /** List or name in its parent; empty for elements of an array. */
  readonly list: string;
  /** By list or name, each in order. */
  readonly lists: Map<string, LemsNode[]>;
  /** Created by MultiInstantiate. */
  readonly array: LemsNode[];
  /** Attached components, by set. */
  readonly attached: Map<string, LemsNode[]>;
}

/** Inputs for creating a tree. */
export interface TreeRequest {
  readonly components: Components;
  /** Value of a component's parameter in SI units. */
  readonly valueOf: (component: Component, name: string) => number;
  /** Instances created without their descendants. */
  readonly isLeaf: (component: Component) => boolean;
  /** Children omitted together with the elements of an array. */
  readonly isLeftOut?: (parent: Component, child: Component) => boolean;
  /** Children that belong to their parent's instance and are created with all descendants. */
  readonly isOwn?: (parent: Component, child: Component) => boolean;
}

/** Maximum number of instances of a simulation, each of which is an object here. */
const most = { size: 300_000 };

/** Number of instances created so far for a request. */
const made = new WeakMap<TreeRequest, number>();

/** Create the tree of instances below a component, possibly within another tree. */
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
  /** Whether it is in an instance that is created completely. */
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
    message: "The number of instances is invalid.",
    expected: `an integer, with a total of at most ${most.size}`,
    got,
  });
}

function add(node: LemsNode, list: string, child: LemsNode): void {
  const found = node.lists.get(list);
  if (found === undefined) node.lists.set(list, [child]);
  else found.push(child);
}

/** Resolve a reference such as `../synapse` to a component. */
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

/** Return the text of an attribute, here or at a path such as `../name`. */
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

/** Resolve a path such as `../pop[3]` or `pop/3/iaf` from a node or an ancestor. */
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

/** List the instances of a population: array elements or listed positions. */
export function membersAt(node: LemsNode): readonly LemsNode[] {
  if (node.array.length > 0) return node.array;
  return childrenOf(node).flatMap((child) => [...child.lists.values()].flat());
}

/** List a node, its descendants and attached components, innermost first. */
export function nodesIn(node: LemsNode): readonly LemsNode[] {
  const inside = [...childrenOf(node), ...[...node.attached.values()].flat()];
  return [...inside.flatMap(nodesIn), node];
}

/** Name of a node that is unique among its siblings, of letters, digits and underscores. */
export function partOf(node: LemsNode): string {
  const { parent, component, list } = node;
  const siblings = parent?.lists.get(list) ?? parent?.attached.get(list) ?? [];
  const isNamed = parent?.component.type.members.get("Child")?.has(list) === true;
  const own = (isNamed || component.id === "" ? list : component.id).replace(/\W/g, "_");
  const number = numbersOf(siblings).get(node) ?? "";
  return /^[A-Za-z]/.test(own) ? `${own}${number}` : `part${own}${number}`;
}

const numbered = new WeakMap<readonly LemsNode[], ReadonlyMap<LemsNode, string>>();

/** Number the list members of the same component; others have no number. */
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

/** Whether a node is updated simultaneously with an ancestor, as in simultaneous dynamics. */
export function isTogether(node: LemsNode, owner: LemsNode): boolean {
  for (let at: LemsNode | undefined = node; at !== undefined && at !== owner; at = at.parent) {
    if (at.component.type.isSimultaneous) return true;
  }
  return owner.component.type.isSimultaneous;
}

/**
 * Number of intermediate nodes that require the same name.
 *
 * jLEMS updates a node after its children, and each node has its own copy of a required variable, so each level adds a
 * delay of one step.
 */
export function levelsTo(node: LemsNode, owner: LemsNode, local: string): number {
  let count = 0;
  for (let at: LemsNode | undefined = node; at !== undefined && at !== owner; at = at.parent) {
    if (membersOf(at.component.type, "Requirement").has(local)) count++;
  }
  return Math.max(0, count - 1);
}
