import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import type { Component } from "./component.ts";
import { needed } from "./document.ts";
import { LEMS_NAME, LEMS_UNSUPPORTED } from "./errors.ts";
import {
  childrenOf,
  type LemsNode,
  membersAt,
  nodeAt,
  referred,
  type TreeRequest,
  textOf,
} from "./node.ts";

/** Event connections between instances or components attached to them. */
export interface EventLink {
  readonly kind: "event";
  readonly from: LemsNode;
  readonly to: LemsNode;
  /** Component attached to the target, which receives the events. */
  readonly receiver: Component | undefined;
  readonly set: string | undefined;
  readonly sourcePort: string | undefined;
  readonly targetPort: string | undefined;
  /** In seconds. */
  readonly delay: number;
  /** Properties of the receiver, in SI units. */
  readonly properties: ReadonlyMap<string, number>;
  readonly place: string;
}

/** Two components attached to two instances that read each other. */
export interface TunnelLink {
  readonly kind: "tunnel";
  readonly name: string;
  readonly ends: readonly [LemsNode, LemsNode];
  readonly components: readonly [Component, Component];
  readonly properties: ReadonlyMap<string, number>;
  readonly place: string;
}

/** Connections between instances. */
export type LemsLink = EventLink | TunnelLink;

/** How properties of attached components are evaluated. */
export interface LinkRequest extends Pick<TreeRequest, "components" | "isLeaf"> {
  /** Value in SI units of an expression of a component's parameters. */
  readonly evaluate: (component: Component, text: string) => number;
}

/** List all connections in the structures of a tree, in order. */
export function linksOf(node: LemsNode, request: LinkRequest): LemsLink[] {
  const links: LemsLink[] = [];
  const walk = (at: LemsNode): void => {
    if (request.isLeaf(at.component)) return;
    perform(at.component.type.structure, { base: at, names: new Map(), request, links });
    for (const child of childrenOf(at)) walk(child);
  };
  walk(node);
  return links;
}

interface Performing {
  readonly base: LemsNode;
  readonly names: Map<string, LemsNode>;
  readonly request: LinkRequest;
  readonly links: LemsLink[];
}

const actions: Readonly<Record<string, (element: XmlElement, with_: Performing) => void>> = {
  ChildInstance: () => undefined,
  MultiInstantiate: () => undefined,
  With: bind,
  ForEach: each,
  EventConnection: connect,
  Tunnel: tunnel,
};

function perform(elements: readonly XmlElement[], performing: Performing): void {
  for (const element of elements) {
    const action = Object.hasOwn(actions, element.name) ? actions[element.name] : undefined;
    if (action === undefined) {
      const what = `<${element.name}> in a structure`;
      const instead = Object.keys(actions).join(", ");
      throw LEMS_UNSUPPORTED({ place: placeOf(element), what, instead });
    }
    action(element, performing);
  }
}

function bind(element: XmlElement, { base, names }: Performing): void {
  const list = element.attributes.get("list");
  const as = needed(element, "as");
  if (list === undefined) {
    names.set(as, instanceAt(base, needed(element, "instance"), element));
    return;
  }
  const index = Number(textOf(base, needed(element, "index")));
  const found = membersAt(instanceAt(base, list, element))[index];
  const name = `${textOf(base, list)}[${index}]`;
  if (found === undefined) throw missing(base, name);
  names.set(as, found);
}

/** Instance that an attribute of the component, or `this` or `parent`, refers to. */
function instanceAt(base: LemsNode, name: string, element: XmlElement): LemsNode {
  if (name === "this") return base;
  if (name === "parent" && base.parent !== undefined) return base.parent;
  const path = textOf(base, name) ?? name;
  const found = path.startsWith("./") ? nodeAt(base, path) : nodeAt(base.parent ?? base, path);
  if (found === undefined || found === base) throw missing(base, path, element);
  return onlyOne(found);
}

/** Instance at a position of a population, if the path leads to the position. */
function onlyOne(node: LemsNode): LemsNode {
  const inside = childrenOf(node).filter(({ component }) => component.type.dynamics.length > 0);
  const isPlace = node.component.type.dynamics.length === 0 && node.array.length === 0;
  return isPlace && inside.length === 1 ? (inside[0] ?? node) : node;
}

function missing(base: LemsNode, name: string, element = base.component.element): Error {
  const place = placeOf(element.file === "" ? base.component.element : element);
  return LEMS_NAME({ place, what: "instance", name });
}

function each(element: XmlElement, performing: Performing): void {
  const { base } = performing;
  const path = needed(element, "instances");
  const list = nodeAt(base.parent ?? base, textOf(base, path) ?? path);
  if (list === undefined) throw missing(base, path);
  for (const instance of membersAt(list)) {
    const names = new Map(performing.names).set(needed(element, "as"), instance);
    perform(element.children, { ...performing, names });
  }
}

function connect(element: XmlElement, performing: Performing): void {
  const { base, request, links } = performing;
  const text = (name: string): string | undefined => {
    const attribute = element.attributes.get(name);
    return attribute === undefined ? undefined : ownText(base, attribute);
  };
  const receiver = element.attributes.get("receiver");
  const delay = element.attributes.get("delay");
  links.push({
    kind: "event",
    from: endOf(element, "from", performing),
    to: endOf(element, "to", performing),
    receiver: receiver === undefined ? undefined : referred(base, receiver, request),
    set: text("receiverContainer"),
    sourcePort: text("sourcePort"),
    targetPort: text("targetPort"),
    delay: delay === undefined ? 0 : request.evaluate(base.component, delay),
    properties: propertiesOf(element, performing),
    place: placeOf(base.component.element),
  });
}

/** The component's own attribute: a destination inherited from a parent has no meaning here. */
function ownText({ component }: LemsNode, name: string): string | undefined {
  return component.element.attributes.get(name);
}

function endOf(element: XmlElement, attribute: string, { base, names }: Performing): LemsNode {
  const name = needed(element, attribute);
  const found = names.get(name) ?? nodeAt(base, name);
  if (found === undefined) throw missing(base, name);
  return found;
}

function propertiesOf(
  element: XmlElement,
  { base, request }: Performing,
): ReadonlyMap<string, number> {
  const assigned = element.children.filter(({ name }) => name === "Assign");
  return new Map(
    assigned.map((each) => [
      needed(each, "property"),
      request.evaluate(base.component, needed(each, "value")),
    ]),
  );
}

function tunnel(element: XmlElement, performing: Performing): void {
  const { base, request, links } = performing;
  const component = (name: string): Component => {
    const path = needed(element, name);
    const found = referred(base, path, request);
    if (found === undefined) throw LEMS_NAME({ place: placeOf(element), what: "component", name });
    return found;
  };
  links.push({
    kind: "tunnel",
    name: needed(element, "name"),
    ends: [endOf(element, "endA", performing), endOf(element, "endB", performing)],
    components: [component("componentA"), component("componentB")],
    properties: propertiesOf(element, performing),
    place: placeOf(base.component.element),
  });
}
