import { threadRandom } from "@spikeloom/code";
import { createStack, type ProfileEntry } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { programFrom } from "@spikeloom/program";
import {
  type ConnectorAddress,
  loadConnectors,
  type PostedFault,
} from "@spikeloom/simulate/threads";
import { type JobPlan, type PlanOptions, planOf } from "../job-plan.ts";
import type { Decision, GroupTotal } from "../synapses/decide-delivery.ts";
import type { BuiltShard } from "./built-shard.ts";
import type { ExchangeShape } from "./spike-exchange.ts";

/** A job as data, as sent to a worker. */
export interface PostedJob extends Omit<PlanOptions, "stack" | "bulk"> {
  /** Result of `programData`. */
  readonly program: unknown;
  /** Connectors of other packages, which each thread loads. */
  readonly foreign: readonly ConnectorAddress[];
  readonly profile: boolean;
}

/** Messages from the first worker to the others. */
export type ToWorker =
  | {
      readonly kind: "count";
      readonly job: PostedJob;
      readonly target: "wasm" | "js";
      /** Shards of this worker, and the number of shards. */
      readonly numbers: readonly number[];
      readonly shards: number;
      /** Index of this worker, and the number of workers. */
      readonly worker: number;
      readonly workers: number;
      readonly control: SharedArrayBuffer;
    }
  | {
      readonly kind: "build";
      readonly decision: Decision;
      readonly exchange: SharedArrayBuffer;
      readonly shape: ExchangeShape;
      /** Where shards write the values that couplings of other shards read. */
      readonly values: SharedArrayBuffer;
    };

/** Messages from a worker to the first one. */
export type FromWorker =
  | { readonly kind: "started" }
  | { readonly kind: "counted"; readonly totals: readonly (readonly GroupTotal[])[] }
  | { readonly kind: "built"; readonly shards: readonly BuiltShard[] }
  | { readonly kind: "profile"; readonly entries: readonly ProfileEntry[] }
  | { readonly kind: "fault"; readonly fault: PostedFault };

/** Read a received job, and make the same choices as the first worker. */
export async function readPosted({ program, foreign, ...planned }: PostedJob): Promise<JobPlan> {
  const own = await loadConnectors(foreign);
  const stack = createStack({ plugins: [...connectors, ...own] });
  return planOf(programFrom(program), { ...planned, stack, bulk: threadRandom() });
}

/** Words of the memory shared by all workers. */
export const controlWords = {
  /** Incremented with each command. */
  command: 0,
  kind: 1,
  from: 2,
  until: 3,
  /** 1 if a worker has found a non-finite value. */
  unsound: 4,
  /** First word of the progress counters, in a different cache line. */
  progress: 16,
} as const;

/** Commands of the first worker to the others while the network runs. */
export const commands = { run: 1, profile: 2, close: 3, searchNeurons: 4, searchAll: 5 } as const;
