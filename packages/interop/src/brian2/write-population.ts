import { formatExpression, parseExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { Assignments, NeuronRecord } from "@spikeloom/kernel";
import { conventions, type ResolvedPopulation, resolvePopulation } from "@spikeloom/network";
import { chooseIntegrator } from "@spikeloom/program";
import {
  before,
  call,
  dictionary,
  EXPORT_NEURON,
  EXPORT_VALUE,
  keyword,
  type Numbers,
  oneIfAlike,
  type Python,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { parseQuantity } from "@spikeloom/units";
import { otherConvention } from "../scripts/other-convention.ts";
import {
  brian2Code,
  brian2Name,
  broughtFunctions,
  namesOf,
  translated,
} from "./expression-code.ts";
import { groupCode } from "./group-code.ts";
import { heldLine } from "./held-line.ts";
import { methodOf } from "./method.ts";
import { type Coupled, neuronEquations } from "./neuron-equations.ts";
import { refractoryPeriod } from "./refractory-period.ts";
import { sourceCode } from "./source-code.ts";
import { statementsCode } from "./statements-code.ts";
import type { Brian2Task } from "./task.ts";
import { quantityCode } from "./units.ts";

/** A population as code. */
export interface WrittenPopulation {
  readonly name: string;
  readonly resolved: ResolvedPopulation;
  /** Parameters with one value for all neurons, as code for the namespace. */
  readonly constants: ReadonlyMap<string, Python>;
  /** Statements. */
  readonly code: readonly Python[];
}

/** Input of a population. */
export interface Inputs {
  /** Names of stimuli by input: code in the namespace, and the expression that equations read. */
  readonly stimuli: ReadonlyMap<string, { readonly text: string; readonly array: Python }>;
  readonly coupled: Coupled;
}

/** Write a population. */
export function writePopulation(task: Brian2Task, name: string, inputs: Inputs): WrittenPopulation {
  const { network, stack, seed } = task;
  const resolved = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
  if (resolved.coordinates !== undefined) {
    const message = "Brian2 does not store positions, which only affect the connections.";
    task.lose("positions", `populations.${name}.positions`, message);
  }
  if (resolved.model.source !== undefined) {
    return { name, resolved, constants: new Map(), code: [sourceCode(task, name, resolved)] };
  }
  refuseUnsaid(task, name, resolved.model);
  refuseHeldWrites(task, name, resolved.model);
  sayDraws(task, name, resolved.model);
  const constants = constantsOf(task, name, resolved);
  const period = refractoryPeriod(task, name, resolved);
  const above = keptName(resolved.model);
  const equations = neuronEquations(resolved, {
    kept: above === undefined ? [] : [above],
    isRefractory: typeof period === "object",
    isConstant: (parameter) => constants.has(parameter),
    stimuli: inputs.stimuli,
    coupled: inputs.coupled,
  });
  const group = groupWith(task, { name, resolved, constants, inputs, equations, period });
  const place = groupCode(name);
  const arrays = [...resolved.parameters].flatMap(([parameter, { value }]): Python[] => {
    if (constants.has(parameter)) return [];
    const unit = unitOf(resolved.model, parameter);
    const code = quantityCode(task, `${name}-${parameter}`, { values: value, unit });
    return [before(`${place}.${brian2Name(parameter)} = `, code)];
  });
  const initial = [...resolved.initial].flatMap(([variable, { value }]): Python[] => {
    if (oneIfAlike(value) === 0) return [];
    const unit = resolved.model.state?.[variable]?.unit ?? "1";
    const code = quantityCode(task, `${name}-initial-${variable}`, { values: value, unit });
    return [before(`${place}.${brian2Name(variable)} = `, code)];
  });
  if (typeof period === "object") {
    const code = quantityCode(task, `${name}-refractory`, { values: period, unit: "ms" });
    arrays.push(before(`${place}.refractory_period = `, code));
  }
  const steps = [
    ...stepCode(resolved.model, name),
    ...eventCode(resolved.model, name),
    ...(above === undefined ? [] : [crossingCode(task, name, resolved.model)]),
  ];
  return { name, resolved, constants, code: [group, ...arrays, ...initial, ...steps] };
}

interface GroupParts {
  readonly name: string;
  readonly resolved: ResolvedPopulation;
  readonly constants: ReadonlyMap<string, Python>;
  readonly inputs: Inputs;
  readonly equations: string;
  readonly period: Numbers | undefined;
}

function groupWith(task: Brian2Task, parts: GroupParts): Python {
  const { name, resolved, constants, inputs, equations, period } = parts;
  const { model, size } = resolved;
  const place = `populations.${name}`;
  const record = task.network.populations[name] ?? { model: model.name, size };
  const { integrator, subSteps } = chooseIntegrator({
    model,
    record,
    stack: task.stack,
    dt: task.dt,
    place,
  });
  const method = methodOf(task, resolved, { integrator, subSteps, place, population: name });
  const spike = model.spike;
  const refractoriness = refractoryCode(task, parts);
  const reset =
    Object.keys(spike?.reset ?? {}).length === 0
      ? []
      : statementsCode(spike?.reset ?? {}, namesOf(model), model.expressions);
  const namespace: (readonly [string, Python])[] = [
    ...[...constants].map(([one, code]) => [pythonText(brian2Name(one)), code] as const),
    ...[...inputs.stimuli.values()].flatMap(({ text, array }) => {
      const function_ = /^\w+/.exec(text)?.[0] ?? "";
      return [[pythonText(function_), array] as const];
    }),
  ];
  const own = `${equations} ${JSON.stringify([model.step ?? [], spike ?? {}])}`;
  for (const one of broughtFunctions(
    own.replaceAll("min(", "minimum(").replaceAll("max(", "maximum("),
  )) {
    namespace.push([pythonText(one), one]);
  }
  return call(
    `${groupCode(name)} = b.NeuronGroup`,
    String(size),
    `"""${equations}"""`,
    ...(spike === undefined
      ? []
      : [keyword("threshold", pythonText(thresholdCode(task, name, model)))]),
    ...resetCode(reset, {
      isSpiking: spike !== undefined,
      isRefractory: refractoriness !== undefined,
    }),
    ...(refractoriness === undefined ? [] : [keyword("refractory", refractoriness)]),
    ...(method === undefined ? [] : [keyword("method", method)]),
    ...eventsKeyword(model),
    keyword("namespace", dictionary(namespace)),
    keyword("name", pythonText(`group_${Object.keys(task.network.populations).indexOf(name)}`)),
  );
}

/** Write the reset, which Brian2 requires even if it is empty. */
function resetCode(
  reset: readonly string[],
  { isSpiking, isRefractory }: { readonly isSpiking: boolean; readonly isRefractory: boolean },
): readonly Python[] {
  if (!isSpiking || (reset.length === 0 && isRefractory)) return [];
  return [keyword("reset", pythonText(reset.join("; ")))];
}

/** Write a period, or the condition that ends it, which both test before a step; undefined without refractoriness. */
function refractoryCode(
  task: Brian2Task,
  { name, resolved, period }: GroupParts,
): Python | undefined {
  const { model } = resolved;
  const condition = model.spike?.refractory?.while;
  if (condition !== undefined) return pythonText(brian2Code(condition, namesOf(model)));
  if (period === undefined) return undefined;
  if (typeof period === "object") return pythonText("refractory_period");
  return quantityCode(task, `${name}-refractory`, { values: period, unit: "ms" });
}

/** Refuse features that Brian2 cannot express. */
function refuseUnsaid({ convention }: Brian2Task, name: string, model: NeuronRecord): void {
  const { spike, regimes } = model;
  const period = spike?.refractory;
  const unsaid = [
    [regimes !== undefined, "regimes"],
    [spike?.count !== undefined, "multiple spikes per step"],
    [spike?.offset !== undefined, "spikes between two steps"],
    [period?.subStep === true, "a refractory period that ends within a step"],
    [
      period?.while !== undefined && convention.order[0] !== "integrate",
      "a refractory period defined by a condition that is tested before spikes arrive",
    ],
    [Object.keys(period?.clamp ?? {}).length > 0, "clamped variables"],
  ] as const;
  const found = unsaid.filter(([is]) => is).map(([, what]) => what);
  if (found.length === 0) return;
  throw EXPORT_NEURON({
    message: `Brian2 scripts do not support ${found.join(", ")}, which the model of population "${name}" uses.`,
    place: `populations.${name}.model`,
    got: model.name,
    next: "Rewrite the model without it, or run the network with SpikeLoom.",
  });
}

/** Refuse input to a held variable if the convention lets it act. */
function refuseHeldWrites({ convention }: Brian2Task, name: string, model: NeuronRecord): void {
  const held = new Set(model.spike?.refractory?.hold ?? []);
  const written = Object.values(model.receptors ?? {}).flatMap(({ on }) => Object.keys(on ?? {}));
  const found = written.find((variable) => held.has(variable));
  if (convention.refractory.blocksWrites || found === undefined) return;
  const theirs = conventions.filter(({ refractory }) => refractory.blocksWrites);
  throw EXPORT_VALUE({
    message: `Brian2 ignores spikes that arrive at a held variable, such as ${found} of population "${name}".`,
    place: "convention.refractory.blocksWrites",
    expected: "true",
    got: "false",
    next: otherConvention(
      "Brian2",
      theirs.map((one) => one.name),
    ),
  });
}

function constantsOf(
  task: Brian2Task,
  name: string,
  resolved: ResolvedPopulation,
): ReadonlyMap<string, Python> {
  const entries = [...resolved.parameters].flatMap(([parameter, { value }]) => {
    if (typeof oneIfAlike(value) !== "number") return [];
    const unit = unitOf(resolved.model, parameter);
    const code = quantityCode(task, `${name}-${parameter}`, { values: value, unit });
    return [[parameter, code] as const];
  });
  return new Map(entries);
}

/** Report equations that draw numbers; noise is reported separately. */
function sayDraws(task: Brian2Task, name: string, model: NeuronRecord): void {
  const { dynamics, expressions, step, spike, receptors } = model;
  const texts = JSON.stringify({ dynamics, expressions, step, spike, receptors });
  if (!/\brandn?\(\)/.test(texts)) return;
  const message = "Its equations draw random numbers: same distribution, different values.";
  task.lose("drawn-anew", `populations.${name}`, message);
}

const replaced = { greater: "greater", "greater-or-equal": "greater_equal" } as const;

function thresholdCode(task: Brian2Task, name: string, model: NeuronRecord): string {
  const { rate } = model.spike ?? {};
  if (rate !== undefined) {
    task.lose(
      "drawn-anew",
      `populations.${name}`,
      "It spikes randomly: same distribution, different values.",
    );
    return `rand() < 1 - exp(-(${brian2Code(rate, namesOf(model))}) * dt)`;
  }
  const above = keptName(model);
  const condition = conditionCode(task, model);
  return above === undefined ? condition : `(${condition}) and not ${above}`;
}

/** Stores whether the condition of a rising threshold was met in the previous step; undefined for other thresholds. */
function keptName(model: NeuronRecord): string | undefined {
  if (model.spike?.edge !== "rising") return undefined;
  const { parameters, state, inputs, expressions } = model;
  const taken = Object.keys({ ...parameters, ...state, ...inputs, ...expressions });
  let name = "was_above";
  while (taken.includes(name)) name = `x_${name}`;
  return name;
}

/** Store whether the condition was met when it was tested, before input and reset. */
function crossingCode(task: Brian2Task, name: string, model: NeuronRecord): Python {
  return call(
    `${groupCode(name)}.run_regularly`,
    pythonText(`${keptName(model)} = ${conditionCode(task, model)}`),
    keyword("when", pythonText("after_thresholds")),
  );
}

function conditionCode(task: Brian2Task, model: NeuronRecord): string {
  const text = model.spike?.when ?? "False";
  const { threshold } = task.convention;
  const e = parseExpression(text);
  const isAbove = e.kind === "greater" || e.kind === "greater_equal";
  if (threshold === "as-written" || !isAbove) return brian2Code(text, namesOf(model));
  return formatExpression(translated({ ...e, kind: replaced[threshold] }, namesOf(model)));
}

/** The model's own step: groups of simultaneous assignments, one group after another. */
function stepCode(model: NeuronRecord, name: string): readonly Python[] {
  const held = new Set(model.spike?.refractory?.hold ?? []);
  return (model.step ?? []).map((group, k) => {
    const lines = statementsCode(group, namesOf(model), model.expressions).map((line) =>
      heldLine(line, held),
    );
    return call(
      `${groupCode(name)}.run_regularly`,
      pythonText(lines.join("\n")),
      keyword("when", pythonText("groups")),
      keyword("order", String(k)),
    );
  });
}

/** Write the conditions of further events, which Brian2 tests together with the spike threshold. */
function eventsKeyword(model: NeuronRecord): readonly Python[] {
  const tested = testedEvents(model).map(
    ([event, when]) => [pythonText(event), pythonText(brian2Code(when, namesOf(model)))] as const,
  );
  return tested.length === 0 ? [] : [keyword("events", dictionary(tested))];
}

/** Write the effects of further events. */
function eventCode(model: NeuronRecord, name: string): readonly Python[] {
  return testedEvents(model).flatMap(([event, , assignments]) => {
    const lines = statementsCode(assignments, namesOf(model), model.expressions);
    if (lines.length === 0) return [];
    const code = pythonText(lines.join("\n"));
    return [call(`${groupCode(name)}.run_on_event`, pythonText(event), code)];
  });
}

/** Events with a condition; the others occur only with regimes. */
function testedEvents(
  model: NeuronRecord,
): readonly (readonly [event: string, when: string, assignments: Assignments])[] {
  return Object.entries(model.events ?? {}).flatMap(([event, record]) =>
    record.when === undefined ? [] : [[event, record.when, record.do ?? {}] as const],
  );
}

/** Unit of a parameter's default, as written. */
function unitOf(model: NeuronRecord, parameter: string): string {
  return parseQuantity(model.parameters[parameter]?.default ?? 0).unit.symbol;
}
