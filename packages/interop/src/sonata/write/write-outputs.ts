import type { FormatFile } from "@spikeloom/kernel";
import type { RecordedSamples, Recording, Result } from "@spikeloom/simulate";
import { fromInternal, parseUnit, toInternal } from "@spikeloom/units";
import type {
  OutputPopulation,
  OutputReport,
  ReportedPopulation,
  SonataOutputs,
  SpikeOrder,
} from "../read/read-outputs.ts";
import { type SpikeColumns, spikesFile } from "./write-nodes.ts";
import { type ReportRows, reportsFile } from "./write-result.ts";

/** Write the files that a SONATA simulation requests, from its result. */
export function* sonataFiles(result: Result, outputs: SonataOutputs): Generator<FormatFile> {
  const { spikes, spikesTable, order, populations, reports } = outputs;
  if (spikes !== undefined || spikesTable !== undefined) {
    const columns = populations.map((one) => spikesOf(result, one, order));
    if (spikes !== undefined) yield { name: spikes, pieces: [spikesFile(columns)] };
    if (spikesTable !== undefined) yield { name: spikesTable, pieces: spikeLines(columns) };
  }
  for (const report of reports) {
    const rows = report.populations.flatMap((one) => reportRows(result, one, report) ?? []);
    if (rows.length > 0) yield { name: report.path, pieces: [reportsFile(rows, result.dt)] };
  }
}

/** Spikes of a population of nodes, whose neurons may be in several populations of the network. */
function spikesOf(
  { recordings }: Result,
  { name, parts }: OutputPopulation,
  order: SpikeOrder,
): SpikeColumns {
  const found = parts.flatMap((part) => {
    const spikes = mostOf(recordings, part.name)?.spikes;
    return spikes === undefined ? [] : [{ ids: part.ids, ...spikes }];
  });
  const count = found.reduce((sum, { times }) => sum + times.length, 0);
  const [times, nodes] = [new Float64Array(count), new Float64Array(count)];
  let at = 0;
  for (const { ids, times: own, neurons } of found) {
    for (let k = 0; k < own.length; k++, at++) {
      times[at] = own[k] as number;
      nodes[at] = ids[neurons[k] as number] as number;
    }
  }
  const [first, second] = order === "by_id" ? [nodes, times] : [times, nodes];
  const rows = Uint32Array.from(times, (_, k) => k).sort((a, b) => {
    const difference = (first[a] as number) - (first[b] as number);
    return difference === 0 ? (second[a] as number) - (second[b] as number) : difference;
  });
  return {
    name,
    stamps: Float64Array.from(rows, (row) => times[row] as number),
    nodes: Float64Array.from(rows, (row) => nodes[row] as number),
  };
}

/** The recording with the spikes of the largest number of neurons of a population. */
function mostOf(recordings: readonly Recording[], population: string): Recording | undefined {
  const own = recordings.filter((one) => one.population === population && one.spikes !== undefined);
  return own.reduce<Recording | undefined>(
    (most, one) => (one.neurons.length > (most?.neurons.length ?? -1) ? one : most),
    undefined,
  );
}

const linesAPiece = 10_000;

/** Columns as BMTK names them in tables. */
function* spikeLines(populations: readonly SpikeColumns[]): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode("timestamps population node_ids\n");
  for (const { name, stamps, nodes } of populations) {
    for (let from = 0; from < stamps.length; from += linesAPiece) {
      const lines = Array.from(
        stamps.subarray(from, from + linesAPiece),
        (time, k) => `${time} ${name} ${nodes[from + k]}\n`,
      );
      yield encoder.encode(lines.join(""));
    }
  }
}

interface SampledNode {
  readonly id: number;
  readonly samples: RecordedSamples;
  readonly column: number;
  readonly factor: number;
}

/** Samples of the nodes of a population, by ascending id; undefined if none was recorded. */
function reportRows(
  { recordings, dt }: Result,
  { name, parts }: ReportedPopulation,
  { every = dt, from }: Pick<OutputReport, "every" | "from">,
): ReportRows | undefined {
  // Two reports of one variable differ in their times.
  const misfit = ({ times: [first = from, second = first + every] }: RecordedSamples): number =>
    Math.abs(second - first - every) + Math.abs(first - from);
  const nodes = parts.flatMap(({ name: part, ids, neurons, variable, unit }) => {
    const wanted = new Set(neurons);
    const samples = recordings
      .filter(({ population }) => population === part)
      .flatMap((recording) => recording.samples.get(variable) ?? [])
      .filter((one) => holdsAll(one, neurons))
      .reduce<RecordedSamples | undefined>((best, one) => {
        const isBetter = best === undefined || misfit(one) < misfit(best);
        return isBetter ? one : best;
      }, undefined);
    if (samples === undefined) return [];
    const factor = factorOf(samples.unit, unit);
    return Array.from(samples.neurons).flatMap((neuron, column): SampledNode[] =>
      wanted.has(neuron) ? [{ id: ids[neuron] as number, samples, column, factor }] : [],
    );
  });
  const times = nodes[0]?.samples.times;
  const [unit] = parts.map((part) => part.unit);
  if (times === undefined || unit === undefined) return undefined;
  nodes.sort((a, b) => a.id - b.id);
  const values = new Float32Array(times.length * nodes.length);
  for (const [k, { samples, column, factor }] of nodes.entries()) {
    const width = samples.neurons.length;
    for (let row = 0; row < times.length; row++) {
      values[row * nodes.length + k] = (samples.values[row * width + column] as number) * factor;
    }
  }
  return { population: name, unit, times, nodes: nodes.map(({ id }) => id), values };
}

function holdsAll({ neurons }: RecordedSamples, wanted: readonly number[]): boolean {
  const own = new Set(neurons);
  return wanted.every((neuron) => own.has(neuron));
}

/** Factor that converts a number from one unit to another. */
function factorOf(from: string, to: string): number {
  if (from === to) return 1;
  const unit = parseUnit(from);
  return fromInternal(toInternal({ value: 1, unit }), unit.dimension, to).value;
}
