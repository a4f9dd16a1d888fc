import type { Result } from "@spikeloom/simulate";

/** Return a variable of all recorded synapses of a projection in its last snapshot. */
export function lastValues(result: Result, projection: string, variable = "weight"): Float64Array {
  return snapshotsOf(result, projection, variable).at(-1)?.values ?? new Float64Array(0);
}

/** A variable of all synapses at one time. */
export interface Snapshot {
  /** In ms. */
  readonly time: number;
  /** In the unit that the model declares. */
  readonly values: Float64Array;
}

/** List the snapshots of a variable of all recorded synapses of a projection. */
export function snapshotsOf(
  result: Result,
  projection: string,
  variable = "weight",
): readonly Snapshot[] {
  const recording = result.synapseRecordings.find((one) => one.projection === projection);
  return (recording?.sets ?? []).flatMap(({ sources, snapshots }) => {
    const { times, values } = snapshots.get(variable) ?? { times: [], values: new Float64Array(0) };
    const count = sources.length;
    return Array.from(times, (time, row) => ({
      time,
      values: values.subarray(row * count, (row + 1) * count),
    }));
  });
}
