import {
  type ConnectorPlan,
  type ConnectorRecord,
  type ConnectorRequest,
  callPlugin,
  type NetworkRecord,
  type NeuronRecord,
  type ParameterRecord,
  type PlasticityRecord,
  type ProjectionRecord,
  type Stack,
  type SynapseRecord,
  throwAll,
  type Value,
} from "@spikeloom/kernel";
import type { BulkRandom } from "@spikeloom/random";
import { isConfigured } from "../builders/plain-model.ts";
import { checkReach, proceduralFaults } from "../check/procedural-faults.ts";
import { checkOptions } from "../connectors/options.ts";
import { PROCEDURAL, VALUE } from "../errors.ts";
import { type InPieces, whole } from "../values/in-pieces.ts";
import { ownUnit } from "../values/own-unit.ts";
import {
  resolveSynapseValue,
  type SynapseValue,
  type SynapseValueRequest,
  synapseValueInPieces,
} from "../values/synapse-value.ts";
import type { ValueStream } from "../values/value-stream.ts";
import { guardWeights } from "../values/weight-sign.ts";
import { guardWhole, integerGiven } from "../values/whole-weights.ts";
import { guardParameter } from "./check-bounds.ts";
import { type CheckedPlan, checkedPlan } from "./checked-plan.ts";
import { chooseReceptor, delivers, weightUnit } from "./choose-receptor.ts";
import { defaultDelay } from "./default-delay.ts";
import { entityStreams, movingStream } from "./entity-streams.ts";
import { type FoundModel, findModel } from "./find-model.ts";
import { pairFormula } from "./pair-formula.ts";
import { type EndPair, projectionEnds } from "./projection-ends.ts";
import { projectionNames } from "./projection-names.ts";
import { findPopulation, type ResolveOptions } from "./resolve-population.ts";
import type { Chosen } from "./selection.ts";
import { unknownPlugin } from "./unknown-plugin.ts";
import { guardBounds, weightBounds } from "./weight-bounds.ts";

/** A projection that is ready to be drawn, one neuron at a time. */
export interface PlannedProjection {
  /** Its name, given or made from its ends; random numbers are keyed by it. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** The selected sources and targets; the plan counts within the selections. */
  readonly sources: Chosen;
  readonly targets: Chosen;
  /** Undefined where the synapse only couples. */
  readonly receptor: string | undefined;
  readonly plan: CheckedPlan;
  /** Weights in the internal unit of the receptor. */
  readonly weight: SynapseValue;
  /** Delays in ms. */
  readonly delay: SynapseValue;
  readonly synapse: FoundModel<SynapseRecord> | undefined;
  readonly plasticity: FoundModel<PlasticityRecord> | undefined;
  /** Whether rows are redrawn at each spike; the plan lists them by source. */
  readonly procedural: boolean;
  /**
   * Prepare a further value of each synapse, such as a state of its model; `what` keys its draws.
   *
   * What lies outside the bounds of a parameter is refused.
   */
  variable(what: string, value: Value, unit: string, parameter?: ParameterRecord): SynapseValue;
  /** Random numbers of one row under a purpose; the stream given before must not be used any more. */
  draws(purpose: string): (row: number) => ValueStream;
}

/** Context for planning projections. */
export interface PlanOptions extends ResolveOptions {
  /** The names of all projections, where many are planned. */
  readonly names?: readonly string[];
  /** Draws rows faster; the numbers are the same. */
  readonly bulk?: BulkRandom | undefined;
  /**
   * Plan no rows where nothing depends on them: all is then known of a projection but whom it connects.
   *
   * What connectors refuse has been found before.
   */
  readonly outline?: boolean;
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
  const record = network.projections?.[index];
  const place = `projections[${index}]`;
  if (record === undefined) throw VALUE({ place, message: "The network has no such projection." });
  const name = (options.names ?? projectionNames(network))[index] ?? place;
  const task: ProjectionTask = { network, record, name, place, options };
  const drawsRows = options.outline !== true || asksRows(record);
  const both = projectionEnds(network, record, {
    seed: options.seed,
    place,
    isPlaced: drawsRows,
  });
  const models = projectionModels(task);
  throwAll(proceduralFaults(record, place));
  const plan = drawsRows ? planConnector(task, both) : noRows(record);
  yield 0;
  const { sources, targets } = both;
  const { receptor, synapse, plasticity } = models;
  const weight = yield* planWeights(task, both, { ...models, plan });
  yield 0;
  const delay = yield* delaysInPieces(task, both, plan);
  yield 0;
  const { from, to, procedural = false } = record;
  if (procedural) checkReach(delay, place);
  const ends = { from, to, sources, targets, receptor };
  return {
    name,
    ...ends,
    plan,
    weight,
    delay,
    synapse,
    plasticity,
    procedural,
    variable(what, value, unit, parameter) {
      const request = synapseRequest(task, both, { plan, what });
      const values = resolveSynapseValue(value, { ...request, unit });
      return parameter ? guardParameter(values, { parameter, place: request.place }) : values;
    },
    draws: (purpose) => movingStream(options.seed, `${purpose}/${name}`, options.bulk),
  };
}

