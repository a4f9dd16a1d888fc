import {
  calledFunctions,
  type Evaluation,
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
  type PlannedProjection,
  readScalar,
  type SynapseValue,
} from "@spikeloom/network";
import { parseQuantity } from "@spikeloom/units";
import { RULE } from "../errors.ts";
import { lowerSynapses } from "../known-programs.ts";
import { keyDraws } from "./draw-keys.ts";
import { type GrowthProgram, lowerGrowth, structureSteps } from "./growth.ts";
import type { ModelWithConstants } from "./names-of-models.ts";
import { type OutsideContext, type OutsideEvents, outsideEvents } from "./outside-events.ts";
import type { SynapseProgram } from "./synapse-program.ts";

/** Behaviour of a projection's synapses beyond carrying a weight. */
export interface DynamicSynapses extends OutsideEvents {
  readonly place: string;
  readonly program: SynapseProgram;
  /** Initial values of each synapse, by variable; the weight is the projection's own. */
  readonly values: ReadonlyMap<string, SynapseValue>;
  /** Initial values of each source, by variable. */
  readonly sources: ReadonlyMap<string, number>;
  /** New synapses; undefined if none are added. */
  readonly growth: GrowthProgram | undefined;
  /** The share of a delay that lies between synapse and target. */
  readonly dendritic: number;
  /** Whether a postsynaptic spike acts before a presynaptic one that reaches the synapse in the same step. */
  readonly apart: boolean;
}

/** Context for planning the synapses of a projection. */
export interface SynapseOptions {
  readonly record: ProjectionRecord;
  readonly place: string;
  readonly dt: number;
  readonly convention: ConventionRecord;
  readonly populations: OutsideContext["populations"];
  /** The lowered program, if known. */
  readonly program?: SynapseProgram | undefined;
}

type Found = FoundModel<SynapseRecord> | FoundModel<PlasticityRecord>;

/** Lower the synapses of a projection; undefined if they only carry a weight. */
export function dynamicSynapses(
  projection: PlannedProjection,
  options: SynapseOptions,
): DynamicSynapses | undefined {
  const { synapse, plasticity } = projection;
  if (synapse === undefined && plasticity === undefined) return undefined;
  const { record, place, dt, convention, populations, program: given } = options;
  const constants = {
    synapse: constantsOf(synapse, `${place}.synapse`),
    plasticity: constantsOf(plasticity, `${place}.plasticity`),
  };
  const modelOf = <Model>(
    found: FoundModel<Model> | undefined,
    kind: "synapse" | "plasticity",
  ): ModelWithConstants<Model> | undefined =>
    found && { model: found.model, constants: constants[kind] };
  const lower = (): SynapseProgram =>
    lowerSynapses({
      synapse: modelOf(synapse, "synapse"),
      plasticity: modelOf(plasticity, "plasticity"),
      dt,
      convention,
    });
  const program = given ?? keyDraws(lower(), projection.name);
  checkEvents(program, record, place);
  const starts = startsOf(projection, { record, place, program, constants });
  const { structure } = program;
  if (structure !== undefined) structureSteps(structure, { dt, place });
  const { coincidence = "pre-first", dendritic = 0 } = convention.plasticity ?? {};
  return {
    place,
    program,
    ...starts,
    growth: lowerGrowth(projection, { program, values: starts.values, place }),
    ...outsideEvents({ record, place, rule: plasticity?.model, populations, dt }),
    dendritic: record.dendritic ?? dendritic,
    apart: coincidence === "apart",
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

interface Starts {
  readonly record: ProjectionRecord;
  readonly place: string;
  readonly program: SynapseProgram;
  readonly constants: Readonly<Record<"synapse" | "plasticity", ReadonlyMap<string, number>>>;
}

/** Compute the initial values of all variables. */
function startsOf(
  projection: PlannedProjection,
  { record, place, program, constants }: Starts,
): Pick<DynamicSynapses, "values" | "sources"> {
  const values = new Map<string, SynapseValue>();
  const sources = new Map<string, number>();
  const bySource = new Set(program.source);
  // Initial states may depend on parameters, so parameters are resolved first.
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
    const parameter = ownValue(found.model.parameters, name);
    if (state === undefined) {
      if (parameter === undefined || constants[kind].has(name)) continue;
      const unit = parseQuantity(parameter.default).unit.symbol;
      const value = ownValue(found.parameters, name) ?? parameter.default;
      const each = projection.variable(`${kind}.parameters.${name}`, value, unit, parameter);
      own[kind].set(name, each);
      values.set(variable, each);
      continue;
    }
    const given = record.initial?.[name];
    const where = `${place}.initial.${name}`;
    const task = { kind, name, constants: constants[kind], own: own[kind], place: where };
    const start =
      given === undefined
        ? initialOf(projection, task)
        : projection.variable(`initial.${name}`, given, state.unit);
    if (!bySource.has(variable)) values.set(variable, start);
    else if (start.constant === undefined) {
      const message = `The state "${name}" is shared by all synapses of a source, so its initial value must be one number.`;
      throw RULE({ place: where, message });
    } else sources.set(variable, start.constant);
  }
  return { values, sources };
}

/** Parameters that differ between synapses, by model. */
type Own = Readonly<Record<"synapse" | "plasticity", Map<string, SynapseValue>>>;

interface InitialRequest {
  readonly kind: "synapse" | "plasticity";
  readonly name: string;
  readonly constants: ReadonlyMap<string, number>;
  readonly own: ReadonlyMap<string, SynapseValue>;
  readonly place: string;
}

/** Return the initial value specified by the model: a number, or one per synapse. */
function initialOf(
  projection: PlannedProjection,
  { kind, name: state, constants, own, place }: InitialRequest,
): SynapseValue {
  const parsed = parsedOf(projection, kind);
  const initial = parsed?.state.get(state)?.initial;
  if (parsed === undefined || initial === undefined) return { constant: 0 };
  const present = new Map(constants);
  let functions: NonNullable<Evaluation["functions"]> = hostFunctions;
  const scope: Evaluation["scope"] = (name) => {
    const expression = parsed.expressions.get(name)?.value;
    return present.get(name) ?? (expression && evaluate(expression, { scope, functions }));
  };
  if (!draws(initial) && own.size === 0) {
    return { constant: finite(evaluate(initial, { scope, functions }), place) };
  }
  const streams = projection.draws(`initial.${state}`);
  return {
    fill(row, out) {
      const { length } = row.partners;
      const stream = streams(row.index);
      functions = {
        ...hostFunctions,
        rand: () => stream.uniform(),
        randn: () => stream.normal(),
        poisson: (mean = Number.NaN) => stream.poisson(mean),
      };
      const parameters = [...own].map(([name, value]) => {
        const values = new Float64Array(length);
        if (value.constant === undefined) value.fill(row, values);
        else values.fill(value.constant);
        return { name, values };
      });
      for (let k = 0; k < length; k++) {
        for (const { name, values } of parameters) present.set(name, values[k] as number);
        out[k] = finite(evaluate(initial, { scope, functions }), place);
      }
    },
  };
}

function finite(value: number, place: string): number {
  if (Number.isFinite(value)) return value;
  throw RULE({ place, message: `Its initial value is ${value}.`, expected: "a finite number" });
}

function parsedOf(
  { synapse, plasticity }: PlannedProjection,
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
