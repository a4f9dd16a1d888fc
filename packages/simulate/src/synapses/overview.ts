import type { SynapseEnds } from "@spikeloom/kernel";
import { valuesInUnit } from "../recorded-unit.ts";
import type { Result } from "../result.ts";
import { timesOfSteps } from "../run-length.ts";
import type { RunSink, StartedRun } from "../run-sink.ts";
import { sameEnds } from "./snapshots.ts";
import type { SynapseRecording } from "./synapse-recordings.ts";

/** A synapse variable at one time, in the form used by plots. */
export interface RecordedWeightSeries {
  /** `weight of E->I`. */
  readonly label: string;
  readonly unit: string;
  /** `at 10 s`. */
  readonly when: string;
  readonly values: Float64Array;
  /** Indices within the populations. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly from: { readonly label: string; readonly size: number };
  readonly to: { readonly label: string; readonly size: number };
}

/** Time course of a synapse variable, in the form used by plots. */
export interface RecordedWeightCourse {
  readonly label: string;
  readonly unit: string;
  /** In ms. */
  readonly times: Float64Array;
  readonly mean: Float64Array;
  /** 5th and 95th percentile over the synapses: `low` and `high`. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Individual synapses, evenly spaced among all; none if synapses are created or deleted. */
  readonly traces: readonly Float64Array[];
  /** Synapses at the end. */
  readonly count: number;
}

/** A sink that reduces snapshots to the data that plots show, using little memory. */
export interface WeightOverview extends RunSink {
  /** The first and the last snapshot of each variable. */
  series(): readonly RecordedWeightSeries[];
  courses(): readonly RecordedWeightCourse[];
}

type Ends = Pick<SynapseEnds, "sources" | "targets">;

interface Snapshot {
  readonly time: number;
  readonly ends: Ends;
  readonly values: Float64Array;
}

interface Variable {
  readonly name: string;
  readonly unit: string;
  first: Snapshot | undefined;
  last: Snapshot | undefined;
  readonly times: number[];
  readonly mean: number[];
  readonly low: number[];
  readonly high: number[];
  readonly chosen: number[][];
  isOneSet: boolean;
}

type Head = Pick<SynapseRecording, "projection" | "from" | "to">;

interface Recorder {
  readonly head: Head;
  ends: Ends;
  readonly variables: Map<string, Variable>;
}

const mostTraces = 20;
const mostSorted = 100_000;
const share = 0.05;

/** Create a sink that stores an overview of a run's weights. */
export function weightOverview(): WeightOverview {
  let run: StartedRun | undefined;
  const recorders: Recorder[] = [];
  return {
    start(started) {
      run = started;
      recorders.length = 0;
      for (const plan of started.synapseRecorders) recorders.push(newRecorder(plan, plan.units));
    },
    spikes() {},
    samples() {},
    synapses({ recorder, sources, targets }) {
      const found = recorders[recorder];
      if (found === undefined) return;
      const delays = new Int32Array(0);
      // They are sent again after a checkpoint.
      if (sameEnds({ ...found.ends, delays }, { sources, targets, delays })) return;
      found.ends = { sources, targets };
    },
    snapshot({ recorder, variable, step, values }) {
      const found = recorders[recorder];
      if (found === undefined || run === undefined) return;
      const [time = 0] = timesOfSteps(Int32Array.of(step), run.outcome().dt);
      const unit = found.variables.get(variable)?.unit ?? "1";
      addSnapshot(found, variable, { time, values: valuesInUnit(values, unit) });
    },
    series: () => (run === undefined ? [] : seriesOf(recorders, run.outcome())),
    courses: () => recorders.flatMap(coursesOf),
  };
}

/** List the first and the last snapshot of synapses, for `weightHistogram`. */
export function weightSeries(result: Result): readonly RecordedWeightSeries[] {
  return seriesOf(recordersOf(result), result);
}

/** List the last recorded snapshot of synapses, for `weightMatrix`. */
export function lastWeights(result: Result): readonly RecordedWeightSeries[] {
  return onlyLast(weightSeries(result));
}

/** Select the last snapshot of each label. */
export function onlyLast(series: readonly RecordedWeightSeries[]): readonly RecordedWeightSeries[] {
  return series.filter(({ label }, k) => series[k + 1]?.label !== label);
}

/** List the time courses of recorded weights, for `weightCourse`. */
export function weightCourses(result: Result): readonly RecordedWeightCourse[] {
  return recordersOf(result).flatMap(coursesOf);
}

function recordersOf({ synapseRecordings }: Result): readonly Recorder[] {
  return synapseRecordings.map((recording): Recorder => {
    const units = new Map(
      [...(recording.sets[0]?.snapshots ?? [])].map(([name, { unit }]) => [name, unit]),
    );
    const recorder = newRecorder(recording, units);
    for (const { sources, targets, snapshots } of recording.sets) {
      recorder.ends = { sources, targets };
      for (const [name, { times, values }] of snapshots) {
        for (const [row, time] of times.entries()) {
          const own = values.subarray(row * sources.length, (row + 1) * sources.length);
          addSnapshot(recorder, name, { time, values: own });
        }
      }
    }
    return recorder;
  });
}

function newRecorder(head: Head, units: ReadonlyMap<string, string>): Recorder {
  const variables = [...units].map(([name, unit]): [string, Variable] => [
    name,
    {
      name,
      unit,
      first: undefined,
      last: undefined,
      isOneSet: true,
      times: [],
      mean: [],
      low: [],
      high: [],
      chosen: [],
    },
  ]);
  const ends = { sources: new Uint32Array(0), targets: new Uint32Array(0) };
  return { head, ends, variables: new Map(variables) };
}

function addSnapshot(
  { ends, variables }: Recorder,
  name: string,
  { time, values }: Pick<Snapshot, "time" | "values">,
): void {
  const found = variables.get(name);
  if (found === undefined) return;
  const snapshot = { time, ends, values };
  found.isOneSet &&= found.first === undefined || found.first.ends === ends;
  found.first ??= snapshot;
  found.last = snapshot;
  found.times.push(time);
  found.mean.push(meanOf(values));
  const sorted = every(values, mostSorted).sort();
  found.low.push(sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN);
  found.high.push(sorted[Math.round((1 - share) * (sorted.length - 1))] ?? Number.NaN);
  found.chosen.push([...every(values, mostTraces)]);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] ?? 0;
  return sum / values.length;
}

