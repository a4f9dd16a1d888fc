import { type Expression, freeNames, isNoise, parseExpression } from "@spikeloom/equations";
import type { Assignments, NeuronRecord } from "@spikeloom/kernel";
import type { NamedValue } from "@spikeloom/network";
import { type Dimension, dimensionless, divideDimensions, parseUnit } from "@spikeloom/units";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { binary, name, number, renamed } from "../tree.ts";
import { type Assigned, assignments, type Blocks, block, choiceAtEvent } from "./actions-out.ts";
import { Unsaid } from "./lems-text.ts";
import { rulesOf } from "./neuron-rules.ts";
import { ratesOf } from "./rates.ts";
import {
  addDerived,
  addParameter,
  addState,
  addValue,
  freeIn,
  inType,
  type TypeDraft,
  typeDraft,
} from "./type-draft.ts";
import { deriveInputs } from "./type-inputs.ts";
import type { PortOut, TypeRequest } from "./type-request.ts";

/** A component type, and the parameter values of its components. */
export interface TypeOut {
  readonly element: XmlOutput;
  readonly values: ReadonlyMap<string, NamedValue>;
  /** Names in the type by those of the model. */
  readonly names: ReadonlyMap<string, string>;
}

const time: Dimension = parseUnit("ms").dimension;

/** Write the equations of a population as a component type. Throws `Unsaid` for rules that LEMS cannot represent. */
export function neuronType(request: TypeRequest): TypeOut {
  const { resolved, units } = request;
  const { model } = resolved;
  rulesOf(model);
  const draft = typeDraft(units, request.place?.inherited);
  const started = declare(draft, request);
  deriveInputs(draft, request);
  derive(draft, request);
  const parts = [
    ...keptIn(draft, model),
    ...eventsIn(draft, request),
    ...stepsOf(draft, request),
    ...spikes(draft, request),
  ];
  const start = assignments(draft, started, choiceAtEvent(draft));
  const dynamics = [
    ...draft.variables,
    ...(start.length > 0 ? [{ name: "OnStart", children: start }] : []),
    ...parts,
  ];
  const { extends: base = "Neuron" } = request.place ?? {};
  const attributes = { name: request.name, extends: base, description: model.about };
  const children = [...draft.members, { name: "Dynamics", children: dynamics }];
  return {
    element: { name: "ComponentType", attributes, children },
    values: draft.values,
    names: draft.names,
  };
}

/** Declare parameters and state; returns the initial values. */
function declare(draft: TypeDraft, { resolved, dt }: TypeRequest): Assigned {
  const { model, parameters, initial } = resolved;
  draft.names.set("dt", freeIn(draft, "dt"));
  draft.taken.delete("dt");
  addValue(draft, "dt", { value: { value: dt, dimension: time }, about: "step" });
  for (const [own, value] of parameters) {
    const about = model.parameters[own]?.about ?? own;
    draft.names.set(own, addParameter(draft, own, { value, about }));
  }
  const started = new Map<string, Expression>();
  for (const [own, { unit, about, type = "float" }] of Object.entries(model.state ?? {})) {
    if (type === "boolean") throw new Unsaid("a truth value in the state");
    const { dimension } = parseUnit(unit);
    draft.names.set(own, addState(draft, own, { dimension, exposed: about }));
  }
  for (const [own, value] of initial) {
    const to = draft.names.get(own);
    if (to === undefined || value.value === 0) continue;
    const from = addParameter(draft, `${own}_start`, { value, about: `${own} at the start` });
    started.set(to, name(from));
  }
  return started;
}

/** Named expressions and derivatives, all evaluated at the start of a step. */
function derive(draft: TypeDraft, { resolved, seen }: TypeRequest): void {
  const { model } = resolved;
  const left = new Map(Object.entries(model.expressions ?? {}));
  // Each after those that it reads.
  while (left.size > 0) {
    const next = [...left].find(([, { value }]) =>
      [...freeNames(parseExpression(value))].every((each) => !left.has(each)),
    );
    if (next === undefined) throw new Unsaid("expressions that depend on each other");
    const [own, { value, unit, about, type = "float" }] = next;
    left.delete(own);
    if (type === "boolean") throw new Unsaid("a named truth value");
    const exposed = seen.has(own) ? { exposed: about } : {};
    const dimension = parseUnit(unit).dimension;
    const e = inType(draft, parseExpression(value));
    draft.names.set(own, addDerived(draft, own, { value: e, dimension, ...exposed }));
  }
}

