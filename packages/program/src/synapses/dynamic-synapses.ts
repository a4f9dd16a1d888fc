import {
  calledFunctions,
  type Expression,
  evaluate,
  type ParsedPlasticity,
  type ParsedSynapse,
  parsePlasticityModel,
  parseSynapseModel,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import {
  type ConventionRecord,
  ownValue,
  type PlasticityRecord,
  type ProjectionRecord,
  type SynapseRecord,
  type Value,
} from "@spikeloom/kernel";
import {
  type FoundModel,
  type LoweredProjection,
  readScalar,
  type ValueProgram,
} from "@spikeloom/network";
import { parseQuantity } from "@spikeloom/units";
import { RULE } from "../errors.ts";
import { lowerSynapses } from "../known-programs.ts";
import { mapTree, name as nameNode, number } from "../tree.ts";
import { keyDraws } from "./draw-keys.ts";
import { type GrowthProgram, lowerGrowth, structureSteps } from "./growth.ts";
import type { ModelWithConstants } from "./names-of-models.ts";
import { type OutsideContext, type OutsideEvents, outsideEvents } from "./outside-events.ts";
import type { SynapseProgram } from "./synapse-program.ts";

/** A model of a projection's synapses by name, with what its parameters are. */
export interface SynapseModel {
  readonly kind: "synapse" | "plasticity";
  readonly name: string;
  readonly states: readonly string[];
  /** Units of its third factors, by name. */
  readonly factors: ReadonlyMap<string, string>;
  /** By name: one value for the projection, or one for each synapse. */
  readonly parameters: ReadonlyMap<string, ValueProgram>;
}

/** Behaviour of a projection's synapses beyond carrying a weight. */
export interface DynamicSynapses extends OutsideEvents {
  readonly place: string;
  readonly models: readonly SynapseModel[];
  readonly program: SynapseProgram;
  /** Initial values of each synapse, by variable; the weight is the projection's own. */
  readonly values: ReadonlyMap<string, ValueProgram>;
  /** Initial values of each source, by variable. */
  readonly sources: ReadonlyMap<string, number>;
  /** New synapses; undefined if none are added. */
  readonly growth: GrowthProgram | undefined;
  /** The share of a delay that lies between synapse and target. */
  readonly dendritic: number;
  /** Whether a postsynaptic spike acts before a presynaptic one that reaches the synapse in the same step. */
  readonly apart: boolean;
}

/** Context for lowering the synapses of a projection. */
export interface SynapseOptions {
  readonly record: ProjectionRecord;
  readonly place: string;
  readonly dt: number;
  readonly convention: ConventionRecord;
  readonly populations: OutsideContext["populations"];
}

type Found = FoundModel<SynapseRecord> | FoundModel<PlasticityRecord>;

/** Lower the synapses of a projection; undefined if they only carry a weight. */
export function dynamicSynapses(
  projection: LoweredProjection,
  options: SynapseOptions,
): DynamicSynapses | undefined {
  const { synapse, plasticity } = projection;
  if (synapse === undefined && plasticity === undefined) return undefined;
  const { record, place, dt, convention, populations } = options;
  const constants = {
    synapse: constantsOf(synapse, `${place}.synapse`),
    plasticity: constantsOf(plasticity, `${place}.plasticity`),
  };
  const modelOf = <Model>(
    found: FoundModel<Model> | undefined,
    kind: "synapse" | "plasticity",
  ): ModelWithConstants<Model> | undefined =>
    found && { model: found.model, constants: constants[kind] };
  const lowered = lowerSynapses({
    synapse: modelOf(synapse, "synapse"),
    plasticity: modelOf(plasticity, "plasticity"),
    dt,
    convention,
  });
  const program = keyDraws(lowered, projection.connection.name);
  checkEvents(program, record, place);
  const models = [synapse, plasticity].flatMap((found) =>
    found === undefined ? [] : [describe(projection, found)],
  );
  const starts = startsOf(projection, { record, place, program, constants, models });
  const { structure } = program;
  if (structure !== undefined) structureSteps(structure, { dt, place });
  const { coincidence = "pre-first", dendritic = 0 } = convention.plasticity ?? {};
  return {
    place,
    models,
    program,
    ...starts,
    growth: lowerGrowth(projection.connection, { program, values: starts.values, place }),
    ...outsideEvents({ record, place, rule: plasticity?.model, populations, dt }),
    dendritic: record.dendritic ?? dendritic,
    apart: coincidence === "apart",
  };
}

/** Lower a synapse model with its default parameters, without states, for a projection. */
export function modelSynapses(
  { name: projection, place }: { readonly name: string; readonly place: string },
  model: SynapseRecord,
  { dt, convention }: Pick<SynapseOptions, "dt" | "convention">,
): DynamicSynapses {
  const constants = new Map(
    Object.entries(model.parameters).map(([name, { default: value }]) => {
      const { dimension } = parseQuantity(value).unit;
      return [name, readScalar(value, { dimension, place: `${place}.synapse` })] as const;
    }),
  );
  const synapse = { model, constants };
  const program = lowerSynapses({ synapse, plasticity: undefined, dt, convention });
  const states = Object.keys(model.state ?? {});
  if (states.length > 0) {
    throw RULE({
      place: `${place}.synapse`,
      message: `The synapse model "${model.name}" has states, which need initial values.`,
      expected: "a model without states",
      got: states.join(", "),
    });
  }
  return {
    place,
    models: [
      {
        kind: "synapse",
        name: model.name,
        states: [],
        factors: new Map(),
        parameters: new Map(),
      },
    ],
    program: keyDraws(program, projection),
    values: new Map(),
    sources: new Map(),
    growth: undefined,
    factors: new Map(),
    events: new Map(),
    dendritic: convention.plasticity?.dendritic ?? 0,
    apart: convention.plasticity?.coincidence === "apart",
  };
}

/** Reject events that no model of the projection has. */
function checkEvents(
  { named }: SynapseProgram,
  { events = {} }: ProjectionRecord,
  place: string,
): void {
  const unknown = Object.keys(events).find((event) => !named.has(event));
  if (unknown === undefined) return;
  throw RULE({
    place: `${place}.events.${unknown}`,
    message: `The rule has no named event "${unknown}".`,
    expected: [...named.keys()].join(", "),
    got: unknown,
  });
}

/** Parameters with one value for the whole projection. */
function constantsOf(found: Found | undefined, place: string): ReadonlyMap<string, number> {
  const constants = new Map<string, number>();
  if (found === undefined) return constants;
  for (const [name, parameter] of Object.entries(found.model.parameters)) {
    const value: Value = ownValue(found.parameters, name) ?? parameter.default;
    if (typeof value !== "string" && typeof value !== "number") continue;
    const { dimension } = parseQuantity(parameter.default).unit;
    constants.set(name, readScalar(value, { dimension, place: `${place}.parameters.${name}` }));
  }
  return constants;
}

/** Name a model and its parameters, those with a value of their own in each synapse included. */
function describe({ variable }: LoweredProjection, { model, parameters }: Found): SynapseModel {
  const values = Object.entries(model.parameters).map(([name, parameter]) => {
    const unit = parseQuantity(parameter.default).unit.symbol;
    const value = ownValue(parameters, name) ?? parameter.default;
    return [name, variable(`${model.kind}.parameters.${name}`, value, unit, parameter)] as const;
  });
  const states = Object.keys(model.state ?? {});
  const modulators = model.kind === "plasticity" ? (model.modulators ?? {}) : {};
  const factors = Object.entries(modulators).map(([name, { unit }]) => [name, unit] as const);
  return {
    kind: model.kind,
    name: model.name,
    states,
    factors: new Map(factors),
    parameters: new Map(values),
  };
}

interface Starts {
  readonly record: ProjectionRecord;
  readonly place: string;
  readonly program: SynapseProgram;
  readonly constants: Readonly<Record<"synapse" | "plasticity", ReadonlyMap<string, number>>>;
  readonly models: readonly SynapseModel[];
}

/** Lower the initial values of all variables. */
function startsOf(
  projection: LoweredProjection,
  { record, place, program, constants, models }: Starts,
): Pick<DynamicSynapses, "values" | "sources"> {
  const values = new Map<string, ValueProgram>();
  const sources = new Map<string, number>();
  const bySource = new Set(program.source);
  // Initial states may depend on parameters, so parameters come first.
  const isParameter = (kind: "synapse" | "plasticity", own: string): boolean =>
    Object.hasOwn(projection[kind]?.model.parameters ?? {}, own);
  const origins = [...program.origins].sort(
    ([, a], [, b]) => Number(isParameter(b.kind, b.own)) - Number(isParameter(a.kind, a.own)),
  );
  const own: Own = { synapse: new Map(), plasticity: new Map() };
  for (const [variable, { kind, own: name }] of origins) {
    const found = projection[kind];
    if (found === undefined) continue;
    const state = ownValue(found.model.state, name);
    if (state === undefined) {
      const value = models.find((one) => one.kind === kind)?.parameters.get(name);
      if (value === undefined || constants[kind].has(name)) continue;
      own[kind].set(name, variable);
      values.set(variable, value);
      continue;
    }
    const given = record.initial?.[name];
    const where = `${place}.initial.${name}`;
    const { unit } = state;
    const task = { kind, name, unit, constants: constants[kind], own: own[kind], place: where };
    const start =
      given === undefined
        ? initialOf(projection, task)
        : projection.variable(`initial.${name}`, given, unit);
    if (!bySource.has(variable)) values.set(variable, start);
    else if (start.source.kind !== "number") {
      const message = `The state "${name}" is shared by all synapses of a source, so its initial value must be one number.`;
      throw RULE({ place: where, message });
    } else sources.set(variable, start.source.value);
  }
  return { values, sources };
}

/** Variables of parameters that differ between synapses, by model and name. */
type Own = Readonly<Record<"synapse" | "plasticity", Map<string, string>>>;

interface InitialRequest {
  readonly kind: "synapse" | "plasticity";
  readonly name: string;
  readonly unit: string;
  readonly constants: ReadonlyMap<string, number>;
  readonly own: ReadonlyMap<string, string>;
  readonly place: string;
}

/** Return the initial value specified by the model: a number, or a formula of the synapse's parameters. */
function initialOf(
  projection: LoweredProjection,
  { kind, name: state, unit, constants, own, place }: InitialRequest,
): ValueProgram {
  const parsed = parsedOf(projection, kind);
  const initial = parsed?.state.get(state)?.initial;
  const common = { place, unit, limits: [] } as const;
  if (parsed === undefined || initial === undefined) {
    return { ...common, source: { kind: "number", value: 0 } };
  }
  const closed = (expression: Expression): Expression =>
    mapTree(expression, (node) => {
      if (node.kind !== "name") return node;
      const constant = constants.get(node.name);
      if (constant !== undefined) return number(constant);
      const variable = own.get(node.name);
      if (variable !== undefined) return nameNode(variable);
      const part = parsed.expressions.get(node.name)?.value;
      return part === undefined ? node : closed(part);
    });
  const value = closed(initial);
  if (!draws(value) && own.size === 0) {
    const constant = finite(
      evaluate(value, { scope: () => undefined, functions: hostFunctions }),
      place,
    );
    return { ...common, source: { kind: "number", value: constant } };
  }
  const key = `initial.${state}/${projection.connection.name}`;
  const others = [...own.values()];
  return { ...common, source: { kind: "formula", value, key, others } };
}

function finite(value: number, place: string): number {
  if (Number.isFinite(value)) return value;
  throw RULE({ place, message: `Its initial value is ${value}.`, expected: "a finite number" });
}

function parsedOf(
  { synapse, plasticity }: LoweredProjection,
  kind: "synapse" | "plasticity",
): ParsedSynapse | ParsedPlasticity | undefined {
  const model = kind === "synapse" ? synapse?.model : plasticity?.model;
  if (model === undefined) return undefined;
  return model.kind === "synapse" ? parseSynapseModel(model) : parsePlasticityModel(model);
}

function draws(value: Expression): boolean {
  const called = calledFunctions(value);
  return ["rand", "randn", "poisson"].some((draw) => called.has(draw));
}
