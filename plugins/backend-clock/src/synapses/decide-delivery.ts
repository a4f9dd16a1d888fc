import { comesBefore, packedUnit, statedDelays } from "@spikeloom/program";
import { ZERO_DELAY } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import { proceduralProjections } from "../procedural/procedural.ts";
import type { CountedShard, DeliveryPlan } from "../shard.ts";
import { deliveryKind } from "./delivery-kind.ts";
import { groupSynapses, type SynapseGroup } from "./synapse-groups.ts";
import type { GroupDelivery } from "./synapse-table.ts";

/** Report of one shard about a group: all that the others need to know about its synapses. */
export interface GroupTotal {
  readonly count: number;
  readonly delays: Uint32Array;
  readonly largest: number;
}

/** Summarise a counted shard, group by group. */
export function totalsOf({ counts }: CountedShard): readonly GroupTotal[] {
  return counts.map(({ total, delays, largest }) => ({ count: total, delays, largest }));
}

/** A group across all shards, with the choices made for it. */
export interface DecidedGroup extends GroupDelivery {
  readonly source: string;
  readonly count: number;
  /** Number of distinct delays. */
  readonly delays: number;
  readonly weight: number | undefined;
}

/** How spikes of all groups are delivered, with the totals on which that is based. */
export interface Decision extends DeliveryPlan {
  readonly groups: readonly DecidedGroup[];
}

/** Decide from the totals over all shards, so that nothing depends on their number. */
export function decide(plan: JobPlan, totals: readonly (readonly GroupTotal[])[]): Decision {
  const groups = groupSynapses(plan).map((group, k) => {
    const parts = totals.map((of) => of[k]).filter((part) => part !== undefined);
    return { group, ...addUp(parts) };
  });
  const drawn = proceduralProjections(plan).map(({ delays }) => delays[0]);
  const delays = [...drawn, ...groups.flatMap((group) => [...group.delays])];
  const stated = plan.ruled.flatMap((one) => statedDelays(one, plan.dt));
  delays.push(...stated.map((steps) => steps - plan.shift));
  const least = delays.reduce((low, delay) => Math.min(low, delay), Number.POSITIVE_INFINITY);
  const interval = least + plan.shift;
  const zeroDelay = interval === 0;
  if (zeroDelay && !comesBefore(plan, "threshold", "arrive")) {
    throw ZERO_DELAY({ convention: plan.convention.name });
  }
  return { groups: groups.map((group) => decideGroup(plan, group)), zeroDelay, interval };
}

function addUp(parts: readonly GroupTotal[]): GroupTotal {
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    delays: Uint32Array.from(new Set(parts.flatMap(({ delays }) => [...delays]))).sort(),
    largest: parts.reduce((most, { largest }) => Math.max(most, largest), 0),
  };
}

function decideGroup(
  { revisable }: JobPlan,
  total: GroupTotal & { readonly group: SynapseGroup },
): DecidedGroup {
  const { count, group, delays, largest } = total;
  const { source, sources, weight } = group;
  const delivered = {
    synapses: count,
    sources,
    delays: delays.length,
    targets: group.targets,
    longest: delays.at(-1) ?? 0,
  };
  return {
    kind: deliveryKind(delivered, { isRuled: group.ruled !== undefined, revisable }),
    scale: packedUnit(largest),
    source,
    count,
    weight,
    delays: delays.length,
  };
}
