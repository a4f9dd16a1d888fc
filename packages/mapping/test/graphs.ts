import { type Stream, stream, streamKey } from "@spikeloom/random";
import type { GraphPopulation, GraphProjection, NetworkGraph, Pattern } from "../src/index.ts";

/** A population that computes its spikes, at 10 Hz. */
export function population(name: string, size: number, isInput = false): GraphPopulation {
  return { name, size, rate: 0.01, isInput };
}

/** A projection between populations by index. */
export function projection(from: number, to: number, pattern: Pattern): GraphProjection {
  return { name: `${from}->${to}`, from, to, pattern, delay: [1, 1] };
}

/** Fully connected layers; the first is an input. */
export function layers(sizes: readonly number[], inputs = 1): NetworkGraph {
  return {
    populations: sizes.map((size, k) => population(`layer ${k}`, size, k < inputs)),
    projections: sizes.slice(1).map((_, k) => projection(k, k + 1, { kind: "all" })),
  };
}

/** Populations of which each projects to some others drawn at random. */
export function randomGraph(
  seed: number,
  options: { populations: number; size: number; targets: number; pattern?: Pattern },
): NetworkGraph {
  const { populations, size, targets, pattern = { kind: "all" } } = options;
  const draws = stream(streamKey(seed, "test/graph"), 0);
  const projections: GraphProjection[] = [];
  for (let from = 0; from < populations; from++) {
    const chosen = new Uint32Array(targets);
    draws.distinctIntegers(populations, chosen);
    for (const to of chosen) projections.push(projection(from, to, pattern));
  }
  return {
    populations: Array.from({ length: populations }, (_, k) => population(`p${k}`, size)),
    projections,
  };
}
/** Rows by target in which each pair is connected with a probability. */
export function randomRows(
  draws: Stream,
  { sources, targets, chance }: { sources: number; targets: number; chance: number },
): Extract<Pattern, { kind: "rows" }> {
  const offsets = new Float64Array(targets + 1);
  const list: number[] = [];
  for (let j = 0; j < targets; j++) {
    for (let i = draws.geometric(chance); i < sources; i += 1 + draws.geometric(chance))
      list.push(i);
    offsets[j + 1] = list.length;
  }
  return { kind: "rows", offsets, sources: Uint32Array.from(list) };
}
