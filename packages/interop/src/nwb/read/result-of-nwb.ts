import type { Loss } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import {
  checkRecordedSteps,
  populationName,
  type RecordedData,
  type RecordedTraces,
  recordedResult,
} from "../../formats/recorded-result.ts";
import type { NwbFile, NwbSeries, NwbTable } from "../nwb-file.ts";
import { spikeTimesOf } from "./own-result.ts";
import { timesOfSeries } from "./series.ts";
import { spikesByTime } from "./units-by-time.ts";

/** Our names of units that NWB spells out. */
const units: Readonly<Record<string, string>> = {
  volts: "V",
  volt: "V",
  V: "V",
  amperes: "A",
  ampere: "A",
  A: "A",
  siemens: "S",
  seconds: "s",
  hertz: "Hz",
  farads: "F",
  ohms: "ohm",
  mV: "mV",
  nA: "nA",
  pA: "pA",
};

/** Default step in ms for files that state none. */
const defaultStep = 0.1;

/** Create a result from another program's file: units and series; everything else is reported as lost. */
export function resultOfNwb(
  file: NwbFile,
  name: string,
): { readonly result: Result; readonly losses: readonly Loss[] } {
  const losses: Loss[] = [];
  const taken = new Set<string>();
  const named = (text: string): string => {
    const found = populationName(text, taken);
    taken.add(found);
    return found;
  };
  const series = file.series.flatMap((one) => tracesOf(one, { name, named, losses }));
  const tables = file.tables.filter(({ type }) => type === "Units");
  const trains = tables.map((table) => spikeTimesOf(table, name));
  const spiked = trains.flat().filter(({ length }) => length > 0);
  const ends = spiked.map((times) =>
    Float64Array.of(1000 * (times.at(0) as number), 1000 * (times.at(-1) as number)),
  );
  const dt = stepOf(file, losses);
  checkRecordedSteps([...series.map(({ times }) => times), ...ends], dt, name);
  const spikes = tables.map(({ path }, k): RecordedData["spikes"][number] => {
    const all = (trains[k] ?? []).map((times, neuron) => ({ neuron, times }));
    return { name: named(lastName(path)), size: all.length, spikes: spikesByTime(all, dt) };
  });
  for (const { path, type } of [...file.tables, ...file.images, ...file.objects]) {
    if (type === "Units") continue;
    losses.push({ code: "unread", place: path, message: `A result cannot store ${type}.` });
  }
  const format = `NWB ${file.version}`;
  const about = file.description === "" ? {} : { name: file.description };
  return { result: recordedResult({ format, ...about, dt, spikes, samples: series }), losses };
}

interface Naming {
  readonly name: string;
  readonly named: (text: string) => string;
  readonly losses: Loss[];
}

function tracesOf(series: NwbSeries, { name, named, losses }: Naming): readonly RecordedTraces[] {
  const { path, data, type, conversion, offset } = series;
  if (data?.kind !== "numbers" || data.shape.length > 2 || series.timing.kind === "none") {
    const message = `A result can store ${type} only if its data are numbers of neurons over time.`;
    losses.push({ code: "unread", place: path, message });
    return [];
  }
  const unit = units[series.unit];
  if (unit === undefined && series.unit !== "1") {
    const message = `Its unit ${JSON.stringify(series.unit)} is unknown; numbers are unchanged.`;
    losses.push({ code: "unit", place: path, message });
  }
  const [rows = 0, columns = 1] = data.shape;
  const stored: Iterable<number | bigint> = data.values;
  const values = Float64Array.from(stored, (value) => Number(value) * conversion + offset);
  const times = timesOfSeries(series, name).map((time) => time * 1000);
  if (rows === 0) return [];
  return [
    { name: named(lastName(path)), variable: "data", unit: unit ?? "1", times, columns, values },
  ];
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Resolution of spike times, or shortest sampling interval, in ms. */
function stepOf({ tables, series }: NwbFile, losses: Loss[]): number {
  const resolutions = tables.map((table) => resolutionOf(table));
  const intervals = series.map(({ timing }) => (timing.kind === "rate" ? 1 / timing.rate : 0));
  const stated = [...resolutions, ...intervals].filter((one) => one > 0 && Number.isFinite(one));
  if (stated.length > 0) return 1000 * stated.reduce((least, one) => Math.min(least, one));
  const message = `It does not state the resolution of its times; a step of ${defaultStep} ms is assumed.`;
  losses.push({ code: "step", place: "/", message });
  return defaultStep;
}

function resolutionOf({ columns }: NwbTable): number {
  const resolution = columns.get("spike_times")?.fields.get("resolution");
  return typeof resolution === "number" ? resolution : 0;
}
