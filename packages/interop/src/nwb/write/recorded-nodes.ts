import type { Loss } from "@spikeloom/kernel";
import type { SynapseRecording, SynapseSet } from "@spikeloom/simulate";
import { recorderNames, synapseRecorderNames } from "../../hdf5/layout.ts";
import type { RecorderNodes, SampleNodes, SetNodes, SynapseNodes } from "../../hdf5/result-tree.ts";
import type { PlannedFile } from "../../hdf5/write/planned-file.ts";
import type { DatasetNode, GroupNode } from "../../hdf5/write/tree.ts";
import type { Clamps } from "./clamps.ts";
import { type RecordingRows, type ResultRows, sampleRows } from "./result-rows.ts";
import { type NamedSamples, sampledNode } from "./sampled-nodes.ts";
import { dynamicTable, numbersColumn, type TableColumn } from "./typed-nodes.ts";

/** Recorded data in NWB and in SpikeLoom's own group, with the same numbers. */
export interface RecordedNodes {
  /** By name. */
  readonly acquisition: ReadonlyMap<string, GroupNode>;
  readonly recorders: readonly RecorderNodes[];
  readonly synapses: readonly SynapseNodes[];
  readonly losses: readonly Loss[];
}

interface Placing {
  readonly file: PlannedFile;
  readonly acquisition: Map<string, GroupNode>;
  readonly losses: Loss[];
  readonly clamps: Clamps;
}

/** Plan samples of neurons and synapses, each under a unique name; spikes become units. */
export function recordedNodes(
  file: PlannedFile,
  result: ResultRows,
  clamps: Clamps,
): RecordedNodes {
  const placing: Placing = { file, acquisition: new Map(), losses: [], clamps };
  const names = recorderNames(result.network);
  const recorders = result.recordings.map((one, k) =>
    placeRecording(placing, one, names[k]?.state ?? ""),
  );
  const synapseNames = synapseRecorderNames(result.network);
  const synapses = result.synapseRecordings.map((one, k) =>
    placeSynapses(placing, one, synapseNames[k] ?? ""),
  );
  const { acquisition, losses } = placing;
  return { acquisition, recorders, synapses, losses };
}

function placeRecording(placing: Placing, recording: RecordingRows, name: string): RecorderNodes {
  const { population, size, neurons: recorded, samples } = recording;
  const { file } = placing;
  const of = `neurons ${rangesText(recorded)} of population ${population}`;
  const neurons = file.numbers(recorded, { type: "uint32" });
  const nodes = [...samples].map(([variable, rows]) => {
    const own = `${name}_${variable}`;
    const { isTable, ...found } = placeSamples(placing, own, {
      variable,
      samples: rows,
      of,
      clamp: placing.clamps.find(recording, variable),
    });
    const message =
      "It has more columns than times, which NWB does not allow in a time series; it is a table with one row per time.";
    if (isTable) placing.losses.push({ code: "wide", place: own, message });
    return [variable, { ...found, neurons }] as const;
  });
  return { population, size, spikes: undefined, samples: new Map(nodes) };
}

function placeSamples(
  placing: Placing,
  wanted: string,
  named: NamedSamples,
): SampleNodes & { readonly isTable: boolean } {
  const { node, values, isTable } = sampledNode(placing.file, named);
  if (node !== undefined) place(placing, wanted, node);
  const times = placing.file.numbers(named.samples.times, milliseconds);
  return { times, values, unit: named.samples.unit, isTable };
}

const milliseconds = { type: "float64", attributes: new Map([["unit", "ms"]]) } as const;

function placeSynapses(
  placing: Placing,
  { projection, from, to, sets }: SynapseRecording,
  name: string,
): SynapseNodes {
  const message =
    "NWB has no type for synapses; one table has their sources, targets and delays, others their values.";
  placing.losses.push({ code: "synapses", place: `synapses.${projection}`, message });
  const placed = sets.map((set, k) =>
    placeSet(placing, set, sets.length === 1 ? name : `${name}_${k}`),
  );
  return { projection, from, to, sets: placed };
}

function placeSet(placing: Placing, set: SynapseSet, name: string): SetNodes {
  const { since, sources, targets, delays } = set;
  const { file } = placing;
  const nodes: Partial<Record<string, DatasetNode>> = {};
  const keep = (column: string, made: TableColumn): TableColumn => ({
    ...made,
    make(attributes) {
      const node = made.make(attributes);
      nodes[column] = node;
      return node;
    },
  });
  const about = {
    description: "A set of synapses that did not change during a period.",
    rows: sources.length,
  };
  const table = dynamicTable(file, about, {
    source: keep("sources", numbersColumn(file, "index of the presynaptic neuron", sources)),
    target: keep("targets", numbersColumn(file, "index of the postsynaptic neuron", targets)),
    delay_ms: keep("delays", numbersColumn(file, "delay in ms", delays)),
  });
  if (sources.length > 0) place(placing, name, table);
  const of = `the synapses of the table ${name}, in the same order`;
  const snapshots = [...set.snapshots].map(([variable, { unit, times, values }]) => {
    const samples = sampleRows({ unit, times, values, columns: sources.length });
    const { isTable: _, ...found } = placeSamples(placing, `${name}_${variable}`, {
      variable,
      samples,
      of,
    });
    return [variable, found] as const;
  });
  const ends = nodes as Record<"sources" | "targets" | "delays", DatasetNode>;
  return { since, ...ends, snapshots: new Map(snapshots) };
}

/** Store an object under a unique name; validators refuse names with slashes. */
function place({ acquisition }: Placing, wanted: string, node: GroupNode): void {
  const plain = wanted.replaceAll(/[\\/:]/g, "|");
  let name = plain;
  for (let number = 2; acquisition.has(name); number++) name = `${plain}_${number}`;
  acquisition.set(name, node);
}

/** Format indices as `0-9, 12`. */
function rangesText(neurons: Uint32Array): string {
  const ranges: string[] = [];
  for (let from = 0; from < neurons.length; ) {
    let last = from;
    while (neurons[last + 1] === (neurons[last] as number) + 1) last++;
    const first = neurons[from] as number;
    ranges.push(last === from ? String(first) : `${first}-${neurons[last]}`);
    from = last + 1;
  }
  return ranges.join(", ");
}
