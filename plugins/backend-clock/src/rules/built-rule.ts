import { addressOf } from "../placed.ts";
import type { Part } from "../share.ts";
import { type BuiltMotion, builtMotion } from "./built-motion.ts";
import { type LaidRule, movesSynapses } from "./laid-rule.ts";

/** What others know of the synapses of a rule in a shard: where to look into its memory. */
export interface BuiltRule {
  /** The projection's name. */
  readonly name: string;
  /** Synapses that there is room for. */
  readonly count: number;
  /** Whether synapses come and go. */
  readonly changes: boolean;
  readonly sources: number;
  readonly columns: number;
  readonly part: Part;
  /** Bytes of a target's place. */
  readonly index: 2 | 4;
  /** Steps that the convention adds to each delay. */
  readonly shift: number;
  /** Synapse time at time zero. */
  readonly zero: number;
  readonly address: {
    readonly delays: number;
    readonly offsets: number;
    readonly targets: number;
    /** Step of the last event of each synapse; 0 where nothing moves between events. */
    readonly last: number;
  };
  readonly variables: ReadonlyMap<string, number>;
  /** How variables of a synapse move between events. */
  readonly motion: BuiltMotion;
  /** The share of a delay that lies between synapse and target. */
  readonly dendritic: number;
  readonly modulators: ReadonlyMap<string, number>;
  readonly triggers: ReadonlyMap<string, number>;
}

/** Byte addresses of the variables of synapses, the weight included. */
export function addressesOf({ table, kept }: LaidRule): ReadonlyMap<string, number> {
  return new Map([
    ...(table.weights.kind === "each" ? [["weight", addressOf(table.weights.array)] as const] : []),
    ...[...kept.variables].map(([name, { address }]) => [name, address] as const),
  ]);
}

/** Say where the synapses of a rule are. */
export function builtRule(rule: LaidRule): BuiltRule {
  const { ruled, table, part, address } = rule;
  return {
    name: ruled.projection.name,
    count: table.count,
    changes: ruled.program.structure !== undefined,
    sources: table.sources,
    columns: table.segments,
    part,
    index: table.targets.element === "u16" ? 2 : 4,
    shift: rule.shift,
    zero: rule.zero,
    address: {
      delays: addressOf(table.delays),
      offsets: table.offsets.address,
      targets: table.targets.address,
      last: movesSynapses(ruled.program) ? address.last : 0,
    },
    variables: addressesOf(rule),
    motion: builtMotion(rule, "synapse"),
    dendritic: ruled.dendritic,
    modulators: address.modulators,
    triggers: address.triggers,
  };
}
