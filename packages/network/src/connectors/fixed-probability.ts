import { type ConnectorRecord, defineConnector } from "@spikeloom/kernel";
import { flagOption, probabilityOption } from "./options.ts";
import { countSelfPairs } from "./self-pairs.ts";

/** Each pair with the same probability. */
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
    return {
      expected: p * (sources * targets - (autapses ? 0 : countSelfPairs(request))),
      by: "target",
      partners(target, out) {
        if (p === 0) return;
        const skip = autapses ? -1 : request.sourceOf(target);
        const pool = skip < 0 ? sources : sources - 1;
        const stream = request.stream(target);
        // The gaps between the successes of a Bernoulli process are geometric: one draw a connection.
        for (let k = stream.geometric(p); k < pool; k += 1 + stream.geometric(p)) {
          out.push(skip < 0 || k < skip ? k : k + 1);
        }
      },
    };
  },
});
