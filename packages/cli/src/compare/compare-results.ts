import {
  firingRate,
  meanIntervalVariation,
  type SpikeSeries,
  spikeCountCorrelation,
} from "@spikeloom/analysis";
import type { Recording, Result } from "@spikeloom/simulate";
import { USAGE } from "../errors.ts";

/** The first spike of a recorder that only one of two results has at this place. */
export interface FirstDifference {
  readonly population: string;
  readonly recorder: number;
  /** Stamp in steps, and time in ms. */
  readonly step: number;
  readonly time: number;
  readonly neuron: number;
  /** The result that has the spike. */
  readonly only: "first" | "second";
  /** Spikes of the recorder that both results have before it. */
  readonly before: number;
}

/** Statistics of the recorded spikes of a population. */
export interface SpikeStatistics {
  readonly spikes: number;
  /** In spikes/s per neuron. */
  readonly rate: number;
  /** Mean coefficient of variation of inter-spike intervals. */
  readonly variation: number;
  /** Mean correlation of spike counts in bins of 2 ms. */
  readonly correlation: number;
}

/** A recorder of spikes in two results. */
export interface ComparedRecorder {
  readonly population: string;
  readonly recorder: number;
  readonly first: SpikeStatistics;
  readonly second: SpikeStatistics;
}

/** Comparison of two results of a network. */
export interface ComparedResults {
  /** The earliest difference of all recorders; undefined if they recorded the same spikes. */
  readonly difference: FirstDifference | undefined;
  /** Whether the hashes of all spikes are equal, recorded or not. */
  readonly sameHash: boolean;
  readonly recorders: readonly ComparedRecorder[];
}

/** Compare the spikes of two results of a network, such as those of two backends. */
export function compareResults(first: Result, second: Result): ComparedResults {
  const recorders = first.recordings.flatMap((one, recorder) => {
    const other = second.recordings[recorder];
    return one.spikes === undefined
      ? []
      : [{ one, other: matching(one, other, recorder), recorder }];
  });
  if (first.dt !== second.dt) throw refusal(`steps of ${first.dt} and ${second.dt} ms`);
  const until = Math.min(first.duration, second.duration);
  const differences = recorders.flatMap(({ one, other, recorder }) => {
    return firstDifference([one, other], recorder, until) ?? [];
  });
  const [difference] = differences.toSorted((a, b) => a.step - b.step || a.time - b.time);
  return {
    difference,
    sameHash: first.spikeHash === second.spikeHash,
    recorders: recorders.map(({ one, other, recorder }) => ({
      population: one.population,
      recorder,
      first: statisticsOf(one, first.duration),
      second: statisticsOf(other, second.duration),
    })),
  };
}

function matching(one: Recording, other: Recording | undefined, recorder: number): Recording {
  const isSame = other?.population === one.population && other.size === one.size;
  if (isSame && other.spikes !== undefined) return other;
  throw refusal(`recorder ${recorder} of ${one.size} neurons of "${one.population}" in the first`);
}

function refusal(what: string): Error {
  const message = `The results are not of the same network: ${what}.`;
  return USAGE({ message });
}

/** Find the first spike that only one of two recordings has; each is ordered by time, then by neuron. */
function firstDifference(
  [one, other]: readonly [Recording, Recording],
  recorder: number,
  until: number,
): FirstDifference | undefined {
  const [a, b] = [ordered(one), ordered(other)];
  const end = Math.max(a.length, b.length);
  for (let k = 0; k < end; k++) {
    const [x, y] = [a[k], b[k]];
    if (x !== undefined && y !== undefined && compare(x, y) === 0) continue;
    const isFirst = y === undefined || (x !== undefined && compare(x, y) < 0);
    const { step, time, neuron } = (isFirst ? x : y) as OneSpike;
    // A result that ended earlier has no spikes beyond its end.
    if (time > until) return undefined;
    const only = isFirst ? "first" : "second";
    return { population: one.population, recorder, step, time, neuron, only, before: k };
  }
  return undefined;
}

interface OneSpike {
  readonly step: number;
  readonly time: number;
  readonly neuron: number;
}

function ordered({ spikes }: Recording): readonly OneSpike[] {
  const { steps = [], neurons = [], times = [] } = spikes ?? {};
  const all = Array.from(steps, (step, k): OneSpike => {
    return { step, time: times[k] as number, neuron: neurons[k] as number };
  });
  return all.sort(compare);
}

function compare(a: OneSpike, b: OneSpike): number {
  return a.step - b.step || a.time - b.time || a.neuron - b.neuron;
}

function statisticsOf({ population, size, spikes }: Recording, until: number): SpikeStatistics {
  const { neurons = new Uint32Array(0), times = new Float64Array(0) } = spikes ?? {};
  const window = { from: 0, until };
  const series: SpikeSeries = { label: population, size, neurons, times };
  const canCount = until >= 4;
  return {
    spikes: times.length,
    rate: until > 0 ? firingRate(series, { window }) : Number.NaN,
    variation: meanIntervalVariation(series).mean,
    correlation: canCount ? spikeCountCorrelation(series, { window }).mean : Number.NaN,
  };
}
