import type { Accumulators } from "./accumulators.ts";
import type { CarriedMemory } from "./checkpoint/carried-memory.ts";
import type { ChangingMemory } from "./checkpoint/changing-memory.ts";
import type { LaidDraw } from "./drives/draw-fillers.ts";
import type { LaidDrive } from "./drives/drives.ts";
import type { JobPlan } from "./job-plan.ts";
import type { Machine } from "./machine.ts";
import { type OpenPorts, sentCapacity } from "./open/open-ports.ts";
import type { LaidPopulation } from "./populations.ts";
import type { LaidProcedural } from "./procedural/procedural-layout.ts";
import type { RuleJob } from "./rules/rule-code.ts";
import type { Share } from "./share.ts";
import { type SpikeTrain, trainCapacity } from "./sources/source-trains.ts";
import type { SpikeRing } from "./spike-rings.ts";
import type { SynapseCounts } from "./synapses/synapse-counts.ts";
import type { GroupDelivery, LaidGroup } from "./synapses/synapse-table.ts";

/** A shard whose synapses are counted. */
export interface CountedShard {
  readonly plan: JobPlan;
  readonly share: Share;
  readonly accumulators: Accumulators;
  /** In the order of the job's groups. */
  readonly counts: readonly SynapseCounts[];
}

/** What is decided once all shards are counted. */
export interface DeliveryPlan {
  /** In the order of the job's groups. */
  readonly groups: readonly GroupDelivery[];
  readonly zeroDelay: boolean;
  /** The least delay in steps, over which shards need not hear of each other; 0 with `zeroDelay`. */
  readonly interval: number;
}

/** A shard that is ready to run: its memory, its code, and what they are made of. */
export interface Shard {
  readonly plan: JobPlan;
  readonly share: Share;
  readonly zeroDelay: boolean;
  /** The least delay in steps. */
  readonly interval: number;
  readonly shared: boolean;
  readonly machine: Machine;
  readonly bytes: number;
  readonly synapses: number;
  readonly populations: readonly LaidPopulation[];
  /** Recent spikes of each population, in the order of the populations. */
  readonly rings: readonly SpikeRing[];
  /** Byte address of what a population sends in a step; the shard's places of neurons. */
  readonly sent: readonly number[];
  /** The trains of source populations; undefined for the others. */
  readonly trains: readonly (SpikeTrain | undefined)[];
  readonly groups: readonly LaidGroup[];
  readonly rules: readonly RuleJob[];
  readonly procedural: LaidProcedural | undefined;
  readonly drives: readonly LaidDrive[];
  readonly draws: readonly LaidDraw[];
  readonly open: OpenPorts;
  /** What a checkpoint holds. */
  readonly changing: ChangingMemory;
  /** What a changed network takes over; undefined where the job is not revisable. */
  readonly carried: CarriedMemory | undefined;
}

/** The most spikes that a population sends in a step, by population. */
export function spikeCapacities(plan: JobPlan): readonly number[] {
  return [...plan.populations].map(([name, { source, size }]) => {
    const request = { ...plan, name, size };
    return source === undefined ? size : trainCapacity(source, request) + sentCapacity(plan, size);
  });
}
