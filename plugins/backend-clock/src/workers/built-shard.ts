import type { CarriedMemory } from "../checkpoint/carried-memory.ts";
import type { ChangingMemory } from "../checkpoint/changing-memory.ts";
import type { OpenPorts } from "../open/open-ports.ts";
import type { SampleBuffer, Sampler } from "../recording/sampler.ts";
import { type BuiltRule, builtRule } from "../rules/built-rule.ts";
import type { Shard } from "../shard.ts";

/** Information of the first worker about a shard: how to access its memory. */
export interface BuiltShard {
  readonly number: number;
  readonly bytes: number;
  readonly synapses: number;
  /** Shared if another thread has built it. */
  readonly buffer: ArrayBufferLike;
  /** Addresses of arrays by population and slot. */
  readonly slots: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly samples: readonly SampleBuffer[];
  readonly rules: readonly BuiltRule[];
  readonly changing: ChangingMemory;
  /** Undefined if the job is not revisable. */
  readonly carried: CarriedMemory | undefined;
  readonly open: OpenPorts;
}

/** Describe how to access the memory of a shard. */
export function builtShard(shard: Shard, samplers: readonly Sampler[]): BuiltShard {
  const { share, bytes, synapses, machine, populations, rules, changing, open } = shard;
  const { carried } = shard;
  return {
    carried,
    number: share.index,
    bytes,
    synapses,
    open,
    changing,
    rules: rules.map(builtRule),
    buffer: machine.buffer,
    slots: new Map(populations.map(({ name, slots }) => [name, slots])),
    samples: samplers.map(({ samples }) => samples),
  };
}
