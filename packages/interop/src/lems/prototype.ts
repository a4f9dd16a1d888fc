import type { ActionRequest } from "./actions.ts";
import {
  declareRegimes,
  eventActions,
  portOf,
  readBlocks,
  readRates,
  readRegimes,
} from "./actions.ts";
import { type Anatomy, checkSurrounding, nodesAround } from "./anatomy.ts";
import type { Component, Components } from "./component.ts";
import { type EventLink, linksOf } from "./connect.ts";
import type { LemsDocument } from "./document.ts";
import { type Flat, flatten } from "./flat.ts";
import { readSchemes } from "./kinetic.ts";
import { degreeIn } from "./linear.ts";
import { additions, type Port } from "./neuron.ts";
import { childrenOf, type LemsNode, nodesIn, treeOf } from "./node.ts";
import type { Attached, Members } from "./populations.ts";
import { readsOf } from "./steps.ts";
import { siValue } from "./value.ts";

/** An attached component, in one of its slots in the record of a population. */
export interface Slot {
  readonly attached: Attached;
  readonly node: LemsNode;
  /** Index among those alike at each instance; undefined if one represents all. */
  readonly nth: number | undefined;
  readonly presence: string | undefined;
}

/** An instance that represents all of a population. */
export interface Prototype {
  readonly members: Members;
  readonly flat: Flat;
  readonly links: readonly EventLink[];
  readonly slots: readonly Slot[];
}

/** Inputs for creating prototypes. */
export interface PrototypeRequest {
  readonly document: LemsDocument;
  readonly components: Components;
  /** Selections such as `synapses[*]/i` with a coupling. */
  readonly couplings: ReadonlySet<string>;
  /** Ids of components that are observed individually. */
  readonly apart: ReadonlySet<string>;
  readonly anatomy: Anatomy;
  /** Whether a node receives events or has attached components. */
  readonly isConnected: (node: LemsNode) => boolean;
}

/** Create the representative instance of a population, with slots for all attached components. */
export function prototypeOf(
  members: Members,
  attached: readonly Attached[],
  request: PrototypeRequest,
): Prototype {
  const root = rootOf(members, request);
  const slots: Slot[] = [];
  for (const each of attached) {
    const isShared = !request.apart.has(each.component.id) && isLinear(members, each, request);
    const counts = new Map<number, number>();
    for (const { index } of each.links) counts.set(index, (counts.get(index) ?? 0) + 1);
    const most = isShared ? 1 : Math.max(0, ...counts.values());
    for (let nth = 0; nth < most; nth++) {
      const having = [...counts.values()].filter((count) => count > nth).length;
      const isEverywhere = isShared || having === members.nodes.length;
      const safe = each.component.id.replace(/\W/g, "_");
      slots.push({
        attached: each,
        node: attach(root, each, request),
        nth: isShared ? undefined : nth,
        presence: isEverywhere ? undefined : `has_${safe}_${nth}`,
      });
    }
  }
  return finish(members, { root, slots, request });
}

function rootOf(members: Members, { components, document, anatomy }: PrototypeRequest): LemsNode {
  const growth = {
    components,
    isLeaf: () => false,
    isLeftOut: anatomy.isApart,
    valueOf: valueIn(document),
  };
  const [first] = members.nodes;
  return treeOf(members.component, growth, { parent: first?.parent });
}

function valueIn(document: LemsDocument): (component: Component, text: string) => number {
  return (component, text) => siValue(document, component, text);
}

function attach(
  root: LemsNode,
  { component, set }: Pick<Attached, "component" | "set">,
  { components, document }: PrototypeRequest,
): LemsNode {
  const growth = { components, isLeaf: () => false, valueOf: valueIn(document) };
  const node = treeOf(component, growth, { parent: root, list: set });
  const alike = root.attached.get(set) ?? [];
  root.attached.set(set, alike);
  alike.push(node);
  return node;
}

