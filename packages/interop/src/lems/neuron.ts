import {
  type Expression,
  formatExpression,
  freeNames,
  sameExpression,
  simplify,
} from "@spikeloom/equations";
import type {
  ExpressionRecord,
  InputRecord,
  NeuronRecord,
  ParameterRecord,
  ReceptorRecord,
  StateRecord,
} from "@spikeloom/kernel";
import {
  type ActionRequest,
  eventActions,
  type LemsAction,
  type LemsBlock,
  readBlocks,
  readRates,
  readRegimes,
  regimesAt,
} from "./actions.ts";
import type { Group } from "./advance.ts";
import { fitDimensions, type Misfit } from "./fit-dimensions.ts";
import { type Flat, type FlatVariable, freeName } from "./flat.ts";
import { readSchemes } from "./kinetic.ts";
import { addedBy } from "./linear.ts";
import type { LemsNode } from "./node.ts";
import { unitText } from "./quantity.ts";
import { readStarts } from "./start.ts";
import { type Arrival, asText, clockOf, earlyIn, readsOf, stepGroups } from "./steps.ts";
import { binary, name, number, renamed, select } from "./tree.ts";

/** A port that receives events, of an instance or of a component attached to it. */
export interface Port {
  readonly receptor: string;
  readonly node: LemsNode;
  readonly port: string;
  /** Whether the connection's weight sets the property of that name. */
  readonly hasWeight: boolean;
}

/** Inputs for creating a record. */
export interface NeuronRequest extends ActionRequest {
  readonly name: string;
  readonly about: string;
  readonly ports: readonly Port[];
  /** Whether it sends events. */
  readonly sends: boolean;
  readonly isEuler: boolean;
  /** Number of steps before its first. */
  readonly lag?: number;
  /** Derived variables recorded as in jLEMS, with their names there. */
  readonly watched?: ReadonlyMap<string, string>;
  /** Receives equations with inconsistent dimensions. */
  readonly onMisfits?: (misfits: readonly Misfit[]) => void;
}

/** Create the model record of a flattened instance. */
export function neuronOf(request: NeuronRequest): NeuronRecord {
  const { flat } = request;
  readRates(request);
  const schemes = readSchemes(flat);
  request.onMisfits?.(fitDimensions(flat));
  for (const [derived, name] of request.watched ?? []) watch(flat, derived, name);
  const held = new Map<string, string>();
  const [own, inRegimes] = [readBlocks(request), readRegimes(request)];
  const isEarly = earlyIn(flat);
  const early = own.filter(isEarly);
  const blocks = own.filter((each) => !isEarly(each)).map((each) => readsHeld(flat, each, held));
  const regimes = inRegimes.map((each) => ({
    ...each,
    blocks: each.blocks.map((block) => readsHeld(flat, block, held)),
  }));
  const [receptors, arrivals] = receptorsOf(request);
  settleSeen(flat);
  readStarts(flat);
  const all = [...early, ...blocks, ...[...regimes, ...arrivals].flatMap((each) => each.blocks)];
  const sends = request.sends && all.some(({ actions }) => actions.some(isSent));
  const sent = sends ? added(flat, "spike_sent", "whether it emits a spike") : undefined;
  const parts = { arrivals, sent, early, blocks, regimes, schemes, isEuler: request.isEuler };
  const groups = stepGroups(flat, parts);
  const isTimed = readsTime(flat, groups);
  const { time, group: tick } = isTimed ? clockOf(flat) : { time: undefined, group: new Map() };
  const step = waiting(flat, request.lag ?? 0, [...groups, ...(isTimed ? [tick] : [])]).map(
    (group) => Object.fromEntries([...group].map(([to, value]) => [to, asText(value, time)])),
  );
  const variables = [...flat.variables.values()];
  const outputs = variables.some(({ role }) => role === "state") ? {} : undefined;
  return {
    kind: "neuron",
    contract: 1,
    name: request.name,
    about: request.about,
    parameters: recordOf(variables, "parameter", parameterOf),
    ...(receptors.size > 0 && { receptors: Object.fromEntries(receptors) }),
    inputs: recordOf(variables, "input", inputOf),
    state: recordOf(variables, "state", stateOf),
    expressions: recordOf(variables, "derived", (each) => expressionOf(each, time)),
    ...(outputs !== undefined && { step }),
    ...(sent !== undefined && { spike: { when: `${sent} > 0.5` } }),
  };
}

/**
 * Make conditions read derived variables, and state variables of nodes outside their own, as they were before the
 * update.
 *
 * jLEMS computes derived variables once per step, and tests conditions after updating the state; a node is updated
 * before its parent.
 */
