import { checkOptionNames } from "@spikeloom/kernel";
import { type WindowOptions, windowNames } from "../window.ts";
import { averageOver, cutTrain } from "./intervals-in-window.ts";

/**
 * Compute the ISI-distance, 0 to 1 (doi:10.1016/j.jneumeth.2007.05.031).
 *
 * The difference of the two instantaneous inter-spike intervals divided by the longer one, averaged over the window; edges are
 * treated as in doi:10.3389/fninf.2015.00036.
 */
export function isiDistance(
  one: Float64Array,
  other: Float64Array,
  options: WindowOptions,
): number {
  checkOptionNames(options, windowNames, "isiDistance", ["window"]);
  const { window } = options;
  const cut = [cutTrain(one, window, "one"), cutTrain(other, window, "other")] as const;
  return averageOver([cut[0].stretches, cut[1].stretches], ({ interval: a }, { interval: b }) => {
    return Math.abs(a - b) / Math.max(a, b);
  });
}