/** Copy at most `most` values, evenly spaced. */
function every(values: Float64Array, most: number): Float64Array {
  const count = Math.min(most, values.length);
  const at = (k: number): number => Math.floor((k * values.length) / count);
  return Float64Array.from({ length: count }, (_, k) => values[at(k)] ?? Number.NaN);
}

function seriesOf(
  recorders: readonly Recorder[],
  { network, duration }: Pick<Result, "network" | "duration">,
): readonly RecordedWeightSeries[] {
  const populationOf = (label: string): RecordedWeightSeries["from"] => {
    return { label, size: network.populations[label]?.size ?? 0 };
  };
  return recorders.flatMap(({ head, variables }) =>
    [...variables.values()].flatMap(({ name, unit, first, last }) => {
      const shown = first === last ? [first] : [first, last];
      return shown.flatMap((snapshot): RecordedWeightSeries[] => {
        if (snapshot === undefined) return [];
        const { time, ends, values } = snapshot;
        const label = `${name} of ${head.projection}`;
        const [from, to] = [populationOf(head.from), populationOf(head.to)];
        const when = duration > 5000 ? `at ${time / 1000} s` : `at ${time} ms`;
        return [{ label, unit: shownUnit(unit), when, values, ...ends, from, to }];
      });
    }),
  );
}

function coursesOf({ head, variables }: Recorder): readonly RecordedWeightCourse[] {
  return [...variables.values()]
    .filter(({ times }) => times.length > 1)
    .map(({ name, unit, times, mean, low, high, chosen, last, isOneSet }) => {
      const width = isOneSet ? (chosen[0]?.length ?? 0) : 0;
      const traceOf = (k: number): Float64Array =>
        Float64Array.from(chosen, (row) => row[k] ?? Number.NaN);
      return {
        label: `${name} of ${head.projection}`,
        unit: shownUnit(unit),
        times: Float64Array.from(times),
        mean: Float64Array.from(mean),
        low: Float64Array.from(low),
        high: Float64Array.from(high),
        traces: Array.from({ length: width }, (_, k) => traceOf(k)),
        count: last?.values.length ?? 0,
      };
    });
}

function shownUnit(unit: string): string {
  return unit === "1" ? "" : unit;
}
