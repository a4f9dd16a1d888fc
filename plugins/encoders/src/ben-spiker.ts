import { defineEncoder } from "@spikeloom/kernel";
import { lowPass } from "./low-pass.ts";
import { checkUnit, oneEach } from "./unit-values.ts";

/** Remaining signal within the filter window, and whether a spike explains part of it. */
function takeSpike(rest: Float64Array, filter: Float64Array, threshold: number): boolean {
  let [withSpike, without] = [0, 0];
  for (const [i, tap] of filter.entries()) {
    withSpike += Math.abs((rest[i] ?? 0) - tap);
    without += Math.abs(rest[i] ?? 0);
  }
  const takes = withSpike <= without - threshold;
  if (takes) for (const [i, tap] of filter.entries()) rest[i] = (rest[i] ?? 0) - tap;
  return takes;
}

/**
 * Ben's spiker algorithm: spikes whose filtered train is the signal.
 *
 * A spike is emitted where subtracting the filter reduces the remaining signal by at least a threshold. This is known
 * only once all samples under the filter are available, so spikes are `taps - 1` samples late; decoding compensates.
 */
export const benSpiker = defineEncoder({
  name: "ben-spiker",
  about: "Spikes whose filtered train is a signal from 0 to 1: Ben's spiker algorithm.",
  cite: ["doi:10.1109/IJCNN.2003.1224019"],
  parameters: {
    taps: {
      default: 24,
      about: "length of the filter in samples",
      type: "integer",
      min: 2,
      max: 4096,
    },
    cutoff: {
      default: 0.1,
      about: "cutoff of the filter over the sample rate",
      min: 0,
      exclusive: true,
      max: 0.5,
    },
    threshold: {
      default: 0.8,
      about: "signal that a spike must explain, with 1 as the full range",
      min: 0,
    },
  },
  neurons: oneEach,
  begin(shape, { parameters: { taps, cutoff, threshold } }) {
    const filter = lowPass(taps, cutoff);
    const rests = Array.from({ length: oneEach(shape) }, () => new Float64Array(taps));
    let count = 0;
    return {
      next(sample, emit) {
        checkUnit(sample, "ben-spiker");
        count++;
        for (const [k, rest] of rests.entries()) {
          rest.copyWithin(0, 1);
          rest[taps - 1] = sample[k] ?? 0;
          if (count >= taps && takeSpike(rest, filter, threshold)) emit(k, 0);
        }
      },
    };
  },
  decode(spikes, { shape, every, parameters: { taps, cutoff } }) {
    const filter = lowPass(taps, cutoff);
    const [samples = 0] = shape;
    const size = spikes.length;
    const decoded = new Float64Array(samples * size);
    spikes.forEach((times, k) => {
      for (const time of times) {
        const start = Math.floor(time / every + 1e-9) - (taps - 1);
        for (const [i, tap] of filter.entries()) {
          const at = (start + i) * size + k;
          if (start + i < samples) decoded[at] = (decoded[at] ?? 0) + tap;
        }
      }
    });
    return decoded;
  },
});