function readsHeld(flat: Flat, block: LemsBlock, held: Map<string, string>): LemsBlock {
  const keep = (local: string): Expression => {
    const variable = flat.variables.get(local);
    const isOwn = variable?.role === "derived" && variable.node === block.node;
    const isAround =
      variable !== undefined &&
      (variable.role === "state" ? variable.rate !== undefined : variable.isSeenInside === true) &&
      isWithin(block.node, variable.node);
    const isHeld = isOwn && isMoving(flat, local) && !isPassedOn(flat, local);
    if (!isHeld && !isAround) return name(local);
    const known = held.get(local) ?? freeName(flat, `${local}_held`);
    if (!held.has(local)) watch(flat, local, known);
    held.set(local, known);
    return name(known);
  };
  const actions = block.actions.map((action) =>
    action.kind === "assign" ? { ...action, value: renamed(action.value, keep) } : action,
  );
  return { ...block, test: renamed(block.test, keep), actions };
}

/** Whether a derived variable reads state with dynamics. */
function isMoving(flat: Flat, derived: string): boolean {
  return readsOf(flat, name(derived)).some((read) => {
    const { role, rate, kept } = flat.variables.get(read) ?? {};
    return role === "state" && (rate !== undefined || kept !== undefined);
  });
}

/** Store a derived variable at the time of the state update: after input, and before everything else. */
function watch(flat: Flat, derived: string, name: string): void {
  const variable = flat.variables.get(derived);
  if (variable === undefined) return;
  const { dimension, node, about } = variable;
  const kept: Expression = { kind: "name", name: derived };
  const isKeptLast = isPassedOn(flat, derived);
  flat.variables.set(name, { name, role: "state", dimension, node, about, kept, isKeptLast });
}

/**
 * Whether a derived variable only forwards state of inner nodes.
 *
 * jLEMS updates inner nodes before it computes derived variables, so such a variable has new values.
 */
function isPassedOn(flat: Flat, derived: string): boolean {
  const node = flat.variables.get(derived)?.node;
  const states = readsOf(flat, { kind: "name", name: derived }).flatMap((read) => {
    const variable = flat.variables.get(read);
    return read === "t" || variable?.role === "state" ? [variable] : [];
  });
  const isMoved = (state: FlatVariable | undefined): boolean =>
    state !== undefined && isWithin(state.node, node) && !isDerivedFrom(flat, state, derived);
  return states.length > 0 && states.every(isMoved);
}

