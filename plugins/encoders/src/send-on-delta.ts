import { defineEncoder } from "@spikeloom/kernel";
import { steppedLevels, twoEach } from "./on-off.ts";
import { checkFinite, oneEach } from "./unit-values.ts";

/**
 * Emit a spike for each step that a signal has moved since the last spike.
 *
 * A sample emits as many spikes as needed, spread evenly until the next sample, so that decoding is within one step of
 * each sample.
 */
export const sendOnDelta = defineEncoder({
  name: "send-on-delta",
  about: "A spike for each step that a signal has moved up or down since the last spike.",
  cite: ["doi:10.3390/s6010049"],
  parameters: {
    step: { default: 0.1, about: "change represented by one spike", min: 0, exclusive: true },
    initial: { default: 0, about: "level before the first sample" },
  },
  neurons: twoEach,
  begin(shape, { every, parameters: { step, initial } }) {
    const size = oneEach(shape);
    // Integer numbers of steps from the initial level, so that rounding errors do not accumulate.
    const steps = new Float64Array(size);
    return {
      next(sample, emit) {
        checkFinite(sample, "send-on-delta");
        for (const [k, value] of sample.entries()) {
          const gone = (value - initial) / step - (steps[k] ?? 0);
          // A quotient may lie just below the integer that it represents.
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
