import { type Stream, shuffled } from "@spikeloom/random";
import { type CoreAssignment, type Fits, grow, widestNet } from "./grow.ts";
import { contracted, type Hypergraph } from "./hypergraph.ts";
import { refine } from "./refine.ts";

/**
 * Partition a hypergraph on several levels: merge vertices, assign the clusters to cores, and refine on the way back.
 *
 * Karypis et al. 1999, doi:10.1109/92.748202, with a limit for each resource of a core in place of a balance.
 */
export function multilevel(graph: Hypergraph, fits: Fits, draws: Stream): CoreAssignment {
  const clusters = matched(graph, fits, draws);
  if (clusters === undefined) return refine(graph, grow(graph, fits), fits);
  const coarse = contracted(graph, clusters.of, clusters.number);
  const { cores, number } = multilevel(coarse, fits, draws);
  const finer = clusters.of.map((cluster) => cores[cluster] as number);
  return refine(graph, { cores: finer, number }, fits);
}

interface Clusters {
  readonly of: Int32Array;
  readonly number: number;
}

/** Pair each vertex with the one that shares most spikes and fits; undefined if that merges few. */
function matched(
  { vertices, nets, pins, weights }: Hypergraph,
  fits: Fits,
  draws: Stream,
): Clusters | undefined {
  const of = new Int32Array(vertices.length).fill(-1);
  let number = 0;
  for (const v of shuffled(vertices.length, draws)) {
    if ((of[v] as number) >= 0) continue;
    const scores = new Map<number, number>();
    for (const net of nets[v] as readonly number[]) {
      const own = pins[net] as Int32Array;
      if (own.length > widestNet) continue;
      const score = (weights[net] as number) / (own.length - 1);
      for (const u of own) {
        if (u !== v && (of[u] as number) < 0) scores.set(u, (scores.get(u) ?? 0) + score);
      }
    }
    const ranked = [...scores].sort(([a, one], [b, other]) => other - one || a - b).slice(0, 4);
    // Clusters take at most about a third of a core, so that several fill it well: three of the same must fit.
    const pair = ranked.find(([u]) => {
      const both = [...(vertices[v] ?? []), ...(vertices[u] ?? [])];
      return fits([...both, ...both, ...both]);
    });
    of[v] = number;
    if (pair !== undefined) of[pair[0]] = number;
    number++;
  }
  return number > 0.9 * vertices.length ? undefined : { of, number };
}
