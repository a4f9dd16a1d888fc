import {
  type ConnectorLookup,
  type ConnectorPlan,
  type ConnectorRecord,
  type ConnectorRequest,
  callPlugin,
  type NetworkRecord,
  type NeuronRecord,
  type ParameterRecord,
  type PlasticityRecord,
  type ProjectionRecord,
  type SynapseRecord,
  throwAll,
  type Value,
} from "@spikeloom/kernel";
import type { BulkRandom } from "@spikeloom/random";
import { checkReach, proceduralFaults } from "../check/procedural-faults.ts";
import { checkOptions } from "../connectors/options.ts";
import { PROCEDURAL, VALUE } from "../errors.ts";
import { type InPieces, whole } from "../values/in-pieces.ts";
import { ownUnit } from "../values/own-unit.ts";
import type { SynapseValue } from "../values/synapse-row.ts";
import { openValue, openValueInPieces, pairNamesIn } from "../values/synapse-value.ts";
import { lowerValue, type ValueLimit, type ValueProgram } from "../values/value-program.ts";
import { integerGiven } from "../values/whole-weights.ts";
import { parameterLimits } from "./check-bounds.ts";
import { type CheckedPlan, checkedPlan } from "./checked-plan.ts";
import { chooseReceptor, delivers, weightUnit } from "./choose-receptor.ts";
import type { ConnectionProgram } from "./connection-program.ts";
import { defaultDelay } from "./default-delay.ts";
import { entityStreams, movingStream } from "./entity-streams.ts";
import { type FoundModel, findModel } from "./find-model.ts";
import { pairFormula } from "./pair-formula.ts";
import { connectionEnds, type EndContext, type EndPair } from "./projection-ends.ts";
import { projectionNames } from "./projection-names.ts";
import { findPopulation, type ResolveOptions, resolveCoordinates } from "./resolve-population.ts";
import type { Chosen } from "./selection.ts";
import { unknownPlugin } from "./unknown-plugin.ts";
import { weightBounds } from "./weight-bounds.ts";

/** Connections that are ready to be drawn, one neuron at a time. */
export interface OpenConnection {
  /** The selected sources and targets; the plan counts within the selections. */
  readonly sources: Chosen;
  readonly targets: Chosen;
  readonly plan: CheckedPlan;
  /** Weights in the internal unit of the receptor. */
  readonly weight: SynapseValue;
  /** Delays in ms. */
  readonly delay: SynapseValue;
  /** Prepare a further per-synapse value; `others` are values that its formula may read. */
  value(program: ValueProgram, others?: ReadonlyMap<string, SynapseValue>): SynapseValue;
}

/** A projection that is ready to be drawn, and its models. */
export interface PlannedProjection
  extends Omit<ConnectionProgram, "weight" | "delay">,
    OpenConnection {
  readonly synapse: FoundModel<SynapseRecord> | undefined;
  readonly plasticity: FoundModel<PlasticityRecord> | undefined;
  /**
   * Prepare a further per-synapse value, such as a state of its model; `what` keys its draws.
   *
   * Values outside the bounds of a parameter are refused.
   */
  variable(what: string, value: Value, unit: string, parameter?: ParameterRecord): SynapseValue;
}

/** A projection as data, with a function that lowers further per-synapse values. */
export interface LoweredProjection {
  readonly connection: ConnectionProgram;
  readonly synapse: FoundModel<SynapseRecord> | undefined;
  readonly plasticity: FoundModel<PlasticityRecord> | undefined;
  /** Lower a further per-synapse value; values outside the bounds of a parameter are refused. */
  variable(what: string, value: Value, unit: string, parameter?: ParameterRecord): ValueProgram;
}

/** Context for planning projections. */
export interface PlanOptions extends ResolveOptions {
  /** The names of all projections, if many are planned. */
  readonly names?: readonly string[];
  /** Draws rows faster; the numbers are the same. */
  readonly bulk?: BulkRandom | undefined;
}

