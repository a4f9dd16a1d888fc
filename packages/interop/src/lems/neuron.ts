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

/** A port through which events reach an instance, or something attached to it. */
export interface Port {
  readonly receptor: string;
  readonly node: LemsNode;
  readonly port: string;
  /** Whether the weight of a connection stands for the property of that name. */
  readonly hasWeight: boolean;
}

/** What a record is made of. */
export interface NeuronRequest extends ActionRequest {
  readonly name: string;
  readonly about: string;
  readonly ports: readonly Port[];
  /** Whether it sends events. */
  readonly sends: boolean;
  readonly isEuler: boolean;
  /** How many steps it waits before its own begin. */
  readonly lag?: number;
  /** Derived variables that are recorded as jLEMS has them, by the names that they get for it. */
  readonly watched?: ReadonlyMap<string, string>;
  /** Hears of equations whose dimensions do not fit. */
  readonly onMisfits?: (misfits: readonly Misfit[]) => void;
}

/** Make the record of an instance that is flat. */
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
  const sent = sends ? added(flat, "spike_sent", "whether it sends a spike") : undefined;
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
 * Let a condition read derived variables, and state variables of what is around its node, as they were before the state moved.
 *
 * jLEMS derives once in a step, and looks at conditions after it has moved the state; a node moves before the one that it stands in.
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

/** Whether a derived variable reads state that moves by itself. */
function isMoving(flat: Flat, derived: string): boolean {
  return readsOf(flat, name(derived)).some((read) => {
    const { role, rate, kept } = flat.variables.get(read) ?? {};
    return role === "state" && (rate !== undefined || kept !== undefined);
  });
}

/** Keep what a derived variable is where the state moves: after what arrives, and before the rest. */
function watch(flat: Flat, derived: string, name: string): void {
  const variable = flat.variables.get(derived);
  if (variable === undefined) return;
  const { dimension, node, about } = variable;
  const kept: Expression = { kind: "name", name: derived };
  const isKeptLast = isPassedOn(flat, derived);
  flat.variables.set(name, { name, role: "state", dimension, node, about, kept, isKeptLast });
}

/**
 * Whether a derived variable only hands on what moves inside of its node.
 *
 * jLEMS moves what stands in a node before it derives anything there, so that such a variable has new values.
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

/** Whether what is derived of a state variable in its own node is read, which has its old value. */
function isDerivedFrom(flat: Flat, { node, name }: FlatVariable, by: string): boolean {
  return readsOf(flat, { kind: "name", name: by }).some((read) => {
    const variable = flat.variables.get(read);
    const { expression } = variable ?? {};
    return variable?.node === node && expression !== undefined && freeNames(expression).has(name);
  });
}

/**
 * Let nodes see derived variables of those around them as they were in the step before.
 *
 * jLEMS derives them after it has moved what stands inside. What hands on values from inside has new ones then, and
 * what follows from parameters stays as it is.
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

/** Whether a variable reads anything that is not the same in all steps. */
function isChanging(flat: Flat, derived: string): boolean {
  return readsOf(flat, name(derived)).some((read) => {
    const role = flat.variables.get(read)?.role;
    return read === "t" || role === "state" || role === "input";
  });
}

/** Let nothing happen in the first steps. */
function waiting(flat: Flat, lag: number, groups: readonly Group[]): readonly Group[] {
  if (lag === 0) return groups;
  const waits = freeName(flat, "steps_to_wait");
  const dimension = [0, 0, 0, 0, 0, 0, 0] as const;
  const about = "steps that are left until it begins";
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

/** The record of a parameter. */
export function parameterOf({ value, about }: FlatVariable): ParameterRecord {
  return { default: value?.text ?? 0, about };
}

function inputOf({ dimension, about }: FlatVariable): InputRecord {
  return { unit: unitText(dimension), about };
}

/** The record of a state variable. */
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

/** The receptors, and what happens in a step in which an event came that does more than add. */
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
      const counter = added(request.flat, `${port.receptor}_came`, `how many ${about} came`);
      const count = { [counter]: `${counter} + weight` };
      receptors.set(port.receptor, { unit: "1", about, on: count });
      const blocks = eventActions(request, port.node, [port.port]);
      arrivals.push({ counter, blocks });
    }
  }
  return [receptors, arrivals];
}

/** What an event adds, where that is all it does. */
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
    // A time in what is added would be that of the end of the step.
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

/** What an event adds to each variable, in whichever regime the node is; undefined where it does anything else. */
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
