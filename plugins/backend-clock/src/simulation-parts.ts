import type { CarriedState, RecordingSink, SavedState } from "@spikeloom/kernel";
import type { RecorderProgram } from "@spikeloom/program";
import type { restoreState } from "./checkpoint/restore-state.ts";
import type { BuiltShard } from "./crew/built-shard.ts";
import type { Crew } from "./crew/crew.ts";
import type { CrewSize } from "./crew/crew-size.ts";
import type { BoardShape } from "./crew/spike-board.ts";
import type { JobPlan } from "./job-plan.ts";
import type { LoadedParts } from "./loaded-parts.ts";
import type { Profile } from "./recording/profile.ts";
import type { Sampler } from "./recording/sampler.ts";
import type * as ruledSynapses from "./rules/ruled-synapses.ts";
import type { Shard } from "./shard.ts";
import type { Decision } from "./synapses/decide-delivery.ts";

/** What a simulation is made of. */
export interface SimulationParts {
  readonly plan: JobPlan;
  readonly size: CrewSize;
  readonly crew: Crew | undefined;
  readonly decision: Decision;
  /** The shards of this thread, with their numbers and samplers. */
  readonly shards: readonly Shard[];
  readonly numbers: readonly number[];
  readonly samplers: readonly (readonly Sampler[])[];
  readonly board: ArrayBufferLike;
  /** Where shards leave what couplings of others read. */
  readonly values: ArrayBufferLike;
  readonly shape: BoardShape;
  /** All shards in their order. */
  readonly built: readonly BuiltShard[];
  readonly recorded: readonly RecorderProgram[];
  readonly sink: RecordingSink;
  readonly target: "wasm" | "js";
  /** Where the run goes on from. */
  readonly state: SavedState | undefined;
  /** What is taken over from the run of a network that was changed. */
  readonly carried: CarriedState | undefined;
  readonly profile: Profile | undefined;
  readonly loaded: LoadedParts;
  /** What rules do, and what synapses with rules can be asked; undefined where there are none. */
  readonly ruled: typeof ruledSynapses | undefined;
  /** There where the run goes on from a saved state. */
  readonly restoreState: typeof restoreState | undefined;
}
