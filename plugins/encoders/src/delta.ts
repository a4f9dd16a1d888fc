import { defineEncoder } from "@spikeloom/kernel";
import { twoEach } from "./on-off.ts";
import { checkFinite, oneEach } from "./unit-values.ts";

/** A spike where a sample differs from the one before by a threshold at least. */
export const delta = defineEncoder({
  name: "delta",
  about: "A spike where a signal rises or falls by a threshold at least from sample to sample.",
  cite: ["doi:10.1109/JPROC.2023.3308088"],
  parameters: {
    threshold: { default: 0.1, about: "least change that is told", min: 0, exclusive: true },
    initial: { default: 0, about: "sample before the first one" },
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