function isWithin(inner: LemsNode, outer: LemsNode | undefined): boolean {
  for (let at = inner.parent; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}

/** Whether a variable derived from a state variable of the same node is read, which uses its old value. */
function isDerivedFrom(flat: Flat, { node, name }: FlatVariable, by: string): boolean {
  return readsOf(flat, { kind: "name", name: by }).some((read) => {
    const variable = flat.variables.get(read);
    const { expression } = variable ?? {};
    return variable?.node === node && expression !== undefined && freeNames(expression).has(name);
  });
}

/**
 * Make inner nodes read derived variables of outer nodes as they were in the previous step.
 *
 * jLEMS computes them after updating the inner nodes. Variables that forward inner state have new values then, and
 * those that depend only on parameters are constant.
 */
function settleSeen(flat: Flat): void {
  for (const [derived, seen] of flat.seen) {
    const variable = flat.variables.get(seen);
    const isNew = isPassedOn(flat, derived) || !isChanging(flat, derived);
    if (variable === undefined || variable.role === "state" || isNew) continue;
    const { expression, ...rest } = variable;
    flat.variables.set(seen, { ...rest, role: "state", kept: name(derived) });
  }
}

/** Whether a variable depends on anything that changes between steps. */
function isChanging(flat: Flat, derived: string): boolean {
  return readsOf(flat, name(derived)).some((read) => {
    const role = flat.variables.get(read)?.role;
    return read === "t" || role === "state" || role === "input";
  });
}

/** Suppress everything in the first steps. */
function waiting(flat: Flat, lag: number, groups: readonly Group[]): readonly Group[] {
  if (lag === 0) return groups;
  const waits = freeName(flat, "steps_to_wait");
  const dimension = [0, 0, 0, 0, 0, 0, 0] as const;
  const about = "steps remaining until it starts";
  flat.variables.set(waits, {
    name: waits,
    role: "state",
    dimension,
    about,
    node: flat.root,
    start: number(lag),
  });
  const begun = binary("less", name(waits), number(0.5));
  const held = groups.map(
    (group) => new Map([...group].map(([to, value]) => [to, select(begun, value, name(to))])),
  );
  const fewer = select(begun, number(0), binary("subtract", name(waits), number(1)));
  return [...held, new Map([[waits, fewer]])];
}

function readsTime(flat: Flat, groups: readonly Group[]): boolean {
  const derived = [...flat.variables.values()].flatMap(({ expression }) => expression ?? []);
  const all = [...groups.flatMap((group) => [...group.values()]), ...derived];
  return all.some((each) => freeNames(each).has("t"));
}

function isSent({ kind }: LemsAction): boolean {
  return kind === "send";
}

function recordOf<Value>(
  variables: readonly FlatVariable[],
  role: FlatVariable["role"],
  of: (variable: FlatVariable) => Value,
): Readonly<Record<string, Value>> {
  const found = variables.filter((variable) => variable.role === role);
  return Object.fromEntries(found.map((variable) => [variable.name, of(variable)]));
}

/** Record entry of a parameter. */
export function parameterOf({ value, about }: FlatVariable): ParameterRecord {
  return { default: value?.text ?? 0, about };
}

function inputOf({ dimension, about }: FlatVariable): InputRecord {
  return { unit: unitText(dimension), about };
}

/** Record entry of a state variable. */
export function stateOf({ dimension, about, start }: FlatVariable): StateRecord {
  const unit = unitText(dimension);
  const text = start === undefined ? "0" : formatExpression(simplify(start, { fold: "algebraic" }));
  const isNumber = Number.isFinite(Number(text));
  return { initial: isNumber && unit !== "1" ? `${text} ${unit}` : text, unit, about };
}

function expressionOf(
  { dimension, about, expression }: FlatVariable,
  time: Expression | undefined,
): ExpressionRecord {
  const value = expression === undefined ? "0" : asText(expression, time);
  return { value, unit: unitText(dimension), about };
}

function added(flat: Flat, wanted: string, about: string): string {
  const name = freeName(flat, wanted);
  const start: Expression = { kind: "number", value: 0 };
  const dimension = [0, 0, 0, 0, 0, 0, 0] as const;
  flat.variables.set(name, { name, role: "state", dimension, about, node: flat.root, start });
  return name;
}

/** Receptors, and effects of events other than additions. */
function receptorsOf(
  request: NeuronRequest,
): readonly [ReadonlyMap<string, ReceptorRecord>, readonly Arrival[]] {
  const receptors = new Map<string, ReceptorRecord>();
  const arrivals: Arrival[] = [];
  for (const port of request.ports) {
    const about = `events at "${port.port}"`;
    const on = additions(request, port);
    if (on !== undefined) receptors.set(port.receptor, { unit: "1", about, on });
    else {
      const counter = added(
        request.flat,
        `${port.receptor}_came`,
        `number of received events: ${about}`,
      );
      const count = { [counter]: `${counter} + weight` };
      receptors.set(port.receptor, { unit: "1", about, on: count });
      const blocks = eventActions(request, port.node, [port.port]);
      arrivals.push({ counter, blocks });
    }
  }
  return [receptors, arrivals];
}

/** Increment by an event, if it has no other effect. */
export function additions(
  request: ActionRequest,
  { node, port, hasWeight }: Port,
): Readonly<Record<string, string>> | undefined {
  const { flat } = request;
  const sums = sumsOf(flat, eventActions(request, node, [port]));
  if (sums === undefined) return undefined;
  const property = hasWeight ? flat.names.get(node)?.get("weight") : undefined;
  const weight: Expression = { kind: "name", name: "weight" };
  const on: Record<string, string> = {};
  for (const [to, sum] of sums) {
    // Time in an increment would be that of the end of the step.
    if (readsOf(flat, sum).includes("t")) return undefined;
    const isRead = property !== undefined && readsOf(flat, sum).includes(property);
    if (isRead && !freeNames(sum).has(property)) return undefined;
    const scaled: Expression = isRead
      ? renamed(sum, (name) => (name === property ? weight : { kind: "name", name }))
      : { kind: "multiply", left: weight, right: sum };
    on[to] = formatExpression({ kind: "add", left: { kind: "name", name: to }, right: scaled });
  }
  return on;
}

/** Increment of each variable by an event, in any regime of the node; undefined for other effects. */
function sumsOf(
  flat: Flat,
  blocks: readonly LemsBlock[],
): ReadonlyMap<string, Expression> | undefined {
  const sums = new Map<string, Expression>();
  const isAlways = ({ test }: LemsBlock): boolean => test.kind === "name";
  const always = blocks.filter(isAlways);
  const added = addedBy(
    flat,
    always.flatMap(({ actions }) => actions),
  );
  if (added === undefined) return undefined;
  for (const [to, sum] of added) sums.set(to, sum);
  const inRegimes = blocks.filter((each) => !isAlways(each));
  const [first] = inRegimes;
  if (first === undefined) return sums;
  const found = inRegimes.map(({ test, actions }) => ({ test, added: addedBy(flat, actions) }));
  const variables = new Set(found.flatMap((each) => [...(each.added?.keys() ?? [])]));
  const isEvery = inRegimes.length === regimesAt(first.node).length;
  for (const to of variables) {
    const all = found.map((each) => each.added?.get(to));
    const [one] = all;
    const isAlike = all.every((sum) => one && sum && sameExpression(sum, one));
    let sum: Expression = number(0);
    for (const each of found) {
      const own = each.added?.get(to);
      if (own !== undefined) sum = select(each.test, own, sum);
    }
    if (sums.has(to)) return undefined;
    sums.set(to, isEvery && isAlike && one !== undefined ? one : sum);
  }
  return found.some((each) => each.added === undefined) ? undefined : sums;
}
