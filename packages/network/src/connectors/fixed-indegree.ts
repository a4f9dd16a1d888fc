import {
  type ConnectorPlan,
  type ConnectorRecord,
  type ConnectorRequest,
  defineConnector,
} from "@spikeloom/kernel";
import { permutationRounds, permuted } from "@spikeloom/random";
import { checkDegree, drawAny, drawDistinct, sameDraws } from "./draw-row.ts";
import { countOption, flagOption } from "./options.ts";
import { multinomialCounts } from "./row-counts.ts";
import { countSelfPairs } from "./self-pairs.ts";

/** Connects each target to the same number of sources. */
export const fixedIndegree: ConnectorRecord = defineConnector({
  name: "fixed-indegree",
  about: "Connects each target from n sources, drawn uniformly.",
  options: {
    n: { type: "integer", required: true, about: "the number of connections onto each target" },
    autapses: { type: "boolean", default: true, about: "whether a neuron may connect to itself" },
    multapses: { type: "boolean", default: true, about: "whether a source may be drawn twice" },
  },
  plan(request) {
    const { sources, targets, place, by } = request;
    const n = countOption(request, "n");
    const autapses = flagOption(request, "autapses", true);
    const multapses = flagOption(request, "multapses", true);
    // Self-connections only matter here if all neurons are requested.
    const spared = !autapses && n >= sources && countSelfPairs(request) > 0 ? 1 : 0;
    checkDegree(n, sources - spared, { multapses, place: `${place}.n` });
    const draw = multapses ? drawAny : drawDistinct;
    const skip = (target: number): number => (autapses ? -1 : request.sourceOf(target));
    const isFree = multapses && (autapses || countSelfPairs(request) === 0);
    if (by === "source" && isFree && n * targets <= 2 ** 32) return bySource(request, n);
    return {
      expected: n * targets,
      by: "target",
      partners(target, out) {
        draw(request.stream(target), { size: sources, skip: skip(target) }, n, out);
      },
      draws: sameDraws(n, { multapses, skip }),
    };
  },
});

/**
 * Plan the targets of each source.
 *
 * Each target has n places. The number of places of each source is multinomial, and a random permutation of all places, cut
 * into parts of these sizes, gives those of each source: as if each place had drawn its source.
 */
function bySource({ sources, targets, stream }: ConnectorRequest, n: number): ConnectorPlan {
  const size = n * targets;
  const whole = stream(-1);
  const words = Array.from({ length: permutationRounds }, () => whole.uint32());
  const permutation = { size, words, each: n };
  // The first row needs them; a plan is also made for checks and estimates.
  let starts: Float64Array | undefined;
  const startOf = (source: number): number => {
    starts ??= startsOf(multinomialCounts(whole, new Float64Array(sources).fill(1), size));
    return starts[source] as number;
  };
  const countOf = (source: number): number => startOf(source + 1) - startOf(source);
  return {
    expected: size,
    by: "source",
    partners(source, out) {
      const drawn = out.extend(countOf(source));
      const start = startOf(source);
      for (let k = 0; k < drawn.length; k++) {
        drawn[k] = Math.floor(permuted(permutation, start + k) / n);
      }
    },
    draws: {
      kind: "permuted",
      permutation,
      row: (source) => ({ count: countOf(source), word: startOf(source), skip: -1 }),
    },
  };
}

/** Sum counts up to each, and in all. */
function startsOf(counts: Float64Array): Float64Array {
  const starts = new Float64Array(counts.length + 1);
  for (const [k, count] of counts.entries()) starts[k + 1] = (starts[k] as number) + count;
  return starts;
}