/** Context for opening connections. */
export interface ConnectionOptions extends EndContext {
  /** Holds the connectors. */
  readonly stack: Pick<ConnectorLookup, "find" | "list">;
  readonly seed: number;
  /** `exp`, `log`, `sin`, `power`, ... as the simulation computes them. */
  readonly functions?: ResolveOptions["functions"];
  /** Draws rows faster; the numbers are the same. */
  readonly bulk?: BulkRandom | undefined;
  /**
   * Plan no rows if nothing depends on them: everything except the connections is then known.
   *
   * Errors of connectors have been found before.
   */
  readonly outline?: boolean | undefined;
}

/** One projection with its planning context. */
export interface ProjectionTask {
  readonly network: NetworkRecord;
  readonly record: ProjectionRecord;
  readonly name: string;
  readonly place: string;
  readonly options: PlanOptions;
}

/**
 * Plan a projection: the neurons it connects, with weights and delays.
 *
 * Everything is keyed by the seed, the projection's name and the neuron, so rows can be drawn in any order and by any worker.
 */
export function planProjection(
  network: NetworkRecord,
  index: number,
  options: PlanOptions,
): PlannedProjection {
  return whole(planProjectionInPieces(network, index, options));
}

/**
 * Plan a projection in pieces.
 *
 * It yields while it reads lists of per-synapse values, so that other tasks can run in between.
 */
export function* planProjectionInPieces(
  network: NetworkRecord,
  index: number,
  options: PlanOptions,
): InPieces<PlannedProjection> {
  const lowered = yield* lowerProjection(network, index, options);
  yield 0;
  const { seed, stack, functions, bulk } = options;
  const opened = yield* openConnection(lowered.connection, {
    stack,
    seed,
    functions,
    bulk,
    size: (name, place) => findPopulation(network, name, place).size,
    coordinates: (name) => resolveCoordinates(network, name, seed),
    space: network.space,
  });
  const { synapse, plasticity } = lowered;
  return {
    ...lowered.connection,
    ...opened,
    synapse,
    plasticity,
    variable: (...asked) => opened.value(lowered.variable(...asked)),
  };
}

/** Lower a projection to data, in pieces: lists may be long. */
export function* lowerProjection(
  network: NetworkRecord,
  index: number,
  options: PlanOptions,
): InPieces<LoweredProjection> {
  const record = network.projections?.[index];
  const place = `projections[${index}]`;
  if (record === undefined) throw VALUE({ place, message: "The network has no such projection." });
  const name = (options.names ?? projectionNames(network))[index] ?? place;
  const task: ProjectionTask = { network, record, name, place, options };
  const models = projectionModels(task);
  throwAll(proceduralFaults(record, place));
  const { from, to, fromNeurons, toNeurons } = record;
  const connector = findConnector(options.stack, record.connector.kind, `${place}.connector.kind`);
  const weight = yield* lowerWeights(task, models);
  yield 0;
  const connection: ConnectionProgram = {
    name,
    from,
    to,
    fromNeurons,
    toNeurons,
    ...ruleOf(task),
    connector: { ...defaultsOf(connector), ...record.connector },
    receptor: models.receptor,
    weight,
    delay: yield* lowerDelays(task),
  };
  return {
    connection,
    synapse: models.synapse,
    plasticity: models.plasticity,
    variable: (what, value, unit, parameter) => {
      const lowered = whole(lowerValue(value, loweringOf(task, what, unit)));
      const limits = parameter && parameterLimits(parameter);
      if (limits === undefined) return lowered;
      return { ...lowered, limits: [{ kind: "parameter", place: lowered.place, ...limits }] };
    },
  };
}

/**
 * Prepare the rows of a connection, in pieces.
 *
 * `more` are further values of its synapses.
 */