/** Assignments of a model in the type's names, with named expressions expanded. */
function assignedIn(draft: TypeDraft, model: NeuronRecord, given: Assignments): Assigned {
  return new Map(
    Object.entries(given).map(([to, text]) => [
      draft.names.get(to) ?? to,
      inType(draft, inFull(model, parseExpression(text))),
    ]),
  );
}

/** Name, for those of the model, of an expression's value at the start of a step. */
function keptKey(own: string): string {
  return `${own} at the start of the step`;
}

/**
 * Store a value that is constant over a step where regime conditions, which cannot read derived variables, can read it.
 */
function keptIn(draft: TypeDraft, { expressions = {} }: NeuronRecord): XmlOutput[] {
  return Object.entries(expressions).flatMap(([own, { constantOverStep, unit }]) => {
    if (constantOverStep !== true) return [];
    const to = addState(draft, `${own}_kept`, { dimension: parseUnit(unit).dimension });
    draft.names.set(keptKey(own), to);
    const from = name(draft.names.get(own) ?? own);
    return block(draft, { test: undefined, assigned: new Map([[to, from]]) });
  });
}

/** Named expressions have their values at the start of the step; later phases must evaluate them again. */
function inFull(model: NeuronRecord, e: Expression): Expression {
  return renamed(e, (each) => {
    const { value, constantOverStep = false } = model.expressions?.[each] ?? {};
    if (value !== undefined && constantOverStep) return name(keptKey(each));
    if (value === undefined) return name(each);
    return inFull(model, parseExpression(value));
  });
}

function heldNames({ spike }: NeuronRecord): ReadonlySet<string> {
  return new Set(spike?.refractory?.hold ?? []);
}

/**
 * Declare the ports and the effects of events.
 *
 * With regimes, jLEMS receives events only in them: each regime has its own handlers, which `spikes` writes.
 */
function eventsIn(draft: TypeDraft, request: TypeRequest): XmlOutput[] {
  for (const { port } of request.ports) {
    draft.members.push({ name: "EventPort", attributes: { name: port, direction: "in" } });
  }
  return isRefractory(request) ? [] : eventHandlers(draft, request, () => true);
}

function eventHandlers(
  draft: TypeDraft,
  request: TypeRequest,
  isWanted: (variable: string) => boolean,
): XmlOutput[] {
  return request.ports.flatMap((port) => onEvent(draft, request, [port, isWanted]));
}

function onEvent(
  draft: TypeDraft,
  { resolved }: TypeRequest,
  [{ port, receptor, weight }, isWanted]: readonly [PortOut, (variable: string) => boolean],
): XmlOutput[] {
  const { model } = resolved;
  const given = Object.entries(model.receptors?.[receptor]?.on ?? {});
  const wanted = given.filter(([to]) => isWanted(to));
  if (wanted.length === 0) return [];
  const known = draft.names.get(`weight of ${port}`);
  const about = `effect of an event at ${port}`;
  const own = known ?? addValue(draft, `weight_${port}`, { value: weight, about });
  draft.names.set(`weight of ${port}`, own);
  draft.names.set("weight", own);
  const assigned = assignedIn(draft, model, Object.fromEntries(wanted));
  draft.names.delete("weight");
  const children = assignments(draft, assigned, choiceAtEvent(draft));
  return [{ name: "OnEvent", attributes: { port }, children }];
}

/** Derivatives of variables that are always integrated, and a model's own step. */
function stepsOf(draft: TypeDraft, request: TypeRequest): XmlOutput[] {
  const { model } = request.resolved;
  const isHeld = isRefractory(request) ? heldNames(model) : new Set<string>();
  const rates = ratesOf(model);
  const moving = [...rates].filter(([own]) => !isHeld.has(own));
  if (rates.size > 0) return moving.map((each) => rate(draft, request, each));
  return (model.step ?? []).flatMap((group) => {
    if (Object.keys(group).some((to) => isHeld.has(to))) {
      throw new Unsaid("a custom step that is suspended during a refractory period");
    }
    return block(draft, { test: undefined, assigned: assignedIn(draft, model, group) });
  });
}

function rate(
  draft: TypeDraft,
  { resolved }: TypeRequest,
  [own, e]: readonly [string, Expression],
): XmlOutput {
  if ([...freeNames(e)].some(isNoise)) throw new Unsaid("noise in an equation");
  const variable = draft.names.get(own) ?? own;
  const unit = resolved.model.state?.[own]?.unit ?? "1";
  const dimension = divideDimensions(parseUnit(unit).dimension, time);
  // A regime sees variables updated before it: its derivatives are stored at the start of the step.
  const value = addDerived(draft, `rate_of_${own}`, { value: inType(draft, e), dimension });
  return { name: "TimeDerivative", attributes: { variable, value } };
}

