import type {
  BackendRecord,
  NetworkRecord,
  OptionValues,
  PopulationRecord,
  ProjectionRecord,
  Stack,
} from "@spikeloom/kernel";
import { runAlone } from "./run.ts";

/** Connection that transmits a spike. */
export interface OneSpike {
  readonly projection: Pick<ProjectionRecord, "receptor" | "weight" | "synapse">;
}

/** Response of a neuron to one spike. */
export interface Deflection {
  /** Change in potential at each of the network's steps. */
  readonly moved: Float64Array;
  /** Time in ms at which the neuron itself fires. */
  readonly until: number;
}

/** Options of the simulation of one spike. */
export interface SpikeTask {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly backend: BackendRecord;
  /** Step of the network, in ms. */
  readonly dt: number;
  /** Number of subdivisions of a step. */
  readonly parts: number;
}

/** Steps before the spike, in which neurons leave their initial state, and steps after it. */
const before = 5;
const steps = 60;

/** Record the potential of neurons that receive one spike each, and of one that receives none. */
export async function deflections(
  { target, spikes }: { readonly target: PopulationRecord; readonly spikes: readonly OneSpike[] },
  { network: { models }, stack, backend, dt, parts }: SpikeTask,
): Promise<readonly Deflection[]> {
  const ms = (time: number): string => `${Number(time.toPrecision(12))} ms`;
  const variables = ["spikes", "v"];
  const size = spikes.length + 1;
  const small: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    ...(models !== undefined && { models }),
    dt: ms(dt / parts),
    populations: {
      source: { model: "spike-array", size: 1, times: [[ms(before * dt)]] },
      target: { ...target, size },
    },
    projections: spikes.map(({ projection }, k) => ({
      from: "source",
      to: "target",
      toNeurons: { indices: [k] },
      ...projection,
      delay: ms(dt),
      connector: { kind: "all-to-all" },
    })),
    record: [{ population: "target", variables, every: ms(dt) }],
  };
  const options = { for: ms(steps * dt), onDivergence: "warn", stack, backend } as const;
  const { recordings } = await runAlone(small, { ...options, backendOptions: alone(backend) });
  const [recording] = recordings;
  const values = recording?.samples.get("v")?.values ?? new Float64Array(0);
  const fired = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  recording?.spikes?.neurons.forEach((neuron, k) => {
    const time = recording.spikes?.times[k] ?? Number.POSITIVE_INFINITY;
    fired[neuron] = Math.min(fired[neuron] as number, time);
  });
  const still = spikes.length;
  const rows = Array.from({ length: values.length / size }, (_, row) => row * size);
  return spikes.map((_, k) => ({
    moved: Float64Array.from(rows, (row) => (values[row + k] ?? 0) - (values[row + still] ?? 0)),
    until: Math.min(fired[k] as number, fired[still] as number),
  }));
}

/** Use one thread if the backend has the option. */
export function alone({ options = {} }: BackendRecord): OptionValues {
  const counts = ["workers", "shards"].filter((name) => Object.hasOwn(options, name));
  return Object.fromEntries(counts.map((name) => [name, 1]));
}

/**
 * Compute the largest difference between two responses, relative to the peak of the finer one.
 *
 * 0 if nothing changes, infinite if there is no finite value to compare.
 */
export function errorBetween(coarse: Deflection, fine: Deflection, dt: number): number {
  // After the neuron fires, its potential is no longer a response to one spike.
  const [own, other] = [coarse, fine].map(({ moved, until }) =>
    moved.subarray(0, Math.floor(until / dt)),
  ) as [Float64Array, Float64Array];
  const peak = Math.abs(extreme(other));
  const apart = own.subarray(0, other.length).map((value, k) => value - (other[k] as number));
  // If only one of the two fires, the other continues its response.
  const isAlike = Number.isFinite(coarse.until) === Number.isFinite(fine.until);
  const ends = isAlike ? 0 : Math.abs(extreme(own)) - peak;
  const most = Math.max(Math.abs(extreme(apart)), Math.abs(ends));
  if (Number.isNaN(most) || Number.isNaN(peak)) return Number.POSITIVE_INFINITY;
  return peak === 0 ? 0 : most / peak;
}

/** Return the value with the largest magnitude; NaN if any is not finite. */
function extreme(values: Float64Array): number {
  let most = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) return Number.NaN;
    if (Math.abs(value) > Math.abs(most)) most = value;
  }
  return most;
}