export function* openConnection(
  connection: ConnectionProgram,
  options: ConnectionOptions,
  more: Iterable<ValueProgram> = [],
): InPieces<OpenConnection> {
  const { place, procedural } = connection;
  const values = [connection.weight, connection.delay, ...more];
  const isOutline = options.outline === true && !values.some(asksRows);
  const context = isOutline ? { ...options, coordinates: () => undefined } : options;
  const both = connectionEnds(connection, place, context);
  const plan = isOutline ? noRows(connection) : planConnector(connection, both, options);
  yield 0;
  const opening = openingOf(both, plan, options);
  // All positions of a window have the same weights, which are drawn once.
  const shared = plan.window !== undefined;
  const weight = yield* openValueInPieces(connection.weight, { ...opening, shared });
  yield 0;
  const delay = yield* openValueInPieces(connection.delay, opening);
  yield 0;
  if (procedural) checkReach(delay, place);
  const { sources, targets } = both;
  const value: OpenConnection["value"] = (program, others) =>
    openValue(program, { ...opening, others });
  return { sources, targets, plan, weight, delay, value };
}

/** Test whether a value is matched with the rows of a projection, or reads the positions of their ends. */
function asksRows({ source }: ValueProgram): boolean {
  if (source.kind === "formula") return pairNamesIn(source.value, source.others).size > 0;
  return source.kind === "list";
}

/** The plan of a projection whose rows are not needed. */
function noRows({ by }: ConnectionProgram): CheckedPlan {
  return { expected: 0, by: by ?? "target", partners: () => undefined };
}

/** The models that a projection involves. */
export interface ProjectionModels {
  readonly target: NeuronRecord;
  readonly receptor: string | undefined;
  readonly synapse: FoundModel<SynapseRecord> | undefined;
  readonly plasticity: FoundModel<PlasticityRecord> | undefined;
}

/** Find the target's model, the receptor, and the synapse and plasticity models of a projection. */
export function projectionModels({
  network,
  record,
  place,
  options,
}: ProjectionTask): ProjectionModels {
  const { stack } = options;
  const population = findPopulation(network, record.to, `${place}.to`);
  const where = { network, stack, place: `populations.${record.to}.model` };
  const target = findModel("neuron", population.model, where).model;
  const synapse =
    record.synapse === undefined
      ? undefined
      : findModel("synapse", record.synapse, { network, stack, place: `${place}.synapse` });
  const plasticity =
    record.plasticity === undefined
      ? undefined
      : findModel("plasticity", record.plasticity, {
          network,
          stack,
          place: `${place}.plasticity`,
        });
  const receptor = delivers(synapse?.model)
    ? chooseReceptor(target, record.receptor, place)
    : undefined;
  return { target, receptor, synapse, plasticity };
}

function defaultsOf({ options }: ConnectorRecord): Readonly<Record<string, unknown>> {
  const given = Object.entries(options).filter(([, option]) => option.default !== undefined);
  return Object.fromEntries(given.map(([name, option]) => [name, option.default]));
}

/** Everything that determines the rows of a connection, apart from its ends. */
export type ConnectionRule = Pick<
  ConnectionProgram,
  "connector" | "by" | "procedural" | "key" | "place"
>;

/** The rule of a projection that has not been lowered. */
export function ruleOf({ record, name, place }: ProjectionTask): ConnectionRule {
  const { connector, procedural = false } = record;
  const by = procedural ? "source" : undefined;
  return { connector, by, procedural, key: `connect/${name}`, place };
}

/** Plan the rows of a connection with its connector. */
export function planConnector(
  rule: ConnectionRule,
  both: EndPair,
  options: Pick<ConnectionOptions, "stack" | "seed" | "functions" | "bulk">,
): CheckedPlan {
  const place = `${rule.place}.connector`;
  const { kind } = rule.connector;
  const connector = findConnector(options.stack, kind, `${place}.kind`);
  throwAll(checkOptions(connector, rule.connector, place));
  const functions = options.functions ?? {};
  const request: ConnectorRequest = {
    sources: both.sources.size,
    targets: both.targets.size,
    ...both.overlap,
    options: { ...defaultsOf(connector), ...rule.connector },
    ...(rule.by !== undefined && { by: rule.by }),
    stream: connectorStreams(rule, options),
    distance: both.ends.distance,
    formula: (text) => pairFormula(text, both.ends, { functions, place }),
    place,
  };
  const plan = checkedPlan(
    callPlugin(connector, place, () => connector.plan(request)),
    connector,
    { sources: both.sources.size, targets: both.targets.size, place },
  );
  if (rule.by === undefined || plan.by === "source") return plan;
  throw PROCEDURAL({
    place: `${place}.kind`,
    message: `The connector "${kind}" cannot draw the targets of a single source.`,
    expected:
      "all-to-all, one-to-one, fixed-probability, fixed-outdegree, or fixed-indegree with autapses and multapses",
    got: kind,
    next: 'Choose one of them, or remove "procedural".',
  });
}

