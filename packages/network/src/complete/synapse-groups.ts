import type { NetworkRecord, Stack, SynapseTier } from "@spikeloom/kernel";
import { approximateFunctions } from "../check/approximate-functions.ts";
import { quietly } from "../check/collect.ts";
import { type DeliveryKind, deliveryKind, meanSegment } from "../plan/delivery-kind.ts";
import { findModel } from "../plan/find-model.ts";
import { type ProjectionTask, projectionModels } from "../plan/plan-projection.ts";
import { projectionNames } from "../plan/projection-names.ts";
import { isScalar } from "../values/value-kind.ts";
import { expectedConnections } from "./expected-connections.ts";
import { type RuleMemory, type RuleModels, ruleMemory } from "./rule-memory.ts";

/** A projection as far as its memory goes. */
export interface ExpectedProjection {
  readonly name: string;
  /** Its place in the network's list. */
  readonly index: number;
  readonly from: string;
  readonly to: string;
  /** Neurons of the target population. */
  readonly targets: number;
  /** Undefined where the synapse delivers nothing. */
  readonly receptor: string | undefined;
  readonly synapses: number;
  readonly delays: readonly number[];
  readonly procedural: boolean;
  /** Whether each synapse has a weight of its own. */
  readonly ownWeights: boolean;
  /** Variables that each synapse keeps. */
  readonly state: number;
  /** What its rules keep beside; undefined where it has none. */
  readonly rule: RuleMemory | undefined;
  /** Bytes of lists and arrays that the network holds itself. */
  readonly listed: number;
  /** Numbers of the group that it is delivered with. */
  readonly group: number;
}

/** Projections of one source population and kind of weight, which are delivered together. */
export interface ExpectedGroup {
  readonly sources: number;
  readonly synapses: number;
  readonly delays: number;
  /** In steps. */
  readonly longest: number;
  readonly kind: DeliveryKind | "procedural";
  /** Synapses of one source and one delay. */
  readonly segment: number;
  readonly ownWeights: boolean;
  readonly projections: readonly ExpectedProjection[];
}

/** Find what is expected of all projections of a sound network. */
export function expectedProjections(
  network: NetworkRecord,
  stack: Stack,
): readonly ExpectedProjection[] {
  const groups = new Map<string, number>();
  return projectionNames(network).flatMap((name, index) => {
    const record = network.projections?.[index];
    if (record === undefined) return [];
    const place = `projections[${index}]`;
    const options = { stack, seed: 0, functions: approximateFunctions };
    const task: ProjectionTask = { network, record, name, place, options };
    const { from, to, weight, procedural = false } = record;
    // Synapses that do more than carry a weight have one each, and a table of their own.
    const isRuled = record.synapse !== undefined || record.plasticity !== undefined;
    const kind = isScalar(weight) ? weight : "own";
    const own = isRuled ? `ruled ${index}` : kind;
    const key = JSON.stringify([from, procedural ? `procedural ${index}` : own]);
    const group = groups.get(key) ?? groups.size;
    groups.set(key, group);
    return {
      ...{ name, index, from, to, procedural, group },
      targets: network.populations[to]?.size ?? 0,
      ...expectedConnections(task),
      receptor: quietly(() => projectionModels(task).receptor),
      ownWeights: isRuled || !isScalar(weight),
      ...ruled(task),
      listed: listedBytes(record),
    };
  });
}

/** Gather the projections that are delivered together. */
export function expectedGroups(
  projections: readonly ExpectedProjection[],
  network: NetworkRecord,
): readonly ExpectedGroup[] {
  const groups = Map.groupBy(projections, ({ group }) => group);
  return [...groups.values()].map((group) => {
    const [first] = group;
    const steps = new Set(group.flatMap(({ delays }) => delays));
    const delivered = {
      synapses: group.reduce((sum, { synapses }) => sum + synapses, 0),
      sources: network.populations[first?.from ?? ""]?.size ?? 0,
      delays: steps.size,
      targets: [...new Map(group.map(({ to, targets }) => [to, targets])).values()].reduce(
        (sum, size) => sum + size,
        0,
      ),
      longest: Math.max(0, ...steps),
    };
    return {
      ...delivered,
      kind: first?.procedural === true ? "procedural" : deliveryKind(delivered),
      segment: meanSegment(delivered),
      ownWeights: first?.ownWeights ?? false,
      projections: group,
    };
  });
}

function ruled(task: ProjectionTask): Pick<ExpectedProjection, "state" | "rule"> {
  const models = ruleModels(task);
  return { state: keptState(models), rule: ruleMemory(task, models) };
}

function ruleModels({ network, record, place, options }: ProjectionTask): RuleModels {
  const { stack } = options;
  const within = { network, stack };
  const { synapse, plasticity } = record;
  const at = { synapse: `${place}.synapse`, plasticity: `${place}.plasticity` };
  return {
    synapse:
      synapse === undefined
        ? undefined
        : findModel("synapse", synapse, { ...within, place: at.synapse }),
    plasticity:
      plasticity === undefined
        ? undefined
        : findModel("plasticity", plasticity, { ...within, place: at.plasticity }),
  };
}

/** Numbers that each synapse keeps beside its weight: state, parameters of its own, its last event. */
function keptState({ synapse, plasticity }: RuleModels): number {
  const found = [synapse, plasticity].filter((model) => model !== undefined);
  return found.reduce((sum, { model, parameters }) => {
    if (model.kind === "synapse" && model.per === "source") return sum;
    const own = Object.values(parameters).filter((value) => !isScalar(value)).length;
    const moves = Object.values(model.dynamics ?? {}).some(({ when }) => when === "event");
    return sum + Object.keys(model.state ?? {}).length + own + (moves ? 1 : 0);
  }, 0);
}

/** Lists that a network holds are kept beside the tables, and in internal units once more. */
function listedBytes(record: ProjectionTask["record"]): number {
  const { weight, delay, connector } = record;
  const values = [weight, delay].map((value) => {
    if (Array.isArray(value)) return 24 * value.length;
    return typeof value === "object" && "values" in value ? 16 * (value.values?.length ?? 0) : 0;
  });
  const { pairs } = connector;
  const own = pairs instanceof Uint32Array ? 6 * pairs.length : 0;
  return values.reduce((sum, bytes) => sum + bytes, own);
}

/** Bytes that one synapse takes of an index and a weight. */
export interface SynapseBytes {
  readonly index: 2 | 4;
  readonly weight: number;
  /** Targets that one block of indices reaches; synapses beyond it are in a table of their own. */
  readonly reach: number;
}

/**
 * Find what a synapse takes in a tier.
 *
 * `span` is the number of sums over which the targets of its group spread.
 */
export function synapseBytes(
  span: number,
  rule: {
    readonly tier: SynapseTier;
    readonly float: number;
    readonly ownWeights: boolean;
  },
): SynapseBytes {
  const { tier, float, ownWeights } = rule;
  const weight = ownWeights ? { exact: float, compact: 4, packed: 0 }[tier] : 0;
  if (tier === "packed" && ownWeights) return { index: 4, weight, reach: 2 ** 17 };
  if (tier === "exact" && span > 2 ** 16) return { index: 4, weight, reach: 2 ** 32 };
  return { index: 2, weight, reach: 2 ** 16 };
}
