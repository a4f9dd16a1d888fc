import type { ByteSource, Loss } from "@spikeloom/kernel";
import type { RecordedSpikes, Result } from "@spikeloom/simulate";
import {
  checkRecordedSteps,
  populationName,
  type RecordedData,
  type RecordedTraces,
  recordedResult,
} from "../../formats/recorded-result.ts";
import { isUnitText } from "../../formats/unit-text.ts";
import { type LossList, lossList } from "../losses.ts";
import { type Column, type ColumnFile, refuse } from "./hdf5-columns.ts";
import { readSpikes, type SpikeList } from "./spikes.ts";

/** Default step in ms for files with spikes only: NEST's. */
const usualStep = 0.1;
/** Node ids are neuron indices. */
const mostNodes = 2 ** 24;

/** Read a file of spikes or of a report as a result. */
export async function readRecorded(
  source: ByteSource,
  file: ColumnFile,
): Promise<{ readonly result: Result; readonly losses: readonly Loss[] }> {
  const losses = lossList();
  const taken = new Set<string>();
  const named = (text: string): string => {
    const name = populationName(text, taken);
    taken.add(name);
    return name;
  };
  const reports = file.names("report").map((name) => readReport(file, name, { named, losses }));
  const dt = Math.min(...reports.map(({ step }) => step));
  const step = Number.isFinite(dt) ? dt : usualStep;
  if (reports.length === 0) {
    losses.add("setting", "spikes", `The file states no step; ${usualStep} ms is assumed.`);
  }
  const spikes = file.names("spikes").length > 0 ? await spikesOf(source, step, named) : [];
  const samples = reports.flatMap(({ traces }) => traces);
  const times = [...samples, ...spikes.map((one) => one.spikes)].map((one) => one.times);
  checkRecordedSteps(times, step, source.name);
  const result = recordedResult({ format: "SONATA", dt: step, spikes, samples });
  return { result, losses: losses.losses };
}

async function spikesOf(
  source: ByteSource,
  dt: number,
  named: (text: string) => string,
): Promise<RecordedData["spikes"]> {
  const all = await readSpikes(source, false);
  return [...all].map(([name = "spikes", list]) => {
    const spikes = inOrder(list, dt, `${source.name}: /spikes`);
    const size = spikes.neurons.reduce((most, node) => Math.max(most, node + 1), 0);
    return { name: named(name), size, spikes };
  });
}

/** Sort spikes by time, then by node; files may be sorted by node or not at all. */
function inOrder({ times, nodes }: SpikeList, dt: number, place: string): RecordedSpikes {
  const order = Uint32Array.from(times, (_, k) => k).sort(
    (a, b) =>
      (times[a] as number) - (times[b] as number) || (nodes[a] as number) - (nodes[b] as number),
  );
  const sorted = Float64Array.from(order, (k) => times[k] as number);
  const neurons = Uint32Array.from(order, (k) => {
    const node = nodes[k] as number;
    if (Number.isInteger(node) && node >= 0 && node < mostNodes) return node;
    throw refuse(place, `node ids below ${mostNodes}`, String(node));
  });
  return {
    times: sorted,
    neurons,
    steps: Int32Array.from(sorted, (time) => Math.round(time / dt)),
  };
}

interface Report {
  readonly step: number;
  /** Undefined if it has no rows. */
  readonly traces: readonly RecordedTraces[];
}

interface Naming {
  readonly named: (text: string) => string;
  readonly losses: LossList;
}

/** Regular samples, excluding the end time: one row per time, one column per element. */
function readReport(file: ColumnFile, name: string, { named, losses }: Naming): Report {
  const path = `report/${name}`;
  const column = (inside: string): Column => {
    const found = file.column(`${path}/${inside}`);
    if (found !== undefined) return found;
    throw refuse(`${file.name}: /${path}/${inside}`, "a list", "nothing");
  };
  const [data, time] = [column("data"), column("mapping/time")];
  const [start = Number.NaN, , step = Number.NaN] = time.values();
  if (!(Number.isFinite(start) && step > 0 && Number.isFinite(step))) {
    throw refuse(time.place, "a start, an end and a step in ms", `${start} and ${step}`);
  }
  const ids = column("mapping/node_ids").values();
  if (ids.length !== data.width || ids.some((id, k) => id !== k)) {
    const message = `Its ${data.width} columns are renumbered from 0; they belong to ${ids.length} nodes.`;
    losses.add("name", `${path}/mapping/node_ids`, message);
  }
  if (data.length === 0 || data.width === 0) return { step, traces: [] };
  const stated = data.attribute("units");
  const isUnit = typeof stated === "string" && isUnitText(stated);
  if (!isUnit) {
    const message = `Its unit ${String(stated ?? "")} is unknown; numbers are unchanged.`;
    losses.add("report", `${path}/data`, message);
  }
  // A file can declare any number of rows without storing them, so the memory is checked before allocation.
  file.hold(8 * data.length, data.path);
  const values = data.values();
  const times = Float64Array.from({ length: data.length }, (_, k) => start + k * step);
  const shared = { times, columns: data.width, values };
  return {
    step,
    traces: [{ name: named(name), variable: "data", unit: isUnit ? stated : "1", ...shared }],
  };
}
