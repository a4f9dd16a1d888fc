import type { Expression } from "@spikeloom/equations";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import type { EventLink } from "./connect.ts";
import { needed } from "./document.ts";
import { LEMS_NAME, LEMS_UNSUPPORTED } from "./errors.ts";
import { declare, expressionIn, type Flat } from "./flat.ts";
import type { LemsNode } from "./node.ts";
import { binary, name, renamed, select } from "./tree.ts";

/** Effects of an event or a condition, in order. */
export type LemsAction =
  | { readonly kind: "assign"; readonly variable: string; readonly value: Expression }
  /** Sends an event to other instances. */
  | { readonly kind: "send"; readonly port: string };

/** A condition and its effects. */
export interface LemsBlock {
  readonly node: LemsNode;
  readonly test: Expression;
  readonly actions: readonly LemsAction[];
}

/** Regimes of a node; the current one is stored as a number. */
export interface LemsRegimes {
  readonly node: LemsNode;
  /** Variable that holds the number. */
  readonly variable: string;
  /** Its value before the conditions of this step were tested. */
  readonly before: string;
  readonly blocks: readonly LemsBlock[];
}

/** Inputs for reading actions. */
export interface ActionRequest {
  readonly flat: Flat;
  /** Events between nodes of the same instance. */
  readonly links: readonly EventLink[];
}

const mostNested = 20;

/** List the regimes of a node by name, in order. */
export function regimesAt(node: LemsNode): readonly XmlElement[] {
  return node.component.type.dynamics.filter(({ name }) => name === "Regime");
}

/** Declare the regime variables; each starts in the initial regime. */
export function declareRegimes(flat: Flat): void {
  for (const node of flat.nodes) {
    const regimes = regimesAt(node);
    if (regimes.length === 0) continue;
    const initial = regimes.findIndex(({ attributes }) => attributes.get("initial") === "true");
    const start: Expression = { kind: "number", value: Math.max(0, initial) };
    declare(flat, node, ["regime", { role: "state", start }]);
    declare(flat, node, ["regime_before", { role: "state", start }]);
  }
}

/** Read the derivatives of all state variables; those of regimes apply only within them. */
export function readRates({ flat }: ActionRequest): void {
  for (const node of flat.nodes) {
    for (const element of node.component.type.dynamics) {
      if (element.name === "TimeDerivative") addRate(flat, node, [element, undefined]);
    }
    for (const [k, regime] of regimesAt(node).entries()) {
      const inside = equal(nameIn(flat, node, "regime"), k);
      // jLEMS updates the variables of a regime one by one: later derivatives see the new values.
      const moved = new Map<string, Expression>();
      for (const element of regime.children) {
        if (element.name === "TimeDerivative") addRate(flat, node, [element, inside, moved]);
      }
    }
  }
}

function addRate(
  flat: Flat,
  node: LemsNode,
  [element, inside, moved]: readonly [
    element: XmlElement,
    inside: Expression | undefined,
    moved?: Map<string, Expression>,
  ],
): void {
  const variable = flat.variables.get(nameIn(flat, node, needed(element, "variable")));
  if (variable === undefined) return;
  const written = expressionIn(flat, node, [needed(element, "value"), element]);
  const value = renamed(written, (each) => moved?.get(each) ?? name(each));
  // In jLEMS, a regime registers a variable through a derivative of 0.
  if (value.kind === "number" && value.value === 0) return;
  moved?.set(
    variable.name,
    binary("add", name(variable.name), binary("multiply", name("dt"), value)),
  );
  const zero: Expression = { kind: "number", value: 0 };
  const rate = inside === undefined ? value : select(inside, value, zero);
  variable.rate =
    variable.rate === undefined ? rate : { kind: "add", left: variable.rate, right: rate };
}

function nameIn(flat: Flat, node: LemsNode, local: string): string {
  const name = flat.names.get(node)?.get(local);
  if (name !== undefined) return name;
  const place = placeOf(node.component.element);
  const known = flat.names.get(node)?.keys() ?? [];
  throw LEMS_NAME({ place, what: "state variable", name: local, known });
}

function equal(name: string, value: number): Expression {
  return { kind: "equal", left: { kind: "name", name }, right: { kind: "number", value } };
}

/** List the conditions of all nodes, innermost first. */
export function readBlocks(request: ActionRequest): readonly LemsBlock[] {
  return request.flat.nodes.flatMap((node) =>
    node.component.type.dynamics
      .filter(({ name }) => name === "OnCondition")
      .map((element) => blockOf(request, node, [element, undefined])),
  );
}

/** List the conditions of the regimes of all nodes. */
export function readRegimes(request: ActionRequest): readonly LemsRegimes[] {
  const { flat } = request;
  return flat.nodes.flatMap((node) => {
    const regimes = regimesAt(node);
    if (regimes.length === 0) return [];
    const before = nameIn(flat, node, "regime_before");
    const blocks = regimes.flatMap((regime, k) =>
      regime.children
        .filter(({ name }) => name === "OnCondition")
        .map((element) => blockOf(request, node, [element, equal(before, k)])),
    );
    return [{ node, variable: nameIn(flat, node, "regime"), before, blocks }];
  });
}

