import { defineEncoder } from "@spikeloom/kernel";
import { twoEach } from "./on-off.ts";
import { checkFinite, oneEach } from "./unit-values.ts";

/** Emit a spike where two successive samples differ by at least a threshold. */
export const delta = defineEncoder({
  name: "delta",
  about: "A spike wherever a signal rises or falls by at least a threshold between two samples.",
  cite: ["doi:10.1109/JPROC.2023.3308088"],
  parameters: {
    threshold: { default: 0.1, about: "smallest encoded change", min: 0, exclusive: true },
    initial: { default: 0, about: "value before the first sample" },
  },
  neurons: twoEach,
  begin(shape, { parameters: { threshold, initial } }) {
    const size = oneEach(shape);
    const before = new Float64Array(size).fill(initial);
    return {
      next(sample, emit) {
        checkFinite(sample, "delta");
        for (const [k, value] of sample.entries()) {
          const change = value - (before[k] ?? 0);
          if (change >= threshold) emit(k, 0);
          if (change <= -threshold) emit(size + k, 0);
        }
        before.set(sample);
      },
    };
  },
});
