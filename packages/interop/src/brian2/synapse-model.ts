import {
  calledFunctions,
  type Expression,
  findFunction,
  formatExpression,
  freeNames,
  mapChildren,
  parseExpression,
  substitute,
} from "@spikeloom/equations";
import type { PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import type { FoundModel } from "@spikeloom/network";
import { EXPORT_SYNAPSE } from "@spikeloom/simulate/scripts";
import { parseQuantity, toInternal } from "@spikeloom/units";
import { brian2Name, decided, translated } from "./expression-code.ts";
import { statementsCode } from "./statements-code.ts";
import type { Brian2Task } from "./task.ts";
import { declaredUnit } from "./units.ts";

/** Code of a synapse model. */
export interface SynapseCode {
  /** Equations, one per line, without the weight. */
  readonly equations: readonly string[];
  /** Delivered value. */
  readonly deliver: Expression;
  /** Statements at presynaptic and postsynaptic spikes. */
  readonly pre: readonly string[];
  readonly post: readonly string[];
  /** Whether the weight changes. */
  readonly moves: boolean;
  /** Names of parameters in the script. */
  readonly names: ReadonlyMap<string, string>;
}

type Model = SynapseRecord | PlasticityRecord;

/** Write the equations and events of a synapse model or a plasticity rule. */
export function synapseCode(
  task: Brian2Task,
  found: FoundModel<Model>,
  { place, taken }: { readonly place: string; readonly taken: ReadonlySet<string> },
): SynapseCode {
  const { model } = found;
  refuseUnsaid(model, place);
  const names = namesOf(model, taken);
  const naming = (name: string): string => names.get(name) ?? name;
  const values = constants(found);
  const inlined = new Map<string, Expression>();
  for (const [name, { value }] of Object.entries(model.expressions ?? {})) {
    inlined.set(name, substitute(parseExpression(value), inlined));
  }
  const whole = (text: string): Expression =>
    decided(substitute(parseExpression(text), inlined), values);
  const written = (text: string): string => formatExpression(translated(whole(text), naming));
  const statements = (event: "pre" | "post"): readonly string[] => {
    const on = Object.entries(model.on?.[event] ?? {});
    const texts = on.map(([name, text]) => [name, formatExpression(whole(text))] as const);
    const lines = statementsCode(Object.fromEntries(texts), naming);
    const changes = on.some(([name]) => name === "weight");
    return changes ? [...lines, ...bounded(model, written)] : lines;
  };
  const events = ["pre", "post"] as const;
  const texts = events.flatMap((event) => Object.values(model.on?.[event] ?? {}));
  const inCode = [...texts, "deliver" in model ? (model.deliver ?? "weight") : "weight"];
  refuseRepeatedDraws(model, inCode, { place, whole });
  sayDraws(task, model, place);
  return {
    equations: equationsOf(model, written, naming),
    deliver: whole("deliver" in model ? (model.deliver ?? "weight") : "weight"),
    pre: statements("pre"),
    post: statements("post"),
    moves: (["pre", "post"] as const).some((event) => model.on?.[event]?.["weight"] !== undefined),
    names,
  };
}

function namesOf(model: Model, taken: ReadonlySet<string>): ReadonlyMap<string, string> {
  const traces = "traces" in model ? (model.traces ?? {}) : {};
  const own = [model.parameters, model.state, traces].flatMap((part) => Object.keys(part ?? {}));
  const names = own.map((name) => {
    const free = brian2Name(name);
    return [name, taken.has(free) ? `${free}_of_synapse` : free] as const;
  });
  return new Map([...names, ["weight", "w"]]);
}

/** Values of parameters shared by all synapses, in internal units. */
function constants({ model, parameters }: FoundModel<Model>): ReadonlyMap<string, number> {
  const entries = Object.entries(model.parameters).flatMap(([name, { default: usual }]) => {
    const value = parameters[name] ?? usual;
    if (typeof value !== "string" && typeof value !== "number") return [];
    return [[name, toInternal(parseQuantity(value))] as const];
  });
  return new Map(entries);
}

type Written = (text: string) => string;

function equationsOf(
  model: Model,
  written: Written,
  naming: (name: string) => string,
): readonly string[] {
  const states = Object.entries(model.state ?? {}).map(([name, { unit }]) => {
    const moves = model.dynamics?.[name];
    const declared = declaredUnit(unit);
    if (moves === undefined) return `${naming(name)} : ${declared}`;
    const flag = moves.when === "event" ? "event-driven" : "clock-driven";
    return `d${naming(name)}/dt = ${written(moves.derivative)} : ${declared} (${flag})`;
  });
  const traces = Object.entries("traces" in model ? (model.traces ?? {}) : {}).map(
    ([name, { decay, unit = "1" }]) =>
      `d${naming(name)}/dt = ${written(`-${name} / (${decay})`)} : ${declaredUnit(unit)} (event-driven)`,
  );
  return [...states, ...traces];
}

/** Clip the weight to its bounds. */
function bounded(model: Model, written: Written): readonly string[] {
  const { min, max } = ("bounds" in model ? model.bounds?.weight : undefined) ?? {};
  if (min !== undefined && max !== undefined)
    return [`w = clip(w, ${written(min)}, ${written(max)})`];
  if (min !== undefined) return [`w = maximum(w, ${written(min)})`];
  return max === undefined ? [] : [`w = minimum(w, ${written(max)})`];
}

/** Test whether an equation integrated at each step reads a variable that Brian2 computes at events alone. */
function readsEventDriven(model: Model): boolean {
  const dynamics = Object.entries(model.dynamics ?? {});
  const traces = "traces" in model ? Object.keys(model.traces ?? {}) : [];
  const atEvents = new Set([
    ...traces,
    ...dynamics.flatMap(([name, { when }]) => (when === "event" ? [name] : [])),
  ]);
  const inlined = new Map<string, Expression>();
  for (const [name, { value }] of Object.entries(model.expressions ?? {})) {
    inlined.set(name, substitute(parseExpression(value), inlined));
  }
  return dynamics.some(([, { when, derivative }]) => {
    if (when === "event") return false;
    const read = freeNames(substitute(parseExpression(derivative), inlined));
    return [...read].some((name) => atEvents.has(name));
  });
}

function sayDraws(task: Brian2Task, model: Model, place: string): void {
  const texts = [
    ...Object.values(model.on ?? {}).flatMap((one) => Object.values(one)),
    ...Object.values(model.expressions ?? {}).map(({ value }) => value),
    ...("deliver" in model && model.deliver !== undefined ? [model.deliver] : []),
  ];
  const draws = texts.some((text) =>
    [...calledFunctions(parseExpression(text))].some((one) => findFunction(one)?.stochastic),
  );
  if (!draws) return;
  const message =
    "Random effects of its synapses are redrawn: same distribution, different values.";
  task.lose("drawn-anew", place, message);
}

/** Refuse draws that several statements read: the expression is repeated in each of them, and drawn each time. */
function refuseRepeatedDraws(
  model: Model,
  texts: readonly string[],
  { place, whole }: { readonly place: string; readonly whole: (text: string) => Expression },
): void {
  const own = [...texts, ...Object.values(model.expressions ?? {}).map(({ value }) => value)];
  const ofModel = sum(own.map((text) => drawsIn(parseExpression(text))));
  if (sum(texts.map((text) => drawsIn(whole(text)))) <= ofModel) return;
  throw EXPORT_SYNAPSE({
    message:
      "A Brian2 script would draw separate values for several equations of this synapse model that share one draw.",
    place,
    expected: "draws read by a single equation",
    got: model.name,
    next: "Use another model, or run the network with SpikeLoom.",
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** Count the random numbers that an expression draws. */
function drawsIn(e: Expression): number {
  let count = e.kind === "call" && findFunction(e.name)?.stochastic === true ? 1 : 0;
  mapChildren(e, (part) => {
    count += drawsIn(part);
    return part;
  });
  return count;
}

/** Refuse unsupported features. */
function refuseUnsaid(model: Model, place: string): void {
  const traces = Object.values("traces" in model ? (model.traces ?? {}) : {});
  const unsaid = [
    ["coupling" in model && (model.coupling ?? []).length > 0, "synapses that act without spikes"],
    [Object.keys(model.reads ?? {}).length > 0, "synapses that read variables of their neurons"],
    [Object.keys(model.on ?? {}).some((event) => event !== "pre" && event !== "post"), "events"],
    ["modulators" in model && Object.keys(model.modulators ?? {}).length > 0, "modulators"],
    ["structure" in model && model.structure !== undefined, "structural plasticity"],
    [
      traces.some(({ input, of }) => input !== undefined || of === "global"),
      "traces of events other than spikes",
    ],
    [
      Object.values(model.state ?? {}).some(({ type = "float" }) => type !== "float"),
      "whole numbers",
    ],
    [readsEventDriven(model), "equations of each step that read others from event to event"],
  ] as const;
  const found = unsaid.filter(([is]) => is).map(([, what]) => what);
  if (found.length === 0) return;
  throw EXPORT_SYNAPSE({
    message: `Brian2 scripts do not support ${found.join(", ")}.`,
    place,
    got: model.name,
    next: "Remove it, or run the network with SpikeLoom.",
  });
}