/** Rows that are drawn at each spike share one stream, because opening one takes as long as a short row. */
function connectorStreams(
  { key, procedural }: ConnectionRule,
  { seed, bulk }: Pick<ConnectionOptions, "seed" | "bulk">,
): ConnectorRequest["stream"] {
  const opened = entityStreams(seed, key, bulk);
  if (!procedural) return opened;
  const moving = movingStream(seed, key, bulk);
  return (entity) => (entity < 0 ? opened(entity) : moving(entity));
}

/** Find a connector by name, or throw an error that lists the known names. */
export function findConnector(
  stack: ConnectionOptions["stack"],
  name: string,
  place: string,
): ConnectorRecord {
  const found = stack.find("connector", name);
  if (found !== undefined) return found;
  const names = stack.list("connector").map((known) => known.name);
  throw unknownPlugin("connector", name, { place, names });
}

function openingOf(
  { ends }: EndPair,
  plan: ConnectorPlan,
  { seed, bulk, functions }: Pick<ConnectionOptions, "seed" | "bulk" | "functions">,
): Parameters<typeof openValue>[1] {
  return { ends, plan, functions, streams: (key) => movingStream(seed, key, bulk) };
}

function loweringOf(
  { place, name, options: { load } }: ProjectionTask,
  what: string,
  unit: string,
): Parameters<typeof lowerValue>[1] {
  return { place: `${place}.${what}`, key: `${what}/${name}`, unit, load };
}

function* lowerWeights(task: ProjectionTask, models: ProjectionModels): InPieces<ValueProgram> {
  const { target, receptor, synapse, plasticity } = models;
  const { weight } = task.record;
  const rules = { synapse: synapse?.model, plasticity: plasticity?.model };
  const unit = weightUnit(target, receptor, rules) ?? ownUnit(weight);
  const lowered = yield* lowerValue(weight, loweringOf(task, "weight", unit));
  const { place } = lowered;
  const { functions } = task.options;
  const bounds = weightBounds(plasticity, { place: task.place, ...(functions && { functions }) });
  const limits: ValueLimit[] = [];
  if (bounds !== undefined) limits.push({ kind: "weight", bounds, unit, place });
  if (receptor === undefined) return { ...lowered, limits };
  const variable = integerGiven(models);
  if (variable !== undefined) limits.push({ kind: "whole", receptor, variable, place });
  const sign = target.receptors?.[receptor]?.sign;
  if (sign !== undefined) limits.push({ kind: "sign", receptor, sign, unit, place });
  return { ...lowered, limits };
}

function lowerDelays(task: ProjectionTask): InPieces<ValueProgram> {
  const { network, record } = task;
  return lowerValue(record.delay ?? defaultDelay(network), loweringOf(task, "delay", "ms"));
}

/** Prepare the delays of a connection, in ms. */
export function openDelays(
  { delay }: Pick<ConnectionProgram, "delay">,
  {
    both,
    plan,
    options,
  }: {
    readonly both: EndPair;
    readonly plan: ConnectorPlan;
    readonly options: Parameters<typeof planConnector>[2];
  },
): SynapseValue {
  return openValue(delay, openingOf(both, plan, options));
}

/** Prepare the delays of a projection, in ms. */
export function planDelays(task: ProjectionTask, both: EndPair, plan: ConnectorPlan): SynapseValue {
  return openValue(whole(lowerDelays(task)), openingOf(both, plan, task.options));
}
