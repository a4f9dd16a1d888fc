import type { RecordedSamples, Recording, Result } from "@spikeloom/simulate";
import type { Hdf5File } from "../../hdf5/write/hdf5-file.ts";
import type { GroupNode } from "../../hdf5/write/tree.ts";
import { type LossList, lossList } from "../losses.ts";
import { groupOf, listOf, sonataFile, wide } from "./hdf5-tree.ts";
import { type SpikeColumns, spikesFile } from "./write-nodes.ts";
import type { WrittenSonata } from "./write-sonata.ts";

/** Write the spikes of a result, and a report of each recorded variable. */
export function writeReports(result: Result): WrittenSonata {
  const list = lossList();
  const files = new Map<string, Uint8Array>();
  const spikes = spikesOf(result.recordings);
  if (spikes.length > 0) files.set("spikes.h5", spikesFile(spikes));
  for (const recording of result.recordings) {
    for (const [variable, samples] of recording.samples) {
      const stem = `${recording.population}_${variable}`.replace(/\W+/g, "_");
      let name = `${stem}.h5`;
      for (let number = 2; files.has(name); number++) name = `${stem}_${number}.h5`;
      files.set(name, reportFile(recording.population, samples, result.dt));
    }
  }
  loseOthers(result, list);
  return { files, losses: list.losses };
}

function loseOthers({ recordings, synapseRecordings }: Result, losses: LossList): void {
  const message = "Reports do not store the network, the seed and other metadata of a result.";
  losses.add("beside", "the result", message);
  if (recordings.some(({ samples }) => samples.size > 0)) {
    losses.add("precision", "samples", "Reports store numbers in single precision.");
  }
  if (synapseRecordings.length === 0) return;
  losses.add("report", "synapses", "Reports do not store values of synapses.");
}

/** A time and neuron, and the number of spikes there in the recorder that has most of them. */
interface CountedSpike {
  readonly time: number;
  readonly node: number;
  count: number;
}

/** Spikes by population, sorted by time; those of two recorders are stored once, repeated spikes of a source as often. */
function spikesOf(recordings: readonly Recording[]): readonly SpikeColumns[] {
  const all = new Map<string, Map<string, CountedSpike>>();
  for (const { population, spikes } of recordings) {
    if (spikes === undefined) continue;
    const known = all.get(population) ?? new Map<string, CountedSpike>();
    all.set(population, known);
    const counts = new Map<string, number>();
    for (const [k, time] of spikes.times.entries()) {
      const node = spikes.neurons[k] as number;
      const key = `${time} ${node}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      const one = known.get(key);
      if (one === undefined) known.set(key, { time, node, count });
      else one.count = Math.max(one.count, count);
    }
  }
  return [...all].map(([name, known]) => {
    const rows = [...known.values()].sort((a, b) => a.time - b.time || a.node - b.node);
    const repeated = rows.flatMap((row) => Array.from({ length: row.count }, () => row));
    const stamps = Float64Array.from(repeated, ({ time }) => time);
    return { name, stamps, nodes: Uint32Array.from(repeated, ({ node }) => node) };
  });
}

/** Samples of one variable: one row per time, one column per neuron. */
function reportFile(
  population: string,
  { unit, times, neurons, values }: RecordedSamples,
  dt: number,
): Uint8Array {
  return reportsFile([{ population, unit, times, nodes: neurons, values }], dt);
}

/** Samples of the nodes of one population. */
export interface ReportRows {
  readonly population: string;
  readonly unit: string;
  /** ms. */
  readonly times: ArrayLike<number>;
  /** Node ids of the columns. */
  readonly nodes: ArrayLike<number>;
  /** One row per time. */
  readonly values: ArrayLike<number>;
}

/** Write a report of one variable, with one group per population; `dt` is the step of a single row. */
export function reportsFile(reports: readonly ReportRows[], dt: number): Uint8Array {
  return sonataFile((file) => {
    const groups = reports.map((report) => [report.population, reportGroup(file, report, dt)]);
    return { report: groupOf(Object.fromEntries(groups)) };
  });
}

function reportGroup(
  file: Hdf5File,
  { unit, times, nodes, values }: ReportRows,
  dt: number,
): GroupNode {
  const { length: rows } = times;
  const { length: count } = nodes;
  const [first = 0, second = first + dt] = [times[0], times[1]];
  const step = second - first;
  // The time after the last sample is the end, which is not part of the report.
  const ends = Float64Array.of(first, (times[rows - 1] ?? first) + step, step);
  const pointers = listOf(file, wide(Uint32Array.from({ length: count + 1 }, (_, k) => k)));
  const ids = Array.from(nodes);
  const sorted = ids.every((id, k) => k === 0 || id > (ids[k - 1] as number));
  const mapping = groupOf({
    node_ids: listOf(file, wide(nodes), {
      attributes: { sorted: { values: Int8Array.of(sorted ? 1 : 0), isOne: true } },
    }),
    // Tools differ in which of the two names they read.
    index_pointer: pointers,
    index_pointers: pointers,
    element_ids: listOf(file, new Uint32Array(count)),
    element_pos: listOf(file, new Float32Array(count)),
    time: listOf(file, ends, { attributes: { units: "ms" } }),
  });
  // libsonata accepts only single precision.
  const data = listOf(file, Float32Array.from(values), {
    columns: count,
    attributes: { units: unit },
  });
  return groupOf({ data, mapping });
}
