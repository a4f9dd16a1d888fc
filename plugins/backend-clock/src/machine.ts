import type { CountLooped, RunKernel } from "@spikeloom/code";
import type { Randomness } from "./drives/randomness.ts";
import type { FlatCall } from "./flat-call.ts";
import type { RuleCode } from "./rules/rule-code.ts";

/** Memory and the code that runs on it. */
export interface Machine {
  readonly buffer: ArrayBufferLike;
  /** Kernels of each population, in the order of the plan and of its program. */
  readonly kernels: readonly (readonly RunKernel[])[];
  /** The second kernel of a step and the first of the next in one pass, where that can be. */
  readonly fused: readonly (RunKernel | undefined)[];
  /** Evaluate recorded expressions of each population, where there are any. */
  readonly observe: readonly (RunKernel | undefined)[];
  /** Count the neuron steps of each population that took a guarded loop: one for each kernel that has one. */
  readonly looped: readonly (readonly CountLooped[])[];
  readonly deliver: readonly Delivery[];
  readonly procedural: ProceduralCode | undefined;
  /** In the order of the plan. */
  readonly rules: readonly RuleCode[];
  /** Made when it is first asked for, as most networks draw nothing while they run. */
  readonly random: Randomness;
  /**
   * See `addCounts` and `addListed` of `@spikeloom/code`: addresses in bytes, then parameters.
   *
   * There where the plan says that counts are added so.
   */
  readonly addCounts: FlatCall;
  readonly addListed: FlatCall;
  /** Let the next network have the memory, once nothing looks into it any more. */
  leave(): void;
}

/** Add the weights that arrive in a step to the accumulators. */
export type Deliver = (step: number) => void;

/** Delivers the synapses of one table. */
export interface Delivery {
  readonly source: string;
  /** Adds what arrives in a step. */
  readonly arrive: Deliver;
  /** Sends the rows of a step's spikes on their way, where there is a ring. */
  readonly launch: Deliver | undefined;
}

/** Add so many synapses of the chunk, whose spike was sent in a step, to the sums of their steps. */
export type AddChunk = (count: number, step: number) => void;

/** The code of procedural projections. */
export interface ProceduralCode {
  /** One for each projection. */
  readonly add: readonly AddChunk[];
  /** Bring the sums of a step to the accumulators and clear them. */
  readonly collect: Deliver;
}
