import {
  type NetworkRecord,
  type ProjectionRecord,
  SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import {
  type ExpectedProjection,
  expectedProjections,
  findModel,
  isScalar,
  networkStep,
  resolveConvention,
} from "@spikeloom/network";
import { type DeliveryKind, deliveryKind, meanSegment } from "../synapses/delivery-kind.ts";
import { onGrid } from "../synapses/grid-projection.ts";
import { type RuleMemory, type RuleModels, ruleMemory } from "./rule-memory.ts";

/** A projection as far as its memory goes. */
export interface KeptProjection extends ExpectedProjection {
  /** Delays in steps, ascending. */
  readonly steps: readonly number[];
  /** Neurons of the target population. */
  readonly targets: number;
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
export interface KeptGroup {
  readonly sources: number;
  readonly synapses: number;
  readonly delays: number;
  /** In steps. */
  readonly longest: number;
  readonly kind: DeliveryKind | "procedural";
  /** Synapses of one source and one delay. */
  readonly segment: number;
  readonly ownWeights: boolean;
  readonly projections: readonly KeptProjection[];
}

/** Find what the projections of a sound network keep. */
export function keptProjections(network: NetworkRecord, stack: Stack): readonly KeptProjection[] {
  const groups = new Map<string, number>();
  return expectedProjections(network, stack).map((expected) => {
    const { index, from, to } = expected;
    const record = network.projections?.[index] as ProjectionRecord;
    const { weight, procedural = false } = record;
    // Synapses that do more than carry a weight have one each, and a table of their own.
    const isRuled = record.synapse !== undefined || record.plasticity !== undefined;
    const kind = isScalar(weight) ? weight : "own";
    const own = isRuled ? `ruled ${index}` : kind;
    const key = JSON.stringify([from, procedural ? `procedural ${index}` : own]);
    const group = groups.get(key) ?? groups.size;
    groups.set(key, group);
    const models = ruleModels(network, index, stack);
    return {
      ...expected,
      ...{ procedural, group },
      steps: stepsOf(expected, network),
      targets: network.populations[to]?.size ?? 0,
      ownWeights: isRuled || !isScalar(weight),
      state: keptState(models),
      rule: ruleMemory(network, record, models),
      listed: listedBytes(record),
    };
  });
}

/** Gather the projections that are delivered together. */
export function keptGroups(
  projections: readonly KeptProjection[],
  network: NetworkRecord,
): readonly KeptGroup[] {
  const groups = Map.groupBy(projections, ({ group }) => group);
  return [...groups.values()].map((group) => {
    const [first] = group;
    const steps = new Set(group.flatMap((one) => one.steps));
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

function stepsOf({ index, delays }: ExpectedProjection, network: NetworkRecord): readonly number[] {
  const dt = networkStep(network);
  const grid = { dt, convention: resolveConvention(network.convention) };
  try {
    const steps = delays.map((constant) => onGrid({ constant }, index, grid).constant ?? 0);
    return [...new Set(steps)];
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    // What a formula gives out of bounds is refused by the run, for a synapse that there is.
    return [1];
  }
}

function ruleModels(network: NetworkRecord, index: number, stack: Stack): RuleModels {
  const { synapse, plasticity } = network.projections?.[index] ?? {};
  const place = `projections[${index}]`;
  const at = { network, stack };
  return {
    synapse:
      synapse === undefined
        ? undefined
        : findModel("synapse", synapse, { ...at, place: `${place}.synapse` }),
    plasticity:
      plasticity === undefined
        ? undefined
        : findModel("plasticity", plasticity, { ...at, place: `${place}.plasticity` }),
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
function listedBytes(record: ProjectionRecord): number {
  const { weight, delay, connector } = record;
  const values = [weight, delay].map((value) => {
    if (Array.isArray(value)) return 24 * value.length;
    return typeof value === "object" && "values" in value ? 16 * (value.values?.length ?? 0) : 0;
  });
  const { pairs } = connector;
  const own = pairs instanceof Uint32Array ? 6 * pairs.length : 0;
  return values.reduce((sum, bytes) => sum + bytes, own);
}