/** Test whether lists have to be matched with the rows of a projection, or formulas read positions. */
function asksRows({ weight, delay, initial, synapse, plasticity }: ProjectionRecord): boolean {
  const given = [synapse, plasticity].flatMap((one) =>
    one !== undefined && typeof one !== "string" && isConfigured<object>(one)
      ? Object.values(one.parameters ?? {})
      : [],
  );
  return [weight, delay, ...Object.values(initial ?? {}), ...given].some(
    (value) => typeof value === "object" && !("draw" in value),
  );
}

/** The plan of a projection of which no row is asked for. */
function noRows({ procedural }: ProjectionRecord): CheckedPlan {
  const by = procedural === true ? "source" : "target";
  return { expected: 0, by, partners: () => undefined };
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

/** Plan the rows of a projection with its connector. */
export function planConnector(task: ProjectionTask, both: EndPair): CheckedPlan {
  const { record, options } = task;
  const place = `${task.place}.connector`;
  const { kind } = record.connector;
  const connector = findConnector(options.stack, kind, `${place}.kind`);
  throwAll(checkOptions(connector, record.connector, place));
  const functions = options.functions ?? {};
  const request: ConnectorRequest = {
    sources: both.sources.size,
    targets: both.targets.size,
    ...both.overlap,
    options: { ...defaultsOf(connector), ...record.connector },
    ...(record.procedural === true && { by: "source" as const }),
    stream: connectorStreams(task),
    distance: both.ends.distance,
    formula: (text) => pairFormula(text, both.ends, { functions, place }),
    place,
  };
  const plan = checkedPlan(
    callPlugin(connector, place, () => connector.plan(request)),
    connector,
    { sources: both.sources.size, targets: both.targets.size, place },
  );
  if (record.procedural !== true || plan.by === "source") return plan;
  throw PROCEDURAL({
    place: `${place}.kind`,
    message: `The targets of a single source cannot be drawn with the connector "${kind}".`,
    expected: "all-to-all, one-to-one, fixed-probability or fixed-outdegree",
    got: kind,
    next: 'Choose one of them, or remove "procedural".',
  });
}

/** Rows that are drawn at each spike share one stream, as opening one takes as long as a short row. */
function connectorStreams({ record, name, options }: ProjectionTask): ConnectorRequest["stream"] {
  const { seed, bulk } = options;
  const purpose = `connect/${name}`;
  const opened = entityStreams(seed, purpose, bulk);
  if (record.procedural !== true) return opened;
  const moving = movingStream(seed, purpose, bulk);
  return (entity) => (entity < 0 ? opened(entity) : moving(entity));
}

/** Find a connector by name, or throw an error that lists the known names. */
export function findConnector(stack: Stack, name: string, place: string): ConnectorRecord {
  const found = stack.find("connector", name);
  if (found !== undefined) return found;
  const names = stack.list("connector").map((known) => known.name);
  throw unknownPlugin("connector", name, { place, names });
}

function synapseRequest(
  { options, place, name }: ProjectionTask,
  { ends }: EndPair,
  { plan, what }: { readonly plan: ConnectorPlan; readonly what: string },
): Omit<SynapseValueRequest, "unit"> {
  const { functions, load, seed, bulk } = options;
  return {
    place: `${place}.${what}`,
    ends,
    plan,
    stream: movingStream(seed, `${what}/${name}`, bulk),
    ...(functions && { functions }),
    ...(load && { load }),
  };
}

function* planWeights(
  task: ProjectionTask,
  both: EndPair,
  models: ProjectionModels & { readonly plan: ConnectorPlan },
): InPieces<SynapseValue> {
  const { target, receptor, synapse, plasticity, plan } = models;
  const rules = { synapse: synapse?.model, plasticity: plasticity?.model };
  const { weight } = task.record;
  const unit = weightUnit(target, receptor, rules) ?? ownUnit(weight);
  const request = synapseRequest(task, both, { plan, what: "weight" });
  // A window has the same weights wherever it is: they are drawn once.
  const shared = plan.window !== undefined;
  const weights = yield* synapseValueInPieces(weight, { ...request, unit, shared });
  const { functions } = task.options;
  const bounds = weightBounds(plasticity, { place: task.place, ...(functions && { functions }) });
  const guarded =
    bounds === undefined
      ? weights
      : guardBounds(weights, { bounds, unit, place: request.place, by: plan.by });
  if (receptor === undefined) return guarded;
  const { place } = request;
  const variable = integerGiven(models);
  const whole =
    variable === undefined ? guarded : guardWhole(guarded, { receptor, variable, place });
  const sign = target.receptors?.[receptor]?.sign;
  return sign === undefined ? whole : guardWeights(whole, { receptor, sign, unit, place });
}

/** Prepare the delays of a projection, in ms. */
export function planDelays(task: ProjectionTask, both: EndPair, plan: ConnectorPlan): SynapseValue {
  return whole(delaysInPieces(task, both, plan));
}

function delaysInPieces(
  task: ProjectionTask,
  both: EndPair,
  plan: ConnectorPlan,
): InPieces<SynapseValue> {
  const { network, record } = task;
  const request = synapseRequest(task, both, { plan, what: "delay" });
  return synapseValueInPieces(record.delay ?? defaultDelay(network), { ...request, unit: "ms" });
}
