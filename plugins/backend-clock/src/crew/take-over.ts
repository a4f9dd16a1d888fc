import type { RecorderProgram } from "@spikeloom/program";
import { readChanging, writeChanging } from "../checkpoint/changing-memory.ts";
import { partName } from "../checkpoint/saved-state.ts";
import { makeSamplers, type Sampler } from "../recording/sampler.ts";
import type { Shard } from "../shard.ts";
import type { BuiltShard } from "./built-shard.ts";

/** Inputs for accessing shards of another thread. */
export interface LocateOptions {
  readonly recorded: readonly RecorderProgram[];
  /** Creates the code of a shard over its memory. */
  readonly locate: (built: BuiltShard) => Shard;
}

/** Shards whose code is new. */
export interface TakenShards {
  readonly shards: readonly Shard[];
  readonly samplers: readonly (readonly Sampler[])[];
  readonly numbers: readonly number[];
  /** Write the state of the run into their memories, once everything that acts on them is created. */
  restore(): void;
}

/**
 * Create the code of shards that another thread has run so far, between two steps.
 *
 * All that changes is in the memories of the shards then: a checkpoint has no more. Code is created over the same memories, which it
 * initialises as for a new run; then their state is restored.
 */
export function takeOver(
  others: readonly BuiltShard[],
  { recorded, locate }: LocateOptions,
): TakenShards {
  const states = others.map(({ number, buffer, changing }) => {
    const [bytes, part] = [readChanging(buffer, changing), partName(number)];
    return () => writeChanging(buffer, changing, { bytes, part });
  });
  const shards = others.map(locate);
  return {
    shards,
    numbers: others.map(({ number }) => number),
    samplers: shards.map((shard, k) => makeSamplers(shard, recorded, others[k]?.samples)),
    restore() {
      for (const restore of states) restore();
    },
  };
}
