import {
  type Distribution,
  ksDistance,
  mean,
  poolDistributions,
  type SpikeSeries,
  sampleDeviation,
  type Window,
} from "@spikeloom/analysis";
import { REFERENCE } from "../errors.ts";
import type { Measured } from "../study.ts";
import { circuit } from "./circuit.ts";
import { measureNeurons, type NeuronMeasure, neuronMeasures } from "./neuron-measures.ts";

/** Distribution of a measure over many runs of a reference simulator. */
export interface EnsembleMember {
  readonly population: string;
  readonly measure: NeuronMeasure;
  /** Of all runs together. */
  readonly distribution: Distribution;
  /** KS distance of each run to all others together. */
  readonly distance: { readonly mean: number; readonly sd: number };
}

/** Results of many runs of a reference simulator. */
export interface Ensemble {
  /** Simulator, scale, seeds and window. */
  readonly source: string;
  readonly runs: number;
  readonly members: readonly EnsembleMember[];
}

/** Combine runs, each with the spikes of all populations, into an ensemble. */
export function gatherEnsemble(
  source: string,
  runs: readonly (readonly SpikeSeries[])[],
  window: Window,
): Ensemble {
  const members = circuit.flatMap(({ name }, k) =>
    neuronMeasures.map((measure): EnsembleMember => {
      const each = runs.flatMap((run) => {
        const series = run[k];
        return series === undefined ? [] : [measureNeurons(measure, series, window)];
      });
      const distances = each.map((one) =>
        ksDistance(one, poolDistributions(each.filter((it) => it !== one))),
      );
      const distance = { mean: rounded(mean(distances)), sd: rounded(sampleDeviation(distances)) };
      const distribution = trimmed(poolDistributions(each));
      return { population: name, measure, distribution, distance };
    }),
  );
  return { source, runs: runs.length, members };
}

/** Measure the KS distance of a run to an ensemble; series are in the order of the circuit. */
export function distancesTo(
  { members }: Ensemble,
  series: readonly SpikeSeries[],
  window: Window,
): Measured {
  const distances = members.flatMap(({ population, measure, distribution }) => {
    const own = series[circuit.findIndex(({ name }) => name === population)];
    if (own === undefined) return [];
    const distance = ksDistance(measureNeurons(measure, own, window), distribution);
    return [[distanceName(population, measure), distance] as const];
  });
  return Object.fromEntries(distances);
}

/** The published numbers of an ensemble: distances of its own runs from the others. */
export function ensembleNumbers({ members, source, runs }: Ensemble, part: string): object[] {
  return members.map(({ population, measure, distance }) => ({
    part,
    name: distanceName(population, measure),
    unit: "1",
    published: distance.mean,
    sd: distance.sd,
    runs,
    tier: "T4",
    source,
    reason: "at most three deviations above the mean of the reference's own runs",
  }));
}

/** Read a file of distributions. */
export function readEnsemble(json: unknown): Ensemble {
  if (typeof json === "object" && json !== null && "members" in json) {
    const { members } = json;
    if (Array.isArray(members) && members.length === circuit.length * neuronMeasures.length) {
      return json as Ensemble;
    }
  }
  const expected = "a source, runs, and a member for each population and measure";
  throw REFERENCE({ place: "distributions.json", expected, got: typeof json });
}

function distanceName(population: string, measure: NeuronMeasure): string {
  return `${population} ${measure} KS`;
}

/** Leave out the empty bins at the end. */
function trimmed({ counts, ...rest }: Distribution): Distribution {
  return { ...rest, counts: counts.slice(0, counts.findLastIndex((count) => count > 0) + 1) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
