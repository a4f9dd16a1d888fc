import { type ConnectorRecord, defineConnector } from "@spikeloom/kernel";
import { drawDistinct, type Pool, poolSize } from "./draw-row.ts";
import { flagOption, probabilityOption } from "./options.ts";
import { rowSide } from "./row-side.ts";
import { countSelfPairs } from "./self-pairs.ts";

/** Connects each pair with the same probability. */
export const fixedProbability: ConnectorRecord = defineConnector({
  name: "fixed-probability",
  about: "Connects each pair with probability p, independently of all others.",
  options: {
    p: { type: "probability", required: true, about: "the probability of each connection" },
    autapses: { type: "boolean", default: true, about: "whether a neuron may connect to itself" },
  },
  plan(request) {
    const { sources, targets } = request;
    const p = probabilityOption(request, "p");
    const autapses = flagOption(request, "autapses", true);
    const { by, size, self } = rowSide(request);
    const poolOf = (index: number): Pool => ({ size, skip: autapses ? -1 : self(index) });
    return {
      expected: p * (sources * targets - (autapses ? 0 : countSelfPairs(request))),
      by,
      partners(index, out) {
        const pool = poolOf(index);
        const stream = request.stream(index);
        // Given its size, the set of successes of a Bernoulli process is uniform among the sets of that size; drawing
        // it this way
        // takes one integer per connection, whereas geometric gaps take two logarithms.
        drawDistinct(stream, pool, stream.binomial(poolSize(pool), p), out);
      },
      draws: {
        kind: "distinct",
        row(index) {
          const pool = poolOf(index);
          const stream = request.stream(index);
          const count = stream.binomial(poolSize(pool), p);
          return { count, word: stream.word, skip: pool.skip };
        },
      },
    };
  },
});
