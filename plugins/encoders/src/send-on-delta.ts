import { defineEncoder } from "@spikeloom/kernel";
import { steppedLevels, twoEach } from "./on-off.ts";
import { checkFinite, oneEach } from "./unit-values.ts";

/**
 * A spike for each step that a signal has gone since the last one.
 *
 * As many spikes as it takes, evenly over the time to the next sample, so that what is decoded is within a
 * step of each sample.
 */
export const sendOnDelta = defineEncoder({
  name: "send-on-delta",
  about: "A spike for each step that a signal has gone up or down since the last one.",
  cite: ["doi:10.3390/s6010049"],
  parameters: {
    step: { default: 0.1, about: "change that a spike stands for", min: 0, exclusive: true },
    initial: { default: 0, about: "level before the first sample" },
  },
  neurons: twoEach,
  begin(shape, { every, parameters: { step, initial } }) {
    const size = oneEach(shape);
    // Whole steps from the initial level, so that no rounding adds up.
    const steps = new Float64Array(size);
    return {
      next(sample, emit) {
        checkFinite(sample, "send-on-delta");
        for (const [k, value] of sample.entries()) {
          const gone = (value - initial) / step - (steps[k] ?? 0);
          // A quotient may lie just below the whole number that it stands for.
          const count = Math.sign(gone) * Math.floor(Math.abs(gone) + 1e-9);
          steps[k] = (steps[k] ?? 0) + count;
          const neuron = count > 0 ? k : size + k;
          const spikes = Math.abs(count);
          for (let one = 0; one < spikes; one++) emit(neuron, (one * every) / spikes);
        }
      },
    };
  },
  decode(spikes, { shape, every, parameters: { step, initial } }) {
    return steppedLevels(spikes, { shape, every, step, initial });
  },
});
