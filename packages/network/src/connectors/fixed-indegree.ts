import { type ConnectorRecord, defineConnector } from "@spikeloom/kernel";
import { checkDegree, drawAny, drawDistinct, sameDraws } from "./draw-row.ts";
import { countOption, flagOption } from "./options.ts";
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
    const { sources, targets, place } = request;
    const n = countOption(request, "n");
    const autapses = flagOption(request, "autapses", true);
    const multapses = flagOption(request, "multapses", true);
    // Self-connections only matter here if all neurons are requested.
    const spared = !autapses && n >= sources && countSelfPairs(request) > 0 ? 1 : 0;
    checkDegree(n, sources - spared, { multapses, place: `${place}.n` });
    const draw = multapses ? drawAny : drawDistinct;
    const skip = (target: number): number => (autapses ? -1 : request.sourceOf(target));
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
