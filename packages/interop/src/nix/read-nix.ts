import type { Loss } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import {
  checkRecordedSteps,
  populationName,
  type RecordedTraces,
  recordedResult,
} from "../formats/recorded-result.ts";
import { isUnitText } from "../formats/unit-text.ts";
import { type OpenTree, openTree } from "../hdf5/open-tree.ts";
import type { RandomBytes } from "../hdf5/read/random-bytes.ts";
import { NWB_READ, NWB_SHAPE } from "../nwb/errors.ts";
import { spikesByTime } from "../nwb/read/units-by-time.ts";
import { readSegments, type Segment, type Signal, type Train } from "./segments.ts";

/** Default step in ms for files without samples. */
const defaultStep = 0.1;

/** Read the spike trains and signals that Neo wrote; everything else is reported as lost. */
export function readNix(
  bytes: RandomBytes,
  name: string,
): { readonly result: Result; readonly losses: readonly Loss[] } {
  const tree = openTree(bytes, name, {
    read: (reason) => NWB_READ({ path: name, reason }),
    shape: (at, expected, got) => NWB_SHAPE({ path: name, inside: at, expected, got }),
  });
  checkFormat(tree, name);
  const losses: Loss[] = [];
  const segments = readSegments(tree, name, losses);
  const taken = new Set<string>();
  const named = (text: string): string => {
    const found = populationName(text, taken);
    taken.add(found);
    return found;
  };
  const isOne = segments.length === 1;
  const label = ({ title }: Segment, own: string): string => named(isOne ? own : `${title} ${own}`);
  const samples = segments.flatMap((segment) =>
    segment.signals.flatMap((signal) => tracesOf(signal, label(segment, signal.title), losses)),
  );
  const dt = stepOf(samples, losses);
  const groups = segments.flatMap((segment) =>
    [...populationsOf(segment.trains)].map(([population, trains]) => {
      return { name: label(segment, population), trains };
    }),
  );
  const times = [...samples.map((one) => one.times), ...groups.flatMap(lastTimes)];
  checkRecordedSteps(times, dt, name);
  const spikes = groups.map(({ name: own, trains }) => {
    const size = trains.reduce((most, { neuron }) => Math.max(most, neuron + 1), 0);
    const all = trains.map(({ neuron, times: at }) => ({ neuron, times: at }));
    return { name: own, size, spikes: spikesByTime(all, dt) };
  });
  const version = tree.attribute("/", "version");
  const format = `NIX ${Array.isArray(version) ? version.join(".") : ""}`;
  return { result: recordedResult({ format, dt, spikes, samples }), losses };
}

function checkFormat(tree: OpenTree, name: string): void {
  const got = tree.attribute("/", "format");
  if (got === "nix") return;
  throw NWB_SHAPE({ path: name, inside: "/@format", expected: "nix", got: String(got ?? "none") });
}

/** Trains by the population that they name; neurons keep their indices if these are unique. */
function populationsOf(trains: readonly Train[]): ReadonlyMap<string, readonly Train[]> {
  const groups = new Map<string, Train[]>();
  for (const train of trains) {
    const found = groups.get(train.population) ?? [];
    groups.set(train.population, found);
    found.push(train);
  }
  // Neo's objects are unordered.
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    sorted.map(([population, all]) => {
      const indices = new Set(all.map(({ neuron }) => neuron));
      const areOwn = indices.size === all.length && all.every(({ neuron }) => isIndex(neuron));
      return [population, areOwn ? all : all.map((one, k) => ({ ...one, neuron: k }))] as const;
    }),
  );
}

const mostNeurons = 2 ** 24;

function isIndex(neuron: number): boolean {
  return Number.isInteger(neuron) && neuron >= 0 && neuron < mostNeurons;
}

function lastTimes({ trains }: { readonly trains: readonly Train[] }): readonly Float64Array[] {
  return trains.map(({ times }) =>
    Float64Array.of(1000 * (times.at(0) ?? 0), 1000 * (times.at(-1) ?? 0)),
  );
}

function tracesOf(signal: Signal, name: string, losses: Loss[]): readonly RecordedTraces[] {
  const { times, columns, values, unit } = signal;
  if (times.length === 0) return [];
  const isKnown = isUnitText(unit);
  if (!isKnown) {
    const message = `Its unit ${JSON.stringify(unit)} is unknown; numbers are unchanged.`;
    losses.push({ code: "unit", place: signal.path, message });
  }
  return [{ name, variable: "signal", unit: isKnown ? unit : "1", times, columns, values }];
}

/** Shortest sampling interval, in ms. */
function stepOf(samples: readonly RecordedTraces[], losses: Loss[]): number {
  const intervals = samples.flatMap(({ times }) =>
    // Without the rounding errors of differences.
    times.length > 1 ? [Number(((times[1] as number) - (times[0] as number)).toPrecision(12))] : [],
  );
  const stated = intervals.filter((one) => one > 0 && Number.isFinite(one));
  if (stated.length > 0) return stated.reduce((least, one) => Math.min(least, one));
  const message = `It has no sampled signal; a step of ${defaultStep} ms is assumed.`;
  losses.push({ code: "step", place: "/", message });
  return defaultStep;
}
