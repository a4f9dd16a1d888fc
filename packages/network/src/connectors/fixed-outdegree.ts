import { type ConnectorRecord, defineConnector } from "@spikeloom/kernel";
import { checkDegree, drawAny, drawDistinct, sameDraws } from "./draw-row.ts";
import { countOption, flagOption } from "./options.ts";
import { countSelfPairs } from "./self-pairs.ts";

/** Connects each source to the same number of targets. */
export const fixedOutdegree: ConnectorRecord = defineConnector({
  name: "fixed-outdegree",
  about: "Connects each source to n targets, drawn uniformly.",
  options: {
    n: { type: "integer", required: true, about: "the number of connections from each source" },
    autapses: { type: "boolean", default: true, about: "whether a neuron may connect to itself" },
    multapses: { type: "boolean", default: true, about: "whether a target may be drawn twice" },
  },
  plan(request) {
    const { sources, targets, place } = request;
    const n = countOption(request, "n");
    const autapses = flagOption(request, "autapses", true);
    const multapses = flagOption(request, "multapses", true);
    // Self-connections only matter here if all neurons are requested.
    const spared = !autapses && n >= targets && countSelfPairs(request) > 0 ? 1 : 0;
    checkDegree(n, targets - spared, { multapses, place: `${place}.n` });
    const draw = multapses ? drawAny : drawDistinct;
    const skip = (source: number): number => (autapses ? -1 : request.targetOf(source));
    return {
      expected: n * sources,
      by: "source",
      partners(source, out) {
        draw(request.stream(source), { size: targets, skip: skip(source) }, n, out);
      },
      draws: sameDraws(n, { multapses, skip }),
    };
  },
});
