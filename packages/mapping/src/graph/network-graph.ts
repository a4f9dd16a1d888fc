import { GRAPH } from "../errors.ts";

/** A population as far as a mapping needs it. */
export interface GraphPopulation {
  readonly name: string;
  readonly size: number;
  /** Mean spikes per neuron and ms. */
  readonly rate: number;
  /** Whether its spikes come from outside or a list, so that a chip computes no neurons for it. */
  readonly isInput: boolean;
}

/**
 * Pairs of neurons that a projection connects.
 *
 * - `all`: every source with every target.
 * - `one`: each source with the target of the same index.
 * - `random`: each pair with this probability; counts are expected values.
 * - `rows`: the sources of target j are `sources[offsets[j]]` up to `sources[offsets[j + 1]]`.
 * - `computed`: the same rows, computed each time that they are read.
 */
export type Pattern =
  | { readonly kind: "all" }
  | { readonly kind: "one" }
  | { readonly kind: "random"; readonly chance: number }
  | { readonly kind: "rows"; readonly offsets: Float64Array; readonly sources: Uint32Array }
  | {
      readonly kind: "computed";
      /** Number of synapses of all rows. */
      readonly synapses: number;
      /** Sources of a target, in memory that the next call may overwrite. */
      row(target: number): Uint32Array;
    };

/** A projection as far as a mapping needs it. */
export interface GraphProjection {
  readonly name: string;
  /** Indices of populations. */
  readonly from: number;
  readonly to: number;
  readonly pattern: Pattern;
  /** Least and longest delay in steps. */
  readonly delay: readonly [least: number, longest: number];
}

/**
 * Connected populations, with the traffic expected between them.
 *
 * Projections by pattern take no memory per synapse, so that graphs of a billion synapses are small.
 */
export interface NetworkGraph {
  readonly populations: readonly GraphPopulation[];
  readonly projections: readonly GraphProjection[];
}

/** Check a graph: sizes, rates, indices, rows and delays. */
export function checkGraph({ populations, projections }: NetworkGraph): void {
  for (const [p, { size, rate }] of populations.entries()) {
    const place = `populations[${p}]`;
    check(Number.isSafeInteger(size) && size >= 0, `${place}.size`, "a whole number", size);
    check(rate >= 0 && rate < Number.POSITIVE_INFINITY, `${place}.rate`, "a rate from 0", rate);
  }
  for (const [p, one] of projections.entries())
    checkProjection(one, `projections[${p}]`, populations);
}

function checkProjection(
  { from, to, delay, pattern }: GraphProjection,
  place: string,
  populations: readonly GraphPopulation[],
): void {
  const source = populations[from];
  const target = populations[to];
  const indices = `an index of a population, 0 to ${populations.length - 1}`;
  check(source !== undefined, `${place}.from`, indices, from);
  check(target !== undefined, `${place}.to`, indices, to);
  if (source === undefined || target === undefined) return;
  check(!target.isInput, `${place}.to`, "a population that computes its spikes", target.name);
  const [least, longest] = delay;
  const isRange = least >= 0 && longest >= least && Number.isSafeInteger(longest);
  check(isRange, `${place}.delay`, "whole steps, ascending from 0", `${least} to ${longest}`);
  const { kind } = pattern;
  if (kind === "one") {
    check(source.size === target.size, `${place}.pattern`, "populations of one size", target.size);
  }
  if (kind === "random") {
    const { chance } = pattern;
    check(chance >= 0 && chance <= 1, `${place}.pattern.chance`, "a number from 0 to 1", chance);
  }
  if (kind === "rows") checkRows(pattern, `${place}.pattern`, source, target);
}

function checkRows(
  { offsets, sources }: Extract<Pattern, { kind: "rows" }>,
  place: string,
  source: GraphPopulation,
  target: GraphPopulation,
): void {
  const { length } = offsets;
  check(length === target.size + 1, `${place}.offsets`, `${target.size + 1} offsets`, length);
  let before = 0;
  for (let j = 0; j < length; j++) {
    const offset = offsets[j] as number;
    const isNext = j === 0 ? offset === 0 : offset >= before;
    if (!isNext) check(false, `${place}.offsets[${j}]`, "offsets ascending from 0", offset);
    before = offset;
  }
  check(before === sources.length, `${place}.sources`, `${before} sources`, sources.length);
  for (let k = 0; k < sources.length; k++) {
    const neuron = sources[k] as number;
    if (neuron < source.size) continue;
    check(false, `${place}.sources[${k}]`, `a neuron below ${source.size}`, neuron);
  }
}

function check(isRight: boolean, place: string, expected: string, got: unknown): void {
  if (isRight) return;
  throw GRAPH({
    place,
    message: "The graph of the network is inconsistent.",
    expected,
    got: String(got),
    next: "Create it with programGraph, or correct this field.",
  });
}

/** Count the synapses of a projection; the expected number if it is random. */
export function synapsesOf(
  { populations }: Pick<NetworkGraph, "populations">,
  { from, to, pattern }: GraphProjection,
): number {
  const sources = populations[from]?.size ?? 0;
  const targets = populations[to]?.size ?? 0;
  switch (pattern.kind) {
    case "all":
      return sources * targets;
    case "one":
      return targets;
    case "random":
      return pattern.chance * sources * targets;
    case "rows":
      return pattern.sources.length;
    case "computed":
      return pattern.synapses;
  }
}
