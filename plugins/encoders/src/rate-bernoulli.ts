import { defineEncoder } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { checkUnit, oneEach } from "./unit-values.ts";

/** Steps whose draws share a block of a stream, so that a window can start anywhere without cost. */
const block = 64;

/** Draw a spike or none in each step, with a probability proportional to the value. */
export const rateBernoulli = defineEncoder({
  name: "rate-bernoulli",
  about: "A spike or none in each step, with a probability proportional to a value from 0 to 1.",
  cite: ["doi:10.1109/JPROC.2023.3308088"],
  parameters: {
    step: { default: "1 ms", about: "interval between draws", min: "0 ms", exclusive: true },
    p_max: { default: 1, about: "spike probability for the value 1", min: 0, max: 1 },
  },
  neurons: oneEach,
  spikes({ values }, { from, until, seed, parameters: { step, p_max } }) {
    checkUnit(values, "rate-bernoulli");
    const draws = stream(streamKey(seed, "encode/rate-bernoulli"), 0);
    const first = Math.max(0, Math.ceil(from / step) - 1);
    return Array.from(values, (value, neuron) => {
      const times: number[] = [];
      for (let k = first; k * step < until; k++) {
        // A uniform number uses two words.
        if (k === first || k % block === 0) {
          draws.seek(neuron, Math.floor(k / block), 2 * (k % block));
        }
        if (draws.uniform() < value * p_max && k * step >= from) times.push(k * step);
      }
      return Float64Array.from(times);
    });
  },
  decode(spikes, { from, until, parameters: { step, p_max } }) {
    const steps = Math.round((until - from) / step);
    return Float64Array.from(spikes, ({ length }) => length / (steps * p_max));
  },
});
