import type { FormatFile } from "@spikeloom/kernel";
import type { Recording, Result, SynapseRecording } from "@spikeloom/simulate";
import { csvPieces } from "./csv-pieces.ts";

type Row = readonly (string | number)[];

/** List the tables of a result: spikes, and recorded samples and synapses. */
export function resultTables(
  result: Pick<Result, "recordings" | "synapseRecordings">,
): readonly FormatFile[] {
  const { recordings, synapseRecordings } = result;
  const tables: readonly (readonly [
    name: string,
    head: Row,
    rows: Iterable<Row>,
    isKept: boolean,
  ])[] = [
    ["spikes.csv", ["time_ms", "population", "neuron"], spikeRows(recordings), true],
    [
      "samples.csv",
      ["time_ms", "population", "neuron", "variable", "value", "unit"],
      sampleRows(recordings),
      recordings.some(({ samples }) => samples.size > 0),
    ],
    [
      "synapses.csv",
      ["time_ms", "projection", "source", "target", "delay_ms", "variable", "value", "unit"],
      synapseRows(synapseRecordings),
      synapseRecordings.length > 0,
    ],
  ];
  return tables
    .filter(([, , , isKept]) => isKept)
    .map(([name, head, rows]) => ({ name, pieces: csvPieces(head, rows) }));
}

function* spikeRows(recordings: readonly Recording[]): Iterable<Row> {
  for (const { population, spikes } of recordings) {
    for (const [k, time] of (spikes?.times ?? []).entries()) {
      yield [time, population, spikes?.neurons[k] as number];
    }
  }
}

function* sampleRows(recordings: readonly Recording[]): Iterable<Row> {
  for (const { population, samples } of recordings) {
    for (const [variable, { unit, times, neurons, values }] of samples) {
      for (const [row, time] of times.entries()) {
        for (const [column, neuron] of neurons.entries()) {
          const value = values[row * neurons.length + column] as number;
          yield [time, population, neuron, variable, value, unit];
        }
      }
    }
  }
}

function* synapseRows(recordings: readonly SynapseRecording[]): Iterable<Row> {
  for (const { projection, sets } of recordings) {
    for (const { sources, targets, delays, snapshots } of sets) {
      for (const [variable, { unit, times, values }] of snapshots) {
        for (const [row, time] of times.entries()) {
          for (const [k, source] of sources.entries()) {
            const value = values[row * sources.length + k] as number;
            const ends = [source, targets[k] as number, delays[k] as number] as const;
            yield [time, projection, ...ends, variable, value, unit];
          }
        }
      }
    }
  }
}
