import type { RecordingSink, SpikeChunk } from "@spikeloom/kernel";
import { type RecorderPlan, timesOfSpikes, timesOfSteps, valuesInUnit } from "@spikeloom/simulate";
import { type PendingRows, pendingFloats, pendingIndices } from "./pending-rows.ts";
import type { RecorderNodes } from "./result-tree.ts";
import type { Hdf5File } from "./write/hdf5-file.ts";
import type { DatasetNode } from "./write/tree.ts";

type SampleChunk = Parameters<RecordingSink["samples"]>[0];

/** Passes the data of a recorder to its datasets, converted from internal to declared units. */
export interface StreamedRecorder {
  spikes(chunk: SpikeChunk): void;
  samples(chunk: SampleChunk): void;
  /** Accept rows of an older file, in the units of files. */
  oldSpikes(times: Float64Array, neurons: Uint32Array): void;
  oldSamples(variable: string, times: Float64Array, values: Float64Array): void;
  /** Bytes buffered. */
  bytes(): number;
  /** Write buffered rows. */
  write(): void;
  /** Write buffered rows and describe the datasets; `isLast` if nothing follows. */
  nodes(isLast: boolean): RecorderNodes;
}

interface SpikeRows {
  readonly times: PendingRows<Float64Array>;
  readonly neurons: PendingRows<Uint32Array>;
}

const milliseconds = new Map([["unit", "ms"]]);

/** Create the datasets of a recorder. */
export function streamedRecorder(
  file: Hdf5File,
  { plan, dt }: { readonly plan: RecorderPlan; readonly dt: number },
): StreamedRecorder {
  const { population, size, neurons, hasSpikes, units } = plan;
  const floats = (): PendingRows<Float64Array> => pendingFloats(file, { attributes: milliseconds });
  const newSpikes = (): SpikeRows => ({ times: floats(), neurons: pendingIndices(file) });
  // Only once there are any: of many recorders, most may stay silent.
  let spikes: SpikeRows | undefined;
  // A recorder samples all its variables together, so the times of the first apply to all.
  const [first] = units.keys();
  const sampled =
    first === undefined
      ? undefined
      : { times: floats(), neurons: file.numbers(neurons, { type: "uint32" }) };
  const values = new Map(
    [...units].map(([name, unit]) => {
      const attributes = new Map([["unit", unit]]);
      return [name, pendingFloats(file, { columns: neurons.length, attributes })] as const;
    }),
  );
  const samples = sampled === undefined ? [] : [sampled.times, ...values.values()];
  const all = () => (spikes === undefined ? samples : [spikes.times, spikes.neurons, ...samples]);
  return {
    spikes(chunk) {
      if (!hasSpikes) return;
      spikes ??= newSpikes();
      timesOfSpikes(chunk, dt, spikes.times.room(chunk.steps.length));
      spikes.neurons.room(chunk.neurons.length).set(chunk.neurons);
    },
    samples(chunk) {
      const rows = values.get(chunk.variable);
      if (rows === undefined || sampled === undefined) return;
      valuesInUnit(chunk.values, units.get(chunk.variable) ?? "1", rows.room(chunk.values.length));
      if (chunk.variable !== first) return;
      timesOfSteps(chunk.steps, dt, sampled.times.room(chunk.steps.length));
    },
    oldSpikes(times, indices) {
      if (!hasSpikes) return;
      spikes ??= newSpikes();
      spikes.times.room(times.length).set(times);
      spikes.neurons.room(indices.length).set(indices);
    },
    oldSamples(variable, times, rows) {
      values.get(variable)?.room(rows.length).set(rows);
      if (variable === first) sampled?.times.room(times.length).set(times);
    },
    bytes: () => all().reduce((sum, rows) => sum + rows.bytes, 0),
    write() {
      for (const rows of all()) rows.write();
    },
    nodes(isLast) {
      const nodeOf = (rows: PendingRows<Float64Array> | PendingRows<Uint32Array>): DatasetNode =>
        isLast ? rows.lastNode() : rows.node();
      const spikesOf = ({ times, neurons: of }: SpikeRows) => {
        return { times: nodeOf(times), neurons: nodeOf(of) };
      };
      const times = sampled === undefined ? undefined : nodeOf(sampled.times);
      return {
        population,
        size,
        spikes: hasSpikes ? spikesOf(spikes ?? newSpikes()) : undefined,
        samples: new Map(
          sampled === undefined || times === undefined
            ? []
            : [...values].map(([name, rows]) => [
                name,
                { times, neurons: sampled.neurons, values: nodeOf(rows) },
              ]),
        ),
      };
    },
  };
}
