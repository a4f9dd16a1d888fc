import { defineEncoder } from "@spikeloom/kernel";
import { twoEach } from "./on-off.ts";
import { checkFinite, oneEach } from "./unit-values.ts";

/**
 * A spike where a signal leaves a band around the mean of the samples before.
 *
 * The paper takes the mean of the first window for all samples of it. Here it is that of as many as there
 * have been, as a live signal has no others; the first sample sends nothing.
 */
export const movingWindow = defineEncoder({
  name: "moving-window",
  about: "A spike where a signal leaves a band around the mean of the samples before.",
  cite: ["doi:10.1109/TNNLS.2019.2906158", "doi:10.1016/j.neunet.2015.09.011"],
  parameters: {
    threshold: { default: 0.1, about: "half the width of the band", min: 0, exclusive: true },
    window: { default: 10, about: "samples whose mean is taken", type: "integer", min: 1 },
  },
  neurons: twoEach,
  begin(shape, { parameters: { threshold, window } }) {
    const size = oneEach(shape);
    const held: Float64Array[] = [];
    return {
      next(sample, emit) {
        checkFinite(sample, "moving-window");
        for (const [k, value] of sample.entries()) {
          if (held.length === 0) break;
          // Summed anew, so that no rounding adds up however long a signal is.
          const mean = held.reduce((sum, one) => sum + (one[k] ?? 0), 0) / held.length;
          if (value > mean + threshold) emit(k, 0);
          if (value < mean - threshold) emit(size + k, 0);
        }
        held.push(Float64Array.from(sample));
        if (held.length > window) held.shift();
      },
    };
  },
});
