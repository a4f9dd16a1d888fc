import { formatExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type {
  Assignments,
  NeuronRecord,
  PlasticityRecord,
  ProjectionRecord,
  SynapseRecord,
} from "@spikeloom/kernel";
import {
  type FoundModel,
  isStatic,
  type PlannedProjection,
  planProjection,
  projectionNames,
  type SynapseValue,
} from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import {
  before,
  behind,
  call,
  type DrawnConnections,
  dictionary,
  drawConnections,
  EXPORT_SYNAPSE,
  EXPORT_VALUE,
  keyword,
  type Numbers,
  type Python,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { parseQuantity } from "@spikeloom/units";
import { initialStates } from "../scripts/initial-states.ts";
import { otherConvention } from "../scripts/other-convention.ts";
import { brian2Name, broughtFunctions, namesOf, translated } from "./expression-code.ts";
import { groupCode } from "./group-code.ts";
import { statementsCode } from "./statements-code.ts";
import { type SynapseCode, synapseCode } from "./synapse-model.ts";
import type { Brian2Task } from "./task.ts";
import { declaredUnit, quantityCode } from "./units.ts";
import type { WrittenPopulation } from "./write-population.ts";

/** Write a projection. */
export function writeProjection(
  task: Brian2Task,
  index: number,
  populations: ReadonlyMap<string, WrittenPopulation>,
): readonly Python[] {
  const { network, stack, seed, dt, convention } = task;
  const record = network.projections?.[index];
  if (record === undefined) return [];
  const place = `projections[${index}]`;
  const planned = planProjection(network, index, { stack, seed, functions: hostFunctions });
  const rule = ruleOf(task, planned, { record, place });
  const target = populations.get(record.to);
  const { receptor } = planned;
  if (target === undefined || !populations.has(record.from) || receptor === undefined) return [];
  const taken = new Set([...target.constants.keys()].map(brian2Name));
  const ofRule = rule && `${place}.${rule.kind}`;
  const code = rule && synapseCode(task, rule.found, { place: ofRule ?? place, taken });
  const variables =
    rule === undefined
      ? new Map<string, SynapseValue>()
      : variablesOf(planned, rule, { record, place: ofRule ?? place });
  const drawn = drawConnections(planned, variables, { dt, convention, place: `${place}.delay` });
  const name = projectionNames(network)[index] ?? place;
  return projectionCode(task, {
    index,
    place,
    name,
    record,
    receptor,
    target,
    rule,
    code,
    drawn,
  });
}

interface WrittenProjection {
  readonly index: number;
  readonly place: string;
  readonly name: string;
  readonly record: ProjectionRecord;
  readonly receptor: string;
  readonly target: WrittenPopulation;
  readonly rule: Rule | undefined;
  readonly code: SynapseCode | undefined;
  readonly drawn: DrawnConnections;
}

/** Write the synapse group, its connections, and the values of each synapse. */
function projectionCode(task: Brian2Task, given: WrittenProjection): readonly Python[] {
  const { index, place, name, record, receptor, target, rule, code, drawn } = given;
  const { model } = target.resolved;
  const unit = model.receptors?.[receptor]?.unit ?? "1";
  const made = `synapses[${pythonText(name)}]`;
  const columns = [
    columnOf(task, { name, own: "w", unit, values: drawn.weight, moves: code?.moves === true }),
    ...(rule === undefined || code === undefined
      ? []
      : ruleColumns(task, name, { rule, code, drawn })),
  ];
  const pre = [...arrival(model, receptor, code), ...(code?.pre ?? [])];
  const post = code?.post ?? [];
  const delays = theirDelays(task, drawn.delay, place);
  const delay = quantityCode(task, `${name}-delay`, { values: delays, unit: "ms" });
  const equations = [
    ...columns.flatMap(({ equation }) => equation ?? []),
    ...(code?.equations ?? []),
  ];
  return [
    call(
      `${made} = b.Synapses`,
      groupCode(record.from),
      groupCode(record.to),
      ...(equations.length === 0 ? [] : [equationsCode(equations)]),
      keyword("on_pre", statementCode(pre)),
      ...(post.length === 0 ? [] : [keyword("on_post", statementCode(post))]),
      ...(typeof delays === "number" ? [keyword("delay", delay)] : []),
      ...(code === undefined ? [] : [keyword("method", pythonText("exact"))]),
      keyword("namespace", namespaceCode(target, columns, [...pre, ...post])),
      keyword("name", pythonText(`synapses_${index}`)),
    ),
    connectCode(task, name, drawn, made),
    ...columns.flatMap(({ own, value }) =>
      value === undefined ? [] : [before(`${made}.${own} = `, value)],
    ),
    ...(typeof delays === "number" ? [] : [before(`${made}.delay = `, delay)]),
  ];
}

/** Write the namespace of statements: constants of the target, those of all synapses, and functions. */
function namespaceCode(
  target: WrittenPopulation,
  columns: readonly Column[],
  statements: readonly string[],
): Python {
  return dictionary([
    ...[...target.constants].map(([one, value]) => [pythonText(brian2Name(one)), value] as const),
    ...columns.flatMap(({ constant }) => (constant === undefined ? [] : [constant])),
    ...broughtFunctions(statements.join("; ")).map((one) => [pythonText(one), one] as const),
  ]);
}

function equationsCode(lines: readonly string[]): string {
  const [only = ""] = lines;
  if (lines.length === 1) return pythonText(only);
  return `"""\n${lines.map((line) => `        ${line}`).join("\n")}\n        """`;
}

function statementCode(lines: readonly string[]): string {
  return lines.length <= 1 ? pythonText(lines.join("")) : equationsCode(lines);
}

type Rule =
  | { readonly kind: "synapse"; readonly found: FoundModel<SynapseRecord> }
  | { readonly kind: "plasticity"; readonly found: FoundModel<PlasticityRecord> };

/** Values of synapses: one for all in the namespace, or one each. */
interface Column {
  readonly own: string;
  readonly equation?: string;
  readonly constant?: readonly [string, Python];
  readonly value?: Python;
}

interface ColumnRequest {
  /** Weight of the projection. */
  readonly name: string;
  readonly own: string;
  readonly unit: string;
  readonly values: Numbers;
  /** Whether it changes during a run. */
  readonly moves: boolean;
}

function columnOf(task: Brian2Task, { name, own, unit, values, moves }: ColumnRequest): Column {
  const what = own === "w" ? "weight" : own;
  const value = quantityCode(task, `${name}-${what}`, { values, unit });
  if (typeof values === "number" && !moves) return { own, constant: [pythonText(own), value] };
  return { own, equation: `${own} : ${declaredUnit(unit)}${moves ? "" : " (constant)"}`, value };
}

/** Parameters of a rule, and states with a non-zero initial value; states are among its equations. */
function ruleColumns(
  task: Brian2Task,
  name: string,
  {
    rule,
    code,
    drawn,
  }: { readonly rule: Rule; readonly code: SynapseCode; readonly drawn: DrawnConnections },
): readonly Column[] {
  const { model } = rule.found;
  return [...drawn.parameters].flatMap(([one, values]): Column[] => {
    const own = code.names.get(one) ?? one;
    const state = model.state?.[one];
    const unit = state?.unit ?? parseQuantity(model.parameters[one]?.default ?? 0).unit.symbol;
    if (state === undefined) return [columnOf(task, { name, own, unit, values, moves: false })];
    const value = quantityCode(task, `${name}-initial-${own}`, { values, unit });
    return values === 0 ? [] : [{ own, value }];
  });
}

/** Parameters and initial states, prepared to be drawn as in a run. */
function variablesOf(
  planned: PlannedProjection,
  { kind, found }: Rule,
  { record, place }: { readonly record: ProjectionRecord; readonly place: string },
): ReadonlyMap<string, SynapseValue> {
  const { parameters } = found.model;
  const entries = Object.entries(parameters).map(([name, parameter]) => {
    const { symbol } = parseQuantity(parameter.default).unit;
    const value = found.parameters[name] ?? parameter.default;
    return [
      name,
      planned.variable(`${kind}.parameters.${name}`, value, symbol, parameter),
    ] as const;
  });
  const own = new Map(entries);
  return new Map([
    ...own,
    ...initialStates(planned, { model: found.model, parameters: own }, { record, place }),
  ]);
}

function connectCode(
  task: Brian2Task,
  name: string,
  { sources, targets }: DrawnConnections,
  made: string,
): Python {
  const ends = (what: string, numbers: Float64Array): Python =>
    behind(task.keep(`${name}-${what}`, numbers), ".astype(int)");
  return call(
    `${made}.connect`,
    keyword("i", ends("sources", sources)),
    keyword("j", ends("targets", targets)),
  );
}

/** Write the effect of an arriving spike on its target. */
function arrival(
  model: NeuronRecord,
  receptor: string,
  code: SynapseCode | undefined,
): readonly string[] {
  const on: Assignments = model.receptors?.[receptor]?.on ?? {};
  const states = new Set(Object.keys(model.state ?? {}));
  const isWeight =
    code === undefined || (code.deliver.kind === "name" && code.deliver.name === "weight");
  const names = namesOf(model);
  const naming = (one: string): string => {
    if (one === "weight") return isWeight ? "w" : "released";
    return states.has(one) ? `${brian2Name(one)}_post` : names(one);
  };
  const held = new Set(model.spike?.refractory?.hold ?? []);
  const lines = statementsCode(on, naming, model.expressions).map((line) => {
    // No variable of a model with its own step has a flag.
    const [target = ""] = line.split(/ \+?= /, 1);
    const own = [...states].find((one) => `${brian2Name(one)}_post` === target);
    if (model.step === undefined || own === undefined || !held.has(own)) return line;
    return line.replace(/ \+= (.*)$/, " += int(not_refractory_post)*($1)");
  });
  if (isWeight) return lines;
  const released = translated(code.deliver, (one) => code.names.get(one) ?? one);
  return [`released = ${formatExpression(released)}`, ...lines];
}

/**
 * Return the delays with which Brian2 delivers spikes in the same step.
 *
 * If spikes arrive before thresholds are tested, Brian2 registers a spike one step after it is found.
 */
function theirDelays({ dt, convention }: Brian2Task, delay: Numbers, place: string): Numbers {
  const { order } = convention;
  const isLate =
    order.indexOf("arrive") < order.indexOf("threshold") &&
    order.indexOf("arrive") > order.indexOf("integrate");
  const shift = isLate ? 1 : 0;
  const translated = (time: number): number => {
    const steps = Math.round(time / dt) - shift;
    if (steps >= 0) return timeOfStep(steps, dt);
    throw EXPORT_VALUE({
      message: "Brian2 has no delay this short with this order of phases.",
      place: `${place}.delay`,
      expected: `at least ${dt} ms`,
      got: `${time} ms`,
    });
  };
  return typeof delay === "number" ? translated(delay) : delay.map(translated);
}

/** Find the effects of synapses besides passing on their weight; refuses unsupported ones. */
function ruleOf(
  task: Brian2Task,
  { synapse, plasticity, receptor }: PlannedProjection,
  { record, place }: { readonly record: ProjectionRecord; readonly place: string },
): Rule | undefined {
  const own = synapse !== undefined && isStatic(synapse.model) ? undefined : synapse;
  if ((own !== undefined && plasticity !== undefined) || receptor === undefined) {
    throw EXPORT_SYNAPSE({
      message: "Brian2 scripts support either a synapse model that delivers or a rule, not both.",
      place: `${place}.synapse`,
      got: own?.model.name ?? "both",
      next: "Remove one of them, or run the network with SpikeLoom.",
    });
  }
  if (plasticity === undefined) return own && { kind: "synapse", found: own };
  const { order, plasticity: rules } = task.convention;
  const { coincidence = "pre-first", carries = "old" } = rules ?? {};
  const dendritic = record.dendritic ?? rules?.dendritic ?? 0;
  const isTheirs = order.indexOf("arrive") > order.indexOf("threshold");
  if (isTheirs && coincidence === "pre-first" && carries === "old" && dendritic === 0) {
    return { kind: "plasticity", found: plasticity };
  }
  throw EXPORT_SYNAPSE({
    message: "Brian2 applies spikes to plastic synapses only in its own order.",
    place: `${place}.plasticity`,
    expected: 'the convention "brian2", and a presynaptic delay',
    got: `"${task.convention.name}", ${dendritic} of the delay dendritic`,
    next: otherConvention("Brian2", ["brian2"]),
  });
}
