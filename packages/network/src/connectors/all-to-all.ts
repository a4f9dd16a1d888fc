import { type ConnectorRecord, defineConnector } from "@spikeloom/kernel";
import { poolSize } from "./draw-row.ts";
import { flagOption } from "./options.ts";
import { rowSide } from "./row-side.ts";
import { countSelfPairs } from "./self-pairs.ts";

/** Connects each source to each target. */
export const allToAll: ConnectorRecord = defineConnector({
  name: "all-to-all",
  about: "Connects every source to every target.",
  options: {
    autapses: { type: "boolean", default: true, about: "whether a neuron may connect to itself" },
  },
  plan(request) {
    const { sources, targets } = request;
    const autapses = flagOption(request, "autapses", true);
    const { by, size, self } = rowSide(request);
    return {
      expected: sources * targets - (autapses ? 0 : countSelfPairs(request)),
      by,
      partners(index, out) {
        const skip = autapses ? -1 : self(index);
        const row = out.extend(poolSize({ size, skip }));
        for (let k = 0; k < row.length; k++) row[k] = skip < 0 || k < skip ? k : k + 1;
      },
      draws: {
        kind: "all",
        row(index) {
          const skip = autapses ? -1 : self(index);
          return { count: poolSize({ size, skip }), word: 0, skip };
        },
      },
      // A matrix of sources by targets, row by row; entries of omitted autapses are not read.
      listed: {
        length: sources * targets,
        entry: (index, _k, partner) =>
          by === "target" ? partner * targets + index : index * targets + partner,
      },
    };
  },
});
