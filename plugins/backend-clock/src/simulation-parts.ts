import type { CarriedState, RecordingSink, SavedState } from "@spikeloom/kernel";
import type { RecorderProgram } from "@spikeloom/program";
import type { restoreState } from "./checkpoint/restore-state.ts";
import type { JobPlan } from "./job-plan.ts";
import type { LoadedParts } from "./loaded-parts.ts";
import type { Profile } from "./recording/profile.ts";
import type { Sampler } from "./recording/sampler.ts";
import type * as ruledSynapses from "./rules/ruled-synapses.ts";
import type { Shard } from "./shard.ts";
import type { Decision } from "./synapses/decide-delivery.ts";
import type { BuiltShard } from "./workers/built-shard.ts";
import type { PoolSize } from "./workers/pool-size.ts";
import type { ExchangeShape } from "./workers/spike-exchange.ts";
import type { WorkerPool } from "./workers/worker-pool.ts";

/** Parts of a simulation. */
export interface SimulationParts {
  readonly plan: JobPlan;
  readonly size: PoolSize;
  readonly pool: WorkerPool | undefined;
  readonly decision: Decision;
  /** The shards of this thread, with their indices and samplers. */
  readonly shards: readonly Shard[];
  readonly numbers: readonly number[];
  readonly samplers: readonly (readonly Sampler[])[];
  readonly exchange: ArrayBufferLike;
  /** Where shards write the values that couplings of other shards read. */
  readonly values: ArrayBufferLike;
  readonly shape: ExchangeShape;
  /** All shards in their order. */
  readonly built: readonly BuiltShard[];
  readonly recorded: readonly RecorderProgram[];
  readonly sink: RecordingSink;
  readonly target: "wasm" | "js";
  /** The step from which the run continues. */
  readonly state: SavedState | undefined;
  /** State taken over from the run of a changed network. */
  readonly carried: CarriedState | undefined;
  readonly profile: Profile | undefined;
  readonly loaded: LoadedParts;
  /** Actions of rules, and access to synapses with rules; undefined if there are none. */
  readonly ruled: typeof ruledSynapses | undefined;
  /** Present if the run continues from a saved state. */
  readonly restoreState: typeof restoreState | undefined;
}
