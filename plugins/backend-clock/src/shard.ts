import { type SpikeTrain, trainCapacity } from "@spikeloom/code";
import type { Accumulators } from "./accumulators.ts";
import type { CarriedMemory } from "./checkpoint/carried-memory.ts";
import type { ChangingMemory } from "./checkpoint/changing-memory.ts";
import type { PlacedDraw } from "./drives/draw-fillers.ts";
import type { PlacedDrive } from "./drives/drives.ts";
import type { JobPlan } from "./job-plan.ts";
import type { Machine } from "./machine.ts";
import { type OpenPorts, sentCapacity } from "./open/open-ports.ts";
import type { PlacedPopulation } from "./populations.ts";
import type { PlacedProcedural } from "./procedural/procedural-layout.ts";
import type { PlacedRule } from "./rules/placed-rule.ts";
import type { Share } from "./share.ts";
import type { SpikeRing } from "./spike-rings.ts";
import type { SynapseCounts } from "./synapses/synapse-counts.ts";
import type { GroupDelivery, PlacedGroup } from "./synapses/synapse-table.ts";

/** A shard with counted synapses. */
export interface CountedShard {
  readonly plan: JobPlan;
  readonly share: Share;
  readonly accumulators: Accumulators;
  /** In the order of the job's groups. */
  readonly counts: readonly SynapseCounts[];
}

/** Choices made once all shards are counted. */
export interface DeliveryPlan {
  /** In the order of the job's groups. */
  readonly groups: readonly GroupDelivery[];
  readonly zeroDelay: boolean;
  /** The minimum delay in steps, during which shards need not exchange spikes; 0 with `zeroDelay`. */
  readonly interval: number;
}

/** A shard that is ready to run: its memory, its code, and their parts. */
export interface Shard {
  readonly plan: JobPlan;
  readonly share: Share;
  readonly zeroDelay: boolean;
  /** The minimum delay in steps. */
  readonly interval: number;
  readonly shared: boolean;
  readonly machine: Machine;
  readonly bytes: number;
  readonly synapses: number;
  readonly populations: readonly PlacedPopulation[];
  /** Recent spikes of each population, in the order of the populations. */
  readonly rings: readonly SpikeRing[];
  /** Byte address of the spikes of a population in a step, as indices within the shard. */
  readonly sent: readonly number[];
  /** The spike trains of source populations; undefined for the others. */
  readonly trains: readonly (SpikeTrain | undefined)[];
  readonly groups: readonly PlacedGroup[];
  readonly rules: readonly PlacedRule[];
  readonly procedural: PlacedProcedural | undefined;
  readonly drives: readonly PlacedDrive[];
  readonly draws: readonly PlacedDraw[];
  readonly open: OpenPorts;
  /** Content of a checkpoint. */
  readonly changing: ChangingMemory;
  /** State that a changed network takes over; undefined if the job is not revisable. */
  readonly carried: CarriedMemory | undefined;
}

/** Maximum number of spikes of a population in a step, by population. */
export function spikeCapacities(plan: JobPlan): readonly number[] {
  return [...plan.populations].map(([name, { source, size }]) => {
    const request = { ...plan, name, size };
    return source === undefined ? size : trainCapacity(source, request) + sentCapacity(plan, size);
  });
}