function isRefractory({ held }: TypeRequest): boolean {
  return typeof held !== "number" || held > 0;
}

/** Threshold and reset, followed by a regime in which held variables are constant. */
function spikes(draft: TypeDraft, request: TypeRequest): XmlOutput[] {
  const { resolved, held, dt } = request;
  const { model } = resolved;
  const { spike } = model;
  if (spike === undefined) return [];
  const crossing = thresholdOf(draft, request);
  const [test, after] = spike.edge === "rising" ? risingIn(draft, crossing) : [crossing, []];
  const assigned = assignedIn(draft, model, spike.reset ?? {});
  const sent: XmlOutput = { name: "EventOut", attributes: { port: "spike" } };
  if (!isRefractory(request)) {
    return [...block(draft, { test, assigned, more: [sent] }), ...after];
  }
  const moving = [...ratesOf(model)].filter(([own]) => heldNames(model).has(own));
  const since = addState(draft, "last_spike", { dimension: time });
  // Half a step less, because accumulated steps have rounding errors.
  const shorter = (steps: number): number => (steps - 0.5) * dt;
  const lasts = typeof held === "number" ? shorter(held) : held.map(shorter);
  const value = { value: lasts, dimension: time };
  const about = "refractory period minus half a step";
  const period = addValue(draft, "refractory_for", { value, about });
  const into = { name: "Transition", attributes: { regime: "refractory" } };
  const back = { name: "Transition", attributes: { regime: "integrating" } };
  const kept = { name: "StateAssignment", attributes: { variable: since, value: "t" } };
  const isOver = `t .gt. (${since} + ${period})`;
  const isHeld = heldNames(model);
  return [
    regime(draft, { name: "refractory" }, [
      { name: "OnEntry", children: [kept] },
      ...eventHandlers(draft, request, (to) => !isHeld.has(to)),
      { name: "OnCondition", attributes: { test: isOver }, children: [back] },
    ]),
    regime(draft, { name: "integrating", initial: "true" }, [
      ...moving.map((each) => rate(draft, request, each)),
      ...eventHandlers(draft, request, () => true),
      ...block(draft, { test, assigned, more: [sent, into] }),
    ]),
    ...after,
  ];
}

/**
 * Write a regime.
 *
 * In jLEMS it only knows the variables that it integrates or assigns; a variable that it only reads gets a zero
 * derivative.
 */
function regime(
  draft: TypeDraft,
  attributes: Readonly<Record<string, string>>,
  children: readonly XmlOutput[],
): XmlOutput {
  const words = (each: XmlOutput): readonly string[] => [
    ...Object.values(each.attributes ?? {}).flatMap((text) => String(text).match(/\w+/g) ?? []),
    ...[...(each.children ?? [])].flatMap(words),
  ];
  const read = new Set(children.flatMap(words));
  const moved = new Set(
    children.flatMap(({ name: kind, attributes: own }) =>
      kind === "TimeDerivative" ? [String(own?.["variable"])] : [],
    ),
  );
  const still = [...draft.states].filter((state) => read.has(state) && !moved.has(state));
  const rates = still.map((variable) => ({
    name: "TimeDerivative",
    attributes: { variable, value: "0" },
  }));
  return { name: "Regime", attributes, children: [...rates, ...children] };
}

/** An upward crossing only: whether it was above the threshold is stored from step to step. */
function risingIn(draft: TypeDraft, test: Expression): readonly [Expression, Blocks] {
  const above = addState(draft, "above", { dimension: dimensionless });
  const was = binary("greater", name(above), number(0.5));
  const keep = (is: Expression, value: number): Blocks =>
    block(draft, { test: is, assigned: new Map([[above, number(value)]]) });
  const crossed = binary("and", { kind: "not", of: was }, test);
  return [crossed, [...keep(test, 1), ...keep({ kind: "not", of: test }, 0)]];
}

function thresholdOf(draft: TypeDraft, { resolved, comparison }: TypeRequest): Expression {
  const { model } = resolved;
  const { when = "False", rate: chance } = model.spike ?? {};
  if (chance !== undefined) {
    const mean = binary("multiply", inFull(model, parseExpression(chance)), name("dt"));
    const none: Expression = {
      kind: "call",
      name: "exp",
      args: [{ kind: "negate", of: mean }],
    };
    const some = binary("subtract", number(1), none);
    return inType(draft, binary("less", { kind: "call", name: "rand", args: [] }, some));
  }
  const e = parseExpression(when);
  const isAbove = e.kind === "greater" || e.kind === "greater_equal";
  const tested = comparison === undefined || !isAbove ? e : { ...e, kind: comparison };
  return inType(draft, inFull(model, tested));
}
