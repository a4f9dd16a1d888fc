import { type ConnectorRecord, type ConnectorRequest, defineConnector } from "@spikeloom/kernel";
import { checkDegree, drawAny, drawDistinct } from "./draw-row.ts";
import { countOption, flagOption } from "./options.ts";
import { distinctCounts, multinomialCounts } from "./row-counts.ts";
import { countSelfPairs } from "./self-pairs.ts";

/** Makes the same total number of connections in every draw. */
export const fixedTotal: ConnectorRecord = defineConnector({
  name: "fixed-total",
  about: "Creates n connections in total; all pairs are equally likely.",
  options: {
    n: { type: "integer", required: true, about: "the total number of connections" },
    autapses: { type: "boolean", default: true, about: "whether a neuron may connect to itself" },
    multapses: { type: "boolean", default: true, about: "whether a pair may be drawn twice" },
  },
  plan(request) {
    const { sources, targets, place } = request;
    const n = countOption(request, "n");
    const autapses = flagOption(request, "autapses", true);
    const multapses = flagOption(request, "multapses", true);
    const pairs = sources * targets - (autapses ? 0 : countSelfPairs(request));
    checkDegree(n, pairs, { multapses, place: `${place}.n` });
    const countRows = multapses ? multinomialCounts : distinctCounts;
    // The rows share the total, so all their lengths are drawn with the first row; the entries of a row
    // are drawn independently.
    let counts: Float64Array | undefined;
    const draw = multapses ? drawAny : drawDistinct;
    return {
      expected: n,
      by: "target",
      partners(target, out) {
        counts ??= countRows(request.stream(-1), poolSizes(request, autapses), n);
        const pool = { size: sources, skip: autapses ? -1 : request.sourceOf(target) };
        draw(request.stream(target), pool, counts[target] ?? 0, out);
      },
    };
  },
});

function poolSizes(request: ConnectorRequest, autapses: boolean): Float64Array {
  const sizes = new Float64Array(request.targets).fill(request.sources);
  if (autapses) return sizes;
  return sizes.map((size, target) => (request.sourceOf(target) < 0 ? size : size - 1));
}
