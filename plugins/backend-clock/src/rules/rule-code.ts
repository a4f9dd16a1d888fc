import type { CountedSpikes } from "@spikeloom/program";
import type { LaidRule } from "./laid-rule.ts";
import type { SpikeCountRing } from "./spike-counts.ts";

/** What a machine does for the synapses of one ruled projection. */
export interface RuleCode {
  /** Let the spikes that arrive in a step act. */
  readonly arrive: (step: number) => void;
  /** Note spikes of targets, places at `list`; gives how many were noted before `settle` is needed. */
  readonly note: ((list: number, count: number, step: number) => number) | undefined;
  /** Apply what waits and comes before a step; undefined where nothing waits. */
  readonly settle: ((step: number) => void) | undefined;
  /** Apply spikes of targets at once: with `late` 1 those that come before spikes of the source. */
  readonly spikes: ((step: number, late: number) => void) | undefined;
  /** Let named events come to the synapses to which they are due in a step. */
  readonly named: ReadonlyMap<string, (step: number) => void>;
  /** Begin a step for what is kept once. */
  readonly begin: ((step: number) => void) | undefined;
  /** Let named events change what is kept once, where they do. */
  readonly common: ReadonlyMap<string, (step: number) => void>;
  /** Move all synapses by a step, and add up what they couple; undefined where nothing does. */
  readonly move: ((step: number) => void) | undefined;
  readonly filter: ((step: number) => void) | undefined;
  /** Mark the synapses that are to be removed, where any are. */
  readonly remove: ((step: number) => void) | undefined;
  /** Compute how many synapses each target gets, where that is a number. */
  readonly add: ((step: number) => void) | undefined;
}

/** A rule of a shard, and what comes to it from outside. */
export interface RuleJob {
  readonly rule: LaidRule;
  /** Spikes on their way to its named events and third factors. */
  readonly spikeCounts: ReadonlyMap<CountedSpikes, SpikeCountRing>;
}
