import { defineEncoder } from "@spikeloom/kernel";
import { exp, log } from "./elementary.ts";
import { ENCODER_RATE } from "./errors.ts";
import { bandCentres, gammatone } from "./gammatone.ts";
import { checkFinite, checkOrder, oneEach } from "./unit-values.ts";

/** Auditory nerve fibre: a leaky integrator of its hair cell's output, with a dead time. */
interface Fibre {
  potential: number;
  /** Time since the last spike in ms. */
  since: number;
}

/**
 * Encode sound as spikes of the auditory nerve.
 *
 * Bands are spaced as on the basilar membrane. A hair cell rectifies the filtered signal of its band and compresses it
 * by a power; a leaky integrator fires at `threshold` and is then silent for `dead_time`.
 */
export const cochlea = defineEncoder({
  name: "cochlea",
  about: "Sound from -1 to 1 as auditory nerve spikes: gammatone filters, hair cells, neurons.",
  cite: ["doi:10.1016/0378-5955(90)90170-T", "doi:10.1109/TNNLS.2020.3044364"],
  parameters: {
    bands: { default: 32, about: "neurons per channel", type: "integer", min: 1 },
    low: {
      default: "100 Hz",
      about: "centre frequency of the lowest band",
      min: "0 Hz",
      exclusive: true,
    },
    high: {
      default: "3500 Hz",
      about: "centre frequency of the highest band",
      min: "0 Hz",
      exclusive: true,
    },
    power: {
      default: 0.3,
      about: "compression exponent of a hair cell",
      min: 0,
      exclusive: true,
      max: 1,
    },
    tau: { default: "2 ms", about: "time constant of a neuron", min: "0 ms", exclusive: true },
    threshold: {
      default: 0.12,
      about: "minimum drive at which a neuron fires",
      min: 0,
      exclusive: true,
    },
    dead_time: { default: "1 ms", about: "dead time after a spike", min: "0 ms" },
  },
  neurons: (shape, { parameters: { bands } }) => oneEach(shape) * bands,
  begin(shape, { every, parameters }) {
    const { bands, low, high, power, tau, threshold, dead_time } = parameters;
    checkOrder("cochlea", { low, high }, { mayBeEqual: true });
    // Internal frequencies are in kHz, sampling intervals in ms.
    const rate = 1000 / every;
    if (high * 2000 > rate) throw ENCODER_RATE({ encoder: "cochlea", rate, least: high * 2000 });
    const channels = oneEach(shape);
    const centres = bandCentres(bands, low * 1000, high * 1000);
    const filters = Array.from({ length: channels * bands }, (_, neuron) =>
      gammatone(centres[neuron % bands] ?? 0, rate),
    );
    const fibres = filters.map((): Fibre => ({ potential: 0, since: Number.POSITIVE_INFINITY }));
    const keeps = exp(-every / tau);
    return {
      next(sample, emit) {
        checkFinite(sample, "cochlea");
        for (const [neuron, fibre] of fibres.entries()) {
          const passed = filters[neuron]?.(sample[Math.floor(neuron / bands)] ?? 0) ?? 0;
          const drive = passed > 0 ? exp(power * log(passed)) : 0;
          fibre.since += every;
          if (fibre.since < dead_time) continue;
          fibre.potential = keeps * fibre.potential + (1 - keeps) * drive;
          if (fibre.potential < threshold) continue;
          fibre.potential = 0;
          fibre.since = 0;
          emit(neuron, 0);
        }
      },
    };
  },
});
