import { defineEncoder } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";

/** Milliseconds whose spikes are drawn together, so that any window needs few draws. */
const block = 100;

/** A Poisson process for each value, whose rate is the value times the greatest rate. */
export const rateEncoder = defineEncoder({
  name: "rate",
  about: "Poisson spikes whose rate is proportional to a value from 0 to 1.",
  cite: ["doi:10.1162/neco.2007.19.7.1766"],
  parameters: {
    rate_max: { default: "100 Hz", about: "rate of the value 1", min: "0 Hz" },
  },
  neurons: (shape) => shape.reduce((product, one) => product * one, 1),
  spikes({ values }, { from, until, seed, parameters }) {
    // Internal rates are in kHz: a number of spikes in a millisecond.
    const rate = parameters["rate_max"] ?? 0;
    const key = streamKey(seed, "encode/rate");
    const [first, end] = [Math.floor(from / block), Math.ceil(until / block)];
    return Array.from(values, (value, neuron) => {
      const times: number[] = [];
      for (let part = first; part < end; part++) {
        const draws = stream(key, neuron, part);
        const count = draws.poisson(Math.max(0, value) * rate * block);
        for (let k = 0; k < count; k++) times.push((part + draws.uniform()) * block);
      }
      return Float64Array.from(times.filter((time) => time >= from && time < until)).sort();
    });
  },
  decode(spikes, { from, until, parameters }) {
    const most = (parameters["rate_max"] ?? 0) * (until - from);
    return Float64Array.from(spikes, ({ length }) => length / most);
  },
});
