import { type NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import { isStatic, type PlannedProjection, type SynapseValue } from "@spikeloom/network";
import {
  allInUnit,
  call,
  EXPORT_SYNAPSE,
  inUnit,
  keyword,
  type Numbers,
  type Python,
  pythonFloat,
} from "@spikeloom/simulate/scripts";
import { parseQuantity, toInternal } from "@spikeloom/units";
import { EXTENSIONS, needsExtensions } from "../nest-limits.ts";
import type { PynnTask } from "../task.ts";
import {
  findDependence,
  findSynapseType,
  ruleModels,
  type SynapseRow,
  synapseModels,
} from "./synapse-types.ts";

/** Synapse type of a projection: its parameters, and how it is written. */
export interface SynapseKind {
  /** Our parameters with which connections are drawn. */
  readonly variables: ReadonlyMap<string, SynapseValue>;
  /** PyNN's parameters that differ between synapses, from the drawn ones. */
  columns(drawn: ReadonlyMap<string, Numbers>): readonly (readonly [string, Float64Array])[];
  /** The synapse type, with weight and delay if they are equal for all. */
  code(drawn: ReadonlyMap<string, Numbers>, alike: readonly Python[]): Python;
}

/** A projection and its place. */
export interface ProjectionPlace {
  readonly task: PynnTask;
  readonly planned: PlannedProjection;
  readonly record: NonNullable<NetworkRecord["projections"]>[number];
  readonly place: string;
  /** PyNN's unit of its weights. */
  readonly unit: string;
}

/** Find the PyNN equivalent of a projection's synapses; refuses others. */
export function synapseKind(at: ProjectionPlace): SynapseKind {
  const { task, planned, record, place } = at;
  const { synapse, plasticity } = planned;
  for (const [variable, value] of Object.entries(record.initial ?? {})) {
    const state = { ...synapse?.model.state, ...plasticity?.model.state }[variable];
    if (isSame(value, state?.initial)) continue;
    const message = `PyNN has no initial ${variable} of synapses; the model's default is used.`;
    task.lose("initial-value", `${place}.initial.${variable}`, message);
  }
  if (plasticity === undefined) return shortTerm(at);
  const isPlain = synapse === undefined || isStatic(synapse.model);
  if (isPlain) return mechanism(at);
  throw EXPORT_SYNAPSE({
    place: `${place}.synapse`,
    message: "A PyNN synapse type has either short-term dynamics or a plasticity rule.",
    got: `"${synapse.model.name}" and "${plasticity.model.name}"`,
    next: "Remove one of them, or run the network with SpikeLoom.",
  });
}

/** Whether two quantities are equal, regardless of how they are written. */
function isSame(value: unknown, usual: string | number | undefined): boolean {
  if (value === usual) return true;
  if ((typeof value !== "string" && typeof value !== "number") || usual === undefined) return false;
  try {
    return toInternal(parseQuantity(value)) === toInternal(parseQuantity(usual));
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return false;
    throw fault;
  }
}

function shortTerm(at: ProjectionPlace): SynapseKind {
  const { task, planned, place, unit } = at;
  const { synapse } = planned;
  if (synapse === undefined) return kindOf([{ name: "sim.StaticSynapse", rows: {} }], at);
  const found = findSynapseType(synapse.model, task.stack);
  if (found === undefined) {
    throw EXPORT_SYNAPSE({
      place: `${place}.synapse`,
      message: "PyNN has no synapse type for this model.",
      expected: synapseModels.join(", "),
      got: synapse.model.name,
      next: adviseSynapse(synapse.model.name),
    });
  }
  if (found.drawn && !isCertain(synapse.parameters["p"])) {
    task.lose(
      "drawn-anew",
      place,
      "Signals of its synapses are redrawn: same distribution, different values.",
    );
  }
  if (needsExtensions.has(found.name)) task.lose("extensions", place, EXTENSIONS);
  return kindOf([{ name: `sim.${found.name}`, rows: found.parameters }], { ...at, unit });
}

/** Whether a probability is 0 or 1, so that nothing is drawn. */
function isCertain(chance: unknown): boolean {
  return chance === 0 || chance === 1;
}

function adviseSynapse(model: string): string {
  return model === "tsodyks-markram"
    ? 'PyNN\'s Tsodyks-Markram synapse is our "tsodyks-uziel-markram".'
    : "Use one of these, or run the network with SpikeLoom.";
}

function mechanism(at: ProjectionPlace): SynapseKind {
  const { task, planned, record, place } = at;
  const rule = planned.plasticity;
  const found = rule === undefined ? undefined : findDependence(rule.model, task.stack);
  if (found === undefined) {
    throw EXPORT_SYNAPSE({
      place: `${place}.plasticity`,
      message: "PyNN has no combination of timing and weight dependence for this rule.",
      expected: ruleModels.join(", "),
      got: rule?.model.name,
      next: "Use one of these, or run the network with SpikeLoom.",
    });
  }
  const fraction = record.dendritic ?? task.convention.plasticity?.dendritic ?? 0;
  if (fraction !== 1) {
    const message = `A dendritic delay fraction of ${fraction} is written; pyNN.nest only supports 1.`;
    task.lose("dendritic-delay", place, message);
  }
  const parts = [
    { name: "timing_dependence=sim.SpikePairRule", rows: found.timing },
    { name: `weight_dependence=sim.${found.name}`, rows: found.dependence },
  ];
  return kindOf(parts, at, {
    name: "sim.STDPMechanism",
    more: fraction === 1 ? [] : [keyword("dendritic_delay_fraction", pythonFloat(fraction))],
  });
}

interface PartRow {
  /** Class, with a keyword if it is a component of another. */
  readonly name: string;
  readonly rows: Readonly<Record<string, SynapseRow>>;
}

/** Assemble a synapse type of one component, or of several components of `whole`. */
function kindOf(
  parts: readonly PartRow[],
  at: ProjectionPlace,
  whole?: { readonly name: string; readonly more: readonly Python[] },
): SynapseKind {
  const rows = parts.flatMap((part) => Object.entries(part.rows));
  const inPynn = (row: SynapseRow, drawn: ReadonlyMap<string, Numbers>): Numbers => {
    const unit = row.unit === "weight" ? at.unit : row.unit;
    const own = row.from === undefined ? undefined : drawn.get(row.from);
    if (own !== undefined) return allInUnit(own, unit);
    return inUnit(
      row.value((name) => constantOf(at, drawn, name)),
      unit,
    );
  };
  const alikeCode = (part: PartRow, drawn: ReadonlyMap<string, Numbers>): readonly Python[] =>
    Object.entries(part.rows).flatMap(([name, row]) => {
      const value = inPynn(row, drawn);
      if (typeof value !== "number") return [];
      if (name === "w_max" && at.unit === "mV") {
        return [keyword(name, call("limit", "sim", pythonFloat(value)))];
      }
      return value === row.default ? [] : [keyword(name, pythonFloat(value))];
    });
  return {
    variables: variablesOf(at),
    columns: (drawn) =>
      rows.flatMap(([name, row]) => {
        const values = inPynn(row, drawn);
        return typeof values === "number" ? [] : [[name, values] as const];
      }),
    code: (drawn, alike) => {
      const made = parts.map((part) => ({ part, code: alikeCode(part, drawn) }));
      if (whole === undefined) {
        const [only] = made;
        return call(only?.part.name ?? "", ...alike, ...(only?.code ?? []));
      }
      const items = made.map(({ part, code }) => call(part.name, ...code));
      return call(whole.name, ...items, ...whole.more, ...alike);
    },
  };
}

function constantOf(
  { place }: ProjectionPlace,
  drawn: ReadonlyMap<string, Numbers>,
  name: string,
): number {
  const value = drawn.get(name);
  if (typeof value === "number") return value;
  throw EXPORT_SYNAPSE({
    place,
    message: `PyNN has "${name}" only as a part of other parameters, with a single value for all synapses.`,
    got: "different values",
    next: "Use a single value.",
  });
}

/** Our parameters of a projection's model or rule, prepared to be drawn. */
function variablesOf({ planned }: ProjectionPlace): ReadonlyMap<string, SynapseValue> {
  const entries = (["synapse", "plasticity"] as const).flatMap((kind) => {
    const found = planned[kind];
    return Object.entries(found?.model.parameters ?? {}).map(([name, parameter]) => {
      const value = found?.parameters[name] ?? parameter.default;
      const { symbol } = parseQuantity(parameter.default).unit;
      const each = planned.variable(`${kind}.parameters.${name}`, value, symbol, parameter);
      return [name, each] as const;
    });
  });
  return new Map(entries);
}
