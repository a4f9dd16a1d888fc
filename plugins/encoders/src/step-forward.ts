import { defineEncoder } from "@spikeloom/kernel";
import { steppedLevels, twoEach } from "./on-off.ts";
import { checkFinite, oneEach } from "./unit-values.ts";

/** Emit a spike where a signal leaves a band around a baseline. */
export const stepForward = defineEncoder({
  name: "step-forward",
  about: "A spike where a signal leaves a band around a baseline, which then moves by a step.",
  cite: ["doi:10.1109/TNNLS.2019.2906158", "doi:10.1016/j.neunet.2015.09.011"],
  parameters: {
    threshold: {
      default: 0.1,
      about: "half the width of the band, and the step of the baseline",
      min: 0,
      exclusive: true,
    },
    initial: { default: 0, about: "baseline before the first sample" },
  },
  neurons: twoEach,
  begin(shape, { parameters: { threshold, initial } }) {
    const size = oneEach(shape);
    const baseline = new Float64Array(size).fill(initial);
    return {
      next(sample, emit) {
        checkFinite(sample, "step-forward");
        for (const [k, value] of sample.entries()) {
          const base = baseline[k] ?? 0;
          if (value > base + threshold) {
            baseline[k] = base + threshold;
            emit(k, 0);
          } else if (value < base - threshold) {
            baseline[k] = base - threshold;
            emit(size + k, 0);
          }
        }
      },
    };
  },
  decode(spikes, { shape, every, parameters: { threshold, initial } }) {
    return steppedLevels(spikes, { shape, every, step: threshold, initial });
  },
});
