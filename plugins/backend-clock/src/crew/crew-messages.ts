import { threadRandom } from "@spikeloom/code";
import {
  createStack,
  type ErrorText,
  type IntegratorRecord,
  type NetworkRecord,
  type ProfileEntry,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { type CompleteNetwork, connectors } from "@spikeloom/network";
import { atOnce, lowerNetwork } from "@spikeloom/program";
import { type JobPlan, type PlanOptions, planOf } from "../job-plan.ts";
import type { Decision, GroupTotal } from "../synapses/decide-delivery.ts";
import type { BuiltShard } from "./built-shard.ts";
import { type ConnectorAddress, loadConnectors } from "./foreign-connectors.ts";
import type { BoardShape } from "./spike-board.ts";

/** A job as data, which is how it reaches a worker: its program is lowered there once more. */
export interface PostedJob extends PlanOptions {
  readonly network: NetworkRecord;
  readonly seed: number;
  readonly open: boolean;
  readonly integrators: readonly IntegratorRecord[];
  /** Connectors of other packages, which each thread loads. */
  readonly foreign: readonly ConnectorAddress[];
  readonly profile: boolean;
}

/** What the first worker tells the others. */
export type ToWorker =
  | {
      readonly kind: "count";
      readonly job: PostedJob;
      readonly target: "wasm" | "js";
      /** Shards of this worker, of how many. */
      readonly numbers: readonly number[];
      readonly shards: number;
      /** Number of this worker, of how many. */
      readonly worker: number;
      readonly workers: number;
      readonly control: SharedArrayBuffer;
    }
  | {
      readonly kind: "build";
      readonly decision: Decision;
      readonly board: SharedArrayBuffer;
      readonly shape: BoardShape;
      /** Where shards leave what couplings of others read. */
      readonly values: SharedArrayBuffer;
    };

/** What a worker tells the first one. */
export type FromWorker =
  | { readonly kind: "started" }
  | { readonly kind: "counted"; readonly totals: readonly (readonly GroupTotal[])[] }
  | { readonly kind: "built"; readonly shards: readonly BuiltShard[] }
  | { readonly kind: "profile"; readonly entries: readonly ProfileEntry[] }
  | { readonly kind: "fault"; readonly fault: PostedFault };

/** An error as data. */
export interface PostedFault {
  /** Undefined where it is not one of ours. */
  readonly code: string | undefined;
  /** What kind of an error it is then. */
  readonly name?: string;
  readonly text: ErrorText;
}

/** Turn an error into data. */
export function postedFault(error: unknown): PostedFault {
  if (error instanceof SpikeLoomError) {
    const { code, summary: message, place, expected, got, next } = error;
    return { code, text: { message, place, expected, got, next } };
  }
  if (!(error instanceof Error)) return { code: undefined, text: { message: String(error) } };
  const { name, message, stack = message } = error;
  return { code: undefined, name, text: { message: stack } };
}

/** Turn it back. */
export function faultOf({ code, name = "Error", text }: PostedFault): Error {
  if (code !== undefined) return new SpikeLoomError(code, text);
  return Object.assign(new Error(text.message), { name });
}

/** Read a job that was posted, and decide how it is run as the first worker did. */
export async function readPosted({
  network,
  seed,
  open,
  integrators,
  foreign,
  ...planned
}: PostedJob): Promise<JobPlan> {
  const own = await loadConnectors(foreign);
  const stack = createStack({ plugins: [...integrators, ...connectors, ...own] });
  const complete = network as CompleteNetwork;
  const lowering = { network: complete, stack, seed, open, bulk: threadRandom() };
  return planOf(atOnce(lowerNetwork(lowering)), planned);
}

/** Words of the memory that all workers share. */
export const controlWords = {
  /** Raised with each command. */
  command: 0,
  kind: 1,
  from: 2,
  until: 3,
  /** 1 where a worker has found a value that is not finite. */
  unsound: 4,
  /** The first of the pace's, in another line of the processor's cache. */
  pace: 16,
} as const;

/** What the first worker asks of the others while the network runs. */
export const commands = { run: 1, profile: 2, close: 3, searchNeurons: 4, searchAll: 5 } as const;