function finish(
  members: Members,
  { root, slots, request }: { root: LemsNode; slots: readonly Slot[]; request: PrototypeRequest },
): Prototype {
  const { document, components, couplings, anatomy } = request;
  const presence = new Map(
    slots.flatMap(({ node, presence: name }) => (name === undefined ? [] : [[node, name]])),
  );
  const around = nodesAround(root, { anatomy, inside: nodesIn(root) });
  for (const node of around) {
    if (anatomy.isSurrounding(node.component)) {
      checkSurrounding(node, request.isConnected(node), anatomy);
    }
  }
  const flat = flatten(document, root, { couplings, presence, around, isLagging: true });
  declareRegimes(flat);
  const evaluate = valueIn(document);
  const within = { components, isLeaf: () => false, evaluate };
  // The structure around populations connects those.
  const isWhole = anatomy.isInstance(root.component);
  const parts = isWhole ? [root] : childrenOf(root);
  const roots = [...parts, ...[...root.attached.values()].flat()];
  const links = roots
    .flatMap((each) => linksOf(each, within))
    .filter((link): link is EventLink => link.kind === "event");
  return { members, flat, links, slots };
}

/** Port through which an attached component receives events; undefined if they have no effect. */
export function portInto(
  node: LemsNode,
  link: EventLink,
  request: ActionRequest,
): string | undefined {
  const port = portOf(node, link.targetPort, "in");
  if (port === undefined) return undefined;
  const does = eventActions(request, node, [port]).some(({ actions }) => actions.length > 0);
  return does ? port : undefined;
}

/** Whether a single state can represent all similar components attached to an instance. */
function isLinear(members: Members, attached: Attached, request: PrototypeRequest): boolean {
  const [first] = attached.links;
  if (first === undefined) return false;
  const root = rootOf(members, request);
  const node = attach(root, attached, request);
  const { flat, links } = finish(members, { root, slots: [], request });
  const actions: ActionRequest = { flat, links };
  const port = portInto(node, first.link, actions);
  if (port === undefined) return false;
  const inside = new Set(nodesIn(node));
  const isInside = (each: { readonly node: LemsNode }): boolean => inside.has(each.node);
  if (readBlocks(actions).some(isInside) || readRegimes(actions).some(isInside)) return false;
  if (readSchemes(flat).some(isInside)) return false;
  readRates(actions);
  const way: Port = { receptor: "in", node, port, hasWeight: true };
  if (additions(actions, way) === undefined) return false;
  return isHomogeneous(flat, { node, inside });
}

function isHomogeneous(
  flat: Flat,
  { node, inside }: { readonly node: LemsNode; readonly inside: ReadonlySet<LemsNode> },
): boolean {
  const own = [...flat.variables.values()].filter((each) => inside.has(each.node));
  const states = new Set(own.flatMap(({ name, role }) => (role === "state" ? [name] : [])));
  const property = flat.names.get(node)?.get("weight");
  const rates = own.flatMap(({ rate }) => (rate === undefined ? [] : [rate]));
  const outputs = [...(flat.exposures.get(node)?.values() ?? [])].flatMap((name) => {
    const expression = flat.variables.get(name)?.expression;
    return expression === undefined ? [] : [[name, expression] as const];
  });
  const read = new Set(readByRoot(flat));
  const seen = outputs.flatMap(([name, expression]) => (read.has(name) ? [expression] : []));
  const all = [...rates, ...seen];
  if (all.some((each) => property !== undefined && readsOf(flat, each).includes(property))) {
    return false;
  }
  return all.every((each) => degreeIn(flat, each, states) === 1);
}

/** Variables read by the dynamics of the instance itself. */
function readByRoot(flat: Flat): readonly string[] {
  return [...flat.variables.values()]
    .filter(({ node }) => node === flat.root)
    .flatMap(({ expression, rate }) =>
      [expression, rate].flatMap((each) => (each === undefined ? [] : readsOf(flat, each))),
    );
}
