import type { SavedState } from "@spikeloom/kernel";
import { fnv1a64 } from "@spikeloom/random";
import { type ClockJob, mostShards } from "../clock-job.ts";
import { STATE_DAMAGED, STATE_MISMATCH } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import type { SynapseGroup } from "../synapses/synapse-groups.ts";
import { type ChangingMemory, layoutText, readChanging } from "./changing-memory.ts";

/** Names of the backends, by their machine. */
export const backendNames = { wasm: "clock", js: "clock-js" } as const;

/** Properties of a simulation that a saved state must match. */
export interface StateOwner {
  readonly plan: JobPlan;
  readonly target: "wasm" | "js";
}

/** Progress of a run, in addition to the memories of its shards. */
export interface RunProgress {
  readonly step: number;
  readonly spikeHash: string;
  /** Number of spikes so far, in the order of the populations. */
  readonly counts: readonly number[];
}

/** The memory of a shard. */
export interface ShardMemory {
  readonly number: number;
  readonly buffer: ArrayBufferLike;
  readonly changing: ChangingMemory;
}

/** Neuron steps counted by compiled code. */
const mostSteps = 2 ** 31 - 1;
/** Name of the part that holds the number of spikes of each population. */
export const countsPart = "spike-counts";

/** Name the part of a shard. */
export function partName(shard: number): string {
  return `shard-${shard}`;
}

/** Copy everything that changes during a run. */
export function saveState(
  owner: StateOwner,
  shards: readonly ShardMemory[],
  { step, spikeHash, counts }: RunProgress,
): SavedState {
  const parts = new Map<string, Uint8Array>([
    [countsPart, new Uint8Array(Float64Array.from(counts).buffer)],
  ]);
  for (const { number, buffer, changing } of shards) {
    parts.set(partName(number), readChanging(buffer, changing));
  }
  const layout = layoutOf(shards);
  const header = { ...marksOf(owner), shards: shards.length, layout, spikeHash };
  return { backend: backendNames[owner.target], step, header, parts };
}

/** Reject a saved state of another job. */
export function checkState(state: SavedState, owner: StateOwner, job: ClockJob): void {
  const { backend, header, step } = state;
  const name = backendNames[owner.target];
  if (backend !== name) throw STATE_MISMATCH({ what: "backend", expected: name, got: backend });
  const shards = job.shards ?? savedShards(state);
  for (const [what, expected] of Object.entries({ ...marksOf(owner), shards })) {
    const got = header[what];
    if (got === expected) continue;
    throw STATE_MISMATCH({ what, expected: String(expected), got: String(got) });
  }
  if (state === job.state) {
    // The layout is built before the bytes are inspected.
    for (let k = 0; k < shards; k++) bytesOfPart(state.parts, partName(k));
  }
  if (Number.isInteger(step) && step >= 0 && step <= mostSteps) return;
  throw STATE_DAMAGED({ place: "step", expected: `0 to ${mostSteps}`, got: String(step) });
}

/** Return the number of shards of a saved state. */
export function savedShards({ header }: SavedState): number {
  const { shards } = header;
  if (Number.isInteger(shards) && Number(shards) >= 1 && Number(shards) <= mostShards) {
    return Number(shards);
  }
  throw STATE_DAMAGED({ place: "shards", expected: `1 to ${mostShards}`, got: String(shards) });
}

/** Read the hash of all spikes so far. */
export function readSpikeHash(header: SavedState["header"]): string {
  const spikeHash = String(header["spikeHash"]);
  if (/^[0-9a-f]{16}$/u.test(spikeHash)) return spikeHash;
  throw STATE_DAMAGED({ place: "spikeHash", expected: "16 digits", got: spikeHash });
}

/** Return the number of steps covered by sums in transit that a job takes over; 0 if it takes over none. */
export function carriedReach({ carried, state }: ClockJob): number {
  const reach = Number((carried ?? state)?.header["reach"] ?? 0);
  if (Number.isInteger(reach) && reach >= 0 && reach <= 2 ** 24) return reach;
  throw STATE_DAMAGED({ place: "reach", expected: "0 to 2^24", got: String(reach) });
}

/** Return the bytes of a required part. */
export function bytesOfPart(parts: SavedState["parts"], part: string): Uint8Array {
  const bytes = parts.get(part);
  if (bytes !== undefined) return bytes;
  throw STATE_DAMAGED({ place: part, expected: "its bytes", got: "nothing" });
}

/**
 * Reject sums in transit that cover more steps than the bytes of a saved state, because memory is allocated for them.
 */
export function checkReach(
  { state }: ClockJob,
  { reach, precision, populations }: JobPlan,
  rings: readonly SynapseGroup[],
): void {
  if (state === undefined || reach === 0) return;
  const bytes = [...state.parts.values()].reduce((sum, { length }) => sum + length, 0);
  const sizes = rings.flatMap(({ projections }) =>
    projections.map(({ to }) => populations.get(to)?.size ?? 0),
  );
  const each = (precision === "f64" ? 8 : 4) * Math.max(0, ...sizes);
  if (reach * each <= bytes) return;
  const expected = `at most ${Math.floor(bytes / each)} steps in ${bytes} bytes`;
  throw STATE_DAMAGED({ place: "reach", expected, got: String(reach) });
}

/** Properties that determine the meaning of the bytes, and what is redrawn when the network is prepared. */
export function marksOf({ plan }: StateOwner): Readonly<Record<string, string | number>> {
  const { precision, seed, trial, dt, tier, convention, open, eager, revisable, reach } = plan;
  const plasticity = eager ? "eager" : "lazy where it can be";
  const marks = { precision, seed, dt, tier, plasticity, convention: convention.name };
  // Omitted for the first trial, so that its states match those of networks without a trial.
  const repeated = trial > 0 ? { trial } : {};
  return { ...marks, ...repeated, open: open ? 1 : 0, revisable: revisable ? 1 : 0, reach };
}

/** Hash the memory layouts of shards. */
export function layoutOf(shards: readonly ShardMemory[]): string {
  const texts = shards.map(({ number, changing }) => `${number} ${layoutText(changing)}`);
  return fnv1a64(texts.join("\n")).toString(16).padStart(16, "0");
}