function blockOf(
  request: ActionRequest,
  node: LemsNode,
  [element, inside]: readonly [XmlElement, Expression | undefined],
): LemsBlock {
  const condition = expressionIn(request.flat, node, [needed(element, "test"), element]);
  const test: Expression =
    inside === undefined ? condition : { kind: "and", left: inside, right: condition };
  return { node, test, actions: actionsOf(request, node, [element, 0]) };
}

/** List the effects of an event at a node's port; with regimes they depend on the current one. */
export function eventActions(
  request: ActionRequest,
  node: LemsNode,
  [port, depth = 0]: readonly [port: string, depth?: number],
): readonly LemsBlock[] {
  const always: Expression = { kind: "name", name: "True" };
  const takes = (element: XmlElement): boolean =>
    element.name === "OnEvent" && element.attributes.get("port") === port;
  const own = node.component.type.dynamics.filter(takes).map((element) => ({
    node,
    test: always,
    actions: actionsOf(request, node, [element, depth]),
  }));
  const inRegimes = regimesAt(node).flatMap((regime, k) =>
    regime.children.filter(takes).map((element) => ({
      node,
      test: equal(nameIn(request.flat, node, "regime"), k),
      actions: actionsOf(request, node, [element, depth]),
    })),
  );
  return [...own, ...inRegimes];
}

function actionsOf(
  request: ActionRequest,
  node: LemsNode,
  [element, depth]: readonly [XmlElement, number],
): readonly LemsAction[] {
  const { flat } = request;
  const place = placeOf(element.file === "" ? node.component.element : element);
  if (depth > mostNested) {
    const what = "events that trigger each other in a cycle";
    throw LEMS_UNSUPPORTED({ place, what, instead: "a delay in the cycle" });
  }
  // Assignments come before events, and a transition comes last, whatever their order.
  const assigned = element.children
    .filter(({ name }) => name === "StateAssignment")
    .map((each): LemsAction => {
      const variable = nameIn(flat, node, needed(each, "variable"));
      const value = expressionIn(flat, node, [needed(each, "value"), each]);
      return { kind: "assign", variable, value };
    });
  const sent = element.children
    .filter(({ name }) => name === "EventOut")
    .flatMap((each) => sentFrom(request, node, [needed(each, "port"), depth + 1]));
  const transitions = element.children
    .filter(({ name }) => name === "Transition")
    .flatMap((each) => transition(request, node, [each, depth + 1]));
  return [...assigned, ...sent, ...transitions];
}

function transition(
  request: ActionRequest,
  node: LemsNode,
  [element, depth]: readonly [XmlElement, number],
): readonly LemsAction[] {
  const regimes = regimesAt(node);
  const name = needed(element, "regime");
  const k = regimes.findIndex(({ attributes }) => attributes.get("name") === name);
  const regime = regimes[k];
  if (regime === undefined) {
    throw LEMS_NAME({ place: placeOf(element), what: "regime", name });
  }
  const variable = nameIn(request.flat, node, "regime");
  const value: Expression = { kind: "number", value: k };
  const entered = regime.children
    .filter((child) => child.name === "OnEntry")
    .flatMap((child) => actionsOf(request, node, [child, depth]));
  return [{ kind: "assign", variable, value }, ...entered];
}

/** Effects of a node's event: within the instance immediately, and outside it if the node is the root. */
function sentFrom(
  request: ActionRequest,
  node: LemsNode,
  [port, depth]: readonly [string, number],
): readonly LemsAction[] {
  const inside = request.links
    .filter(({ from, sourcePort }) => from === node && portOf(from, sourcePort, "out") === port)
    .flatMap(({ to, targetPort }) => {
      const target = portOf(to, targetPort, "in");
      if (target === undefined) return [];
      return eventActions(request, to, [target, depth]).flatMap(({ test, actions }) =>
        guarded(test, actions),
      );
    });
  return node === request.flat.root ? [...inside, { kind: "send", port }] : inside;
}

/** Actions that require an additional condition. */
function guarded(test: Expression, actions: readonly LemsAction[]): readonly LemsAction[] {
  if (test.kind === "name") return actions;
  return actions.map((action) => {
    if (action.kind === "send") return action;
    const otherwise: Expression = { kind: "name", name: action.variable };
    return { ...action, value: select(test, action.value, otherwise) };
  });
}

/** Port named by a connection, or the first of its direction. */
export function portOf(
  node: LemsNode,
  named: string | undefined,
  direction: "in" | "out",
): string | undefined {
  if (named !== undefined) return named;
  for (const [name, element] of node.component.type.members.get("EventPort") ?? []) {
    if (element.attributes.get("direction") === direction) return name;
  }
  return undefined;
}
