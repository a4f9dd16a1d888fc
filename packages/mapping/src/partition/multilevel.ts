import { type Stream, shuffled } from "@spikeloom/random";
import type { CoreVertices, VertexLists } from "./core-loads.ts";
import { type CoreAssignment, grow } from "./grow.ts";
import { contracted, type Hypergraph, mostVisits, widestNet } from "./hypergraph.ts";
import { refine } from "./refine.ts";

/**
 * Partition a hypergraph on several levels: merge vertices, assign the clusters to cores, and refine on the way back.
 *
 * Karypis et al. 1999, doi:10.1109/92.748202, with a limit for each resource of a core in place of a balance.
 */
export function multilevel(graph: Hypergraph, listsOf: VertexLists, draws: Stream): CoreAssignment {
  const lists = listsOf(graph.vertices);
  const clusters = matched(graph, lists, draws);
  if (clusters === undefined) return refine(graph, grow(graph, lists), lists);
  const coarse = contracted(graph, clusters.of, clusters.number);
  const { cores, number } = multilevel(coarse, listsOf, draws);
  const finer = clusters.of.map((cluster) => cores[cluster] as number);
  return refine(graph, { cores: finer, number }, lists);
}

interface Clusters {
  readonly of: Int32Array;
  readonly number: number;
}

/** Vertices with which a pair is tried. */
const mostPartners = 4;

/** Pair each vertex with the one that shares most spikes and fits; undefined if that merges few. */
function matched(
  { vertices, nets, pins, weights }: Hypergraph,
  lists: CoreVertices,
  draws: Stream,
): Clusters | undefined {
  const of = new Int32Array(vertices.length).fill(-1);
  const scores = new Float64Array(vertices.length);
  const loads = lists.open(1);
  // Clusters take at most about a third of a core, so that several fill it well: three of the same must fit.
  const fitsThrice = (a: number, b: number): boolean => {
    loads.clear(0);
    loads.add(0, a, 3);
    loads.add(0, b, 3);
    return loads.fits(0);
  };
  let number = 0;
  for (const v of shuffled(vertices.length, draws)) {
    if ((of[v] as number) >= 0) continue;
    const met: number[] = [];
    let visits = 0;
    for (const net of nets[v] as readonly number[]) {
      const own = pins[net] as Int32Array;
      visits += own.length;
      if (own.length > widestNet || visits > mostVisits) break;
      const score = (weights[net] as number) / (own.length - 1);
      for (const u of own) {
        if (u === v || (of[u] as number) >= 0) continue;
        if ((scores[u] as number) === 0) met.push(u);
        (scores[u] as number) += score;
      }
    }
    const partner = strongest(met, scores).find((u) => fitsThrice(v, u));
    for (const u of met) scores[u] = 0;
    of[v] = number;
    if (partner !== undefined) of[partner] = number;
    number++;
  }
  return number > 0.9 * vertices.length ? undefined : { of, number };
}

/** The vertices with the highest scores, in their order. */
function strongest(met: readonly number[], scores: Float64Array): readonly number[] {
  const best: number[] = [];
  for (const u of met) {
    let at = best.length;
    while (at > 0 && isBefore(u, best[at - 1] as number, scores)) at--;
    if (at === mostPartners) continue;
    best.splice(at, 0, u);
    if (best.length > mostPartners) best.pop();
  }
  return best;
}

function isBefore(a: number, b: number, scores: Float64Array): boolean {
  const [one, other] = [scores[a] as number, scores[b] as number];
  return one > other || (one === other && a < b);
}
