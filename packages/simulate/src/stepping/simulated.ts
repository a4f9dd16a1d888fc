import type { NetworkRecord } from "@spikeloom/kernel";
import type { Progress } from "../advance.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { PreparationOptions } from "../preparation.ts";
import type { RecordedSpikes, Result } from "../result.ts";
import type { SetValue } from "./set-values.ts";

/** Numbers with their unit; accepted by all setters. */
export interface UnitValues {
  readonly values: Float64Array;
  readonly unit: string;
}

/**
 * Values of the synapses of a projection.
 *
 * Ordered by source, then target, delay and creation.
 */
export interface SynapseValues extends UnitValues {
  /** Indices within the populations. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** In ms. */
  readonly delays: Float64Array;
}

/**
 * A network simulated step by step from code.
 *
 * It can be inspected and changed between steps.
 *
 * Populations and projections are identified by name, an unnamed projection by its ends: `E->I`. Setters take a quantity for all,
 * a list of quantities, or numbers in one unit, and take effect from the next step. Calls execute in the order in which they are
 * made, even if earlier ones are not awaited, with the values at the time of the call: an array may be modified afterwards.
 */
export interface Simulated {
  /** Completed network with all defaults explicit. */
  readonly network: NetworkRecord;
  /** Simulated time in ms. */
  readonly time: number;
  readonly step: number;
  /** Duration of a step in ms. */
  readonly dt: number;
  /**
   * Simulate for a duration: `await sim.advance("10 ms")`. A signal ends it early, after a whole step.
   *
   * Throws `SL_DIVERGED` if a value is no longer finite, unless `onDivergence` is `"warn"`; recorded data can still be inspected.
   * Short advances are not searched every time.
   */
  advance(
    duration: string,
    options?: {
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ((progress: Progress) => void) | undefined;
    },
  ): Promise<void>;
  /** Search immediately, and throw or warn if a value is not finite. */
  checkFinite(): Promise<void>;
  /** Spikes of a population since the last call; synchronous, as they have already arrived. */
  spikes(population: string): RecordedSpikes;
  /** State variable, one value per neuron. */
  state(population: string, variable: string): Promise<UnitValues>;
  setState(population: string, variable: string, value: SetValue): Promise<void>;
  /** Set a continuous input, such as a current, until it is set again; it adds to stimuli. */
  setInput(
    population: string,
    value: SetValue,
    options?: { readonly input?: string | undefined },
  ): Promise<void>;
  /** Make neurons of a source spike in the next step; a neuron listed twice spikes twice. */
  sendSpikes(population: string, neurons: ArrayLike<number> & Iterable<number>): Promise<void>;
  weights(projection: string): Promise<SynapseValues>;
  setWeights(projection: string, value: SetValue): Promise<void>;
  /** Weights, or synaptic state declared by a model of the projection. */
  synapses(projection: string, variable: string): Promise<SynapseValues>;
  setSynapses(projection: string, variable: string, value: SetValue): Promise<void>;
  /** Set a third factor of a plasticity rule. */
  setModulator(projection: string, modulator: string, value: string | number): Promise<void>;
  /** Deliver a named event to all synapses of a projection at the start of the next step. */
  trigger(projection: string, event: string): Promise<void>;
  /** Complete state, as the bytes of a checkpoint file. */
  save(): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Restore an earlier or later checkpoint of this network.
   *
   * Data recorded so far are dropped. A sink keeps the data it received and receives repeated steps again. If a signal aborts the
   * preparation, with `SL_RUN_STOPPED`, nothing changes.
   */
  restore(from: Checkpoint | Uint8Array, options?: PreparationOptions): Promise<void>;
  /** Create an independent second simulation that starts from the current state, without a sink. */
  fork(): Promise<Simulated>;
  /**
   * Continue from the current state with a changed network; requires `revisable`.
   *
   * Neurons and plastic synapses keep their state, spikes in transit are delivered, and sources keep their random streams; a
   * source whose parameters have changed starts a new stream. New parts start from their initial state. Populations keep their
   * order and sizes, and new ones come last; plastic synapses stay the same. `result` and its recorders start over, so read
   * recorded data first. If a signal aborts the preparation, with `SL_RUN_STOPPED`, nothing changes.
   */
  revise(network: NetworkRecord, options?: PreparationOptions): Promise<void>;
  /** Data recorded so far; final snapshots of synapses are included only where due. */
  result(): Promise<Result>;
  /** Close the simulation once pending calls have finished; further calls are refused. */
  close(): Promise<void>;
}
