import { defineEncoder } from "@spikeloom/kernel";
import { twoEach } from "./on-off.ts";
import { checkFinite, oneEach } from "./unit-values.ts";

/**
 * Emit a spike where a signal leaves a band around the mean of previous samples.
 *
 * The paper uses the mean of the first window for all samples in it. Here the mean is over the samples so far, because
 * a live signal has no later ones; the first sample emits no spike.
 */
export const movingWindow = defineEncoder({
  name: "moving-window",
  about: "A spike where a signal leaves a band around the mean of the preceding samples.",
  cite: ["doi:10.1109/TNNLS.2019.2906158", "doi:10.1016/j.neunet.2015.09.011"],
  parameters: {
    threshold: { default: 0.1, about: "half the width of the band", min: 0, exclusive: true },
    window: { default: 10, about: "number of samples in the mean", type: "integer", min: 1 },
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
          // Summed from scratch for each sample, so that rounding errors do not accumulate in long signals.
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
