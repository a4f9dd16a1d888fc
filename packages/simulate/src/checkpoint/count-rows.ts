import type { RecordingSink } from "@spikeloom/kernel";
import type { RecordedRows } from "./checkpoint.ts";

/** A sink that counts the rows it receives. */
export interface RowCounter extends RecordingSink {
  rows(): RecordedRows;
}

interface Counts {
  spikes: number;
  readonly samples: Record<string, number>;
}

/** Create a counting sink that starts at the counts of an earlier part of the run. */
export function countRows(
  lengths: { readonly recorders: number; readonly synapses: number },
  before?: RecordedRows,
): RowCounter {
  const recorders = Array.from({ length: lengths.recorders }, (_, k): Counts => {
    const { spikes = 0, samples } = before?.recorders[k] ?? {};
    return { spikes, samples: { ...samples } };
  });
  const synapses = Array.from({ length: lengths.synapses }, (_, k): Record<string, number> => {
    return { ...before?.synapses[k] };
  });
  const add = (counts: Record<string, number> | undefined, name: string, rows: number): void => {
    if (counts !== undefined) counts[name] = (counts[name] ?? 0) + rows;
  };
  return {
    spikes({ recorder, steps }) {
      const counts = recorders[recorder];
      if (counts !== undefined) counts.spikes += steps.length;
    },
    samples: ({ recorder, variable, steps }) =>
      add(recorders[recorder]?.samples, variable, steps.length),
    snapshot: ({ recorder, variable }) => add(synapses[recorder], variable, 1),
    rows: () => structuredClone({ recorders, synapses }),
  };
}
