import type { PlannedFile } from "../../hdf5/write/planned-file.ts";
import type { GroupNode } from "../../hdf5/write/tree.ts";
import type { RecordingRows, ResultRows } from "./result-rows.ts";
import { type SpikesByNeuron, spikesByNeuron } from "./spikes-by-neuron.ts";
import {
  bytesOf,
  numbersColumn,
  type TableColumn,
  tableParts,
  textsColumn,
  typedGroup,
} from "./typed-nodes.ts";

interface Sorted {
  readonly recorder: number;
  readonly recording: RecordingRows;
  readonly sorted: SpikesByNeuron;
}

/** Create the table of neurons with their spikes; undefined if none was recorded. */
export function unitsTable(file: PlannedFile, result: ResultRows): GroupNode | undefined {
  const { dt, duration } = result;
  const all = result.recordings.flatMap((recording, recorder): Sorted[] => {
    const { spikes } = recording;
    if (spikes === undefined) return [];
    return [{ recorder, recording, sorted: spikesByNeuron({ ...recording, spikes }, dt) }];
  });
  const counts = all.flatMap(({ sorted }) => [...sorted.counts]);
  const ends = endsOf(counts);
  // Validators treat a table without any spike as an error.
  if ((ends.at(-1) ?? 0n) === 0n) return undefined;
  const isOnGrid = all.every(({ sorted }) => sorted.isOnGrid);
  // Times off the step grid have the resolution of their number format.
  const resolution = (isOnGrid ? dt : duration * Number.EPSILON) / 1000;
  const rows = counts.length;
  const description = "Neurons whose spikes were recorded, one row per recorder and neuron.";
  const { attributes, links } = tableParts(
    file,
    { description, rows },
    {
      spike_times: spikeTimes(file, all, { ends, resolution }),
      obs_intervals: intervals(file, rows, duration / 1000),
      ...labelColumns(file, all),
    },
  );
  return typedGroup("Units", attributes, links);
}

function labelColumns(
  file: PlannedFile,
  all: readonly Sorted[],
): Readonly<Record<string, TableColumn>> {
  const populations = all.flatMap(({ recording: { population, neurons } }) =>
    Array.from(neurons, () => population),
  );
  const neurons = all.flatMap(({ recording }) => [...recording.neurons]);
  const recorders = all.flatMap(({ recorder, recording }) =>
    Array.from(recording.neurons, () => recorder),
  );
  return {
    population: textsColumn(file, "population of the neuron", populations),
    neuron: numbersColumn(file, "index within the population", Uint32Array.from(neurons)),
    recorder: numbersColumn(
      file,
      "index of the recorder in the network, from 0",
      Uint32Array.from(recorders),
    ),
  };
}

function endsOf(counts: readonly number[]): BigUint64Array {
  let end = 0;
  return BigUint64Array.from(counts, (count) => {
    end += count;
    return BigInt(end);
  });
}

function spikeTimes(
  file: PlannedFile,
  all: readonly Sorted[],
  { ends, resolution }: { readonly ends: BigUint64Array; readonly resolution: number },
): TableColumn {
  return {
    description: "spike times of each neuron in seconds",
    attributes: { resolution },
    index: { name: "spike_times_index", ends },
    make: (attributes) =>
      file.dataset({
        type: "float64",
        shape: [Number(ends.at(-1) ?? 0n)],
        attributes,
        *pieces() {
          for (const { sorted } of all) for (const times of sorted.times()) yield bytesOf(times);
        },
      }),
  };
}

/** From the start to the end of the run, for each neuron. */
function intervals(file: PlannedFile, rows: number, end: number): TableColumn {
  const ends = BigUint64Array.from({ length: rows }, (_, k) => BigInt(k + 1));
  const values = Float64Array.from({ length: 2 * rows }, (_, k) => (k % 2) * end);
  return {
    description: "observation interval of each neuron in seconds",
    index: { name: "obs_intervals_index", ends },
    make: (attributes) =>
      file.dataset({
        type: "float64",
        shape: [rows, 2],
        attributes,
        pieces: () => [bytesOf(values)],
      }),
  };
}
