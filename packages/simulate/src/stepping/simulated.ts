import type { NetworkRecord } from "@spikeloom/kernel";
import type { Progress } from "../advance.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { PreparationOptions } from "../preparation.ts";
import type { RecordedSpikes, Result } from "../result.ts";
import type { SetValue } from "./set-values.ts";

/** Numbers with the unit they are in; what sets values takes them back. */
export interface UnitValues {
  readonly values: Float64Array;
  readonly unit: string;
}

/**
 * Values of the synapses of a projection.
 *
 * They ascend in source, then target, delay and creation.
 */
export interface SynapseValues extends UnitValues {
  /** Indices within the populations. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** In ms. */
  readonly delays: Float64Array;
}

/**
 * A network that runs when it is told to.
 *
 * Between steps it can be looked at and changed.
 *
 * Populations and projections go by their names; a projection without one by its ends: `E->I`. What is
 * set is a quantity for all, a list of them, or numbers in one unit, and acts from the next step on. Calls act in
 * the order in which they are made, also where nobody waits for the one before, with
 * the values that they were given: an array may be written anew after the call.
 */
export interface Simulated {
  /** Complete: every default is written out. */
  readonly network: NetworkRecord;
  /** Simulated time in ms. */
  readonly time: number;
  readonly step: number;
  /** Duration of a step in ms. */
  readonly dt: number;
  /**
   * Run for a while: `await sim.advance("10 ms")`. A signal ends it earlier, after whole steps.
   *
   * Throws `SL_DIVERGED` where a value is no longer finite, unless `onDivergence` is `"warn"`; what was recorded
   * can still be looked at. After few steps it does not look each time, but now and then.
   */
  advance(
    duration: string,
    options?: {
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ((progress: Progress) => void) | undefined;
    },
  ): Promise<void>;
  /** Throw, or warn, now if a value is not finite. */
  checkFinite(): Promise<void>;
  /** Spikes of a population since the last call: they have come already, so nobody waits. */
  spikes(population: string): RecordedSpikes;
  /** A state variable, one value for each neuron. */
  state(population: string, variable: string): Promise<UnitValues>;
  setState(population: string, variable: string, value: SetValue): Promise<void>;
  /** Set a continuous input, such as a current, until it is set again; it adds to stimuli. */
  setInput(
    population: string,
    value: SetValue,
    options?: { readonly input?: string | undefined },
  ): Promise<void>;
  /** Let neurons of a source send spikes in the next step; twice the same neuron sends two. */
  sendSpikes(population: string, neurons: ArrayLike<number> & Iterable<number>): Promise<void>;
  weights(projection: string): Promise<SynapseValues>;
  setWeights(projection: string, value: SetValue): Promise<void>;
  /** Weights, or state of the synapses that a model of the projection declares. */
  synapses(projection: string, variable: string): Promise<SynapseValues>;
  setSynapses(projection: string, variable: string, value: SetValue): Promise<void>;
  /** Set a third factor of a plasticity rule. */
  setModulator(projection: string, modulator: string, value: string | number): Promise<void>;
  /** Let a named event come to all synapses of a projection at the start of the next step. */
  trigger(projection: string, event: string): Promise<void>;
  /** Everything that changes, as the bytes of a checkpoint file. */
  save(): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Go back, or on, to a checkpoint of this network.
   *
   * What was recorded until now is dropped. A sink keeps what it was given, and is given what comes again. Where
   * a signal ends the preparation, with `SL_RUN_STOPPED`, all stays as it was.
   */
  restore(from: Checkpoint | Uint8Array, options?: PreparationOptions): Promise<void>;
  /** Make a second one that starts here, without a sink; neither sees what the other does. */
  fork(): Promise<Simulated>;
  /**
   * Go on from here with a changed network, made with `revisable`.
   *
   * Neurons keep their state, plastic synapses theirs, spikes their way and sources their random numbers; a
   * source whose parameters have changed draws anew from here. What is new begins as at a start. Populations
   * keep their order and sizes and new ones come last; plastic synapses stay the same. `result` and its
   * recorders begin anew: take what was recorded before. Where a signal ends the preparation, with
   * `SL_RUN_STOPPED`, all stays as it was.
   */
  revise(network: NetworkRecord, options?: PreparationOptions): Promise<void>;
  /** What has been recorded so far; snapshots of synapses at the end are those that were due. */
  result(): Promise<Result>;
  /** End it once the calls before have come to their ends; from now on all others are refused. */
  close(): Promise<void>;
}
