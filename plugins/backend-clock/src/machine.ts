import type { CountLooped, Randomness, RunKernel } from "@spikeloom/code";
import type { FlatCall } from "./flat-call.ts";

/** Memory and the code that operates on it. */
export interface Machine {
  readonly buffer: ArrayBufferLike;
  /** Kernels of each population, in the order of the plan and of its program. */
  readonly kernels: readonly (readonly RunKernel[])[];
  /** The second kernel of a step and the first of the next in one pass, if possible. */
  readonly fused: readonly (RunKernel | undefined)[];
  /** Evaluate recorded expressions of each population, if there are any. */
  readonly observe: readonly (RunKernel | undefined)[];
  /** Count the neuron steps of each population that ran a guarded loop: one for each kernel that has one. */
  readonly looped: readonly (readonly CountLooped[])[];
  readonly deliver: readonly Delivery[];
  readonly procedural: ProceduralCode | undefined;
  /** In the order of the plan. */
  readonly rules: readonly RuleCalls[];
  /** Created on first use, because most networks draw nothing while they run. */
  readonly random: Randomness;
  /**
   * See `addCounts` and `addListed` of `@spikeloom/code`: addresses in bytes, then parameters.
   *
   * Present if the plan contains them.
   */
  readonly addCounts: FlatCall;
  readonly addListed: FlatCall;
  /** Release the memory for the next network, once nothing accesses it any more. */
  leave(): void;
}

/** Functions for the synapses of a rule, by the names of `ruleRoutines`. */
export type RuleCalls = ReadonlyMap<string, FlatCall>;

/** Add the weights that arrive in a step to the accumulators. */
export type Deliver = (step: number) => void;

/** Delivers the synapses of one table. */
export interface Delivery {
  readonly source: string;
  /** Adds what arrives in a step. */
  readonly arrive: Deliver;
  /** Adds the rows of a step's spikes to the ring, if there is one. */
  readonly launch: Deliver | undefined;
}

/** Add this many synapses of the chunk, whose spike was sent in a step, to the sums of their steps. */
export type AddChunk = (count: number, step: number) => void;

/** The code of procedural projections. */
export interface ProceduralCode {
  /** One for each projection. */
  readonly add: readonly AddChunk[];
  /** Add the sums of a step to the accumulators and clear them. */
  readonly collect: Deliver;
}
