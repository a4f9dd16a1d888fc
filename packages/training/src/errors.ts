import { defineError, type ErrorFactory } from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";

interface Told {
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

/** A network contains a part without a gradient. */
export const NOT_TRAINED: ErrorFactory<Told> = defineError("SL_NOT_TRAINED", (text) => text);

/** A batch does not fit its network. */
export const BATCH: ErrorFactory<Told> = defineError("SL_TRAINING_BATCH", (text) => text);

/** A loss, gradient or trained value is no longer finite. */
export const NOT_FINITE: ErrorFactory<Told> = defineError("SL_TRAINING_NOT_FINITE", (text) => text);

/** An invalid optimiser, loss, surrogate or readout. */
export const TRAINING_OPTION: ErrorFactory<Told> = defineError(
  "SL_TRAINING_OPTION",
  (text) => text,
);

/** A saved state does not match the current training. */
export const SAVED: ErrorFactory<Told> = defineError("SL_TRAINING_SAVED", (text) => text);

/** A worker thread failed or stopped responding. */
export const WORKER: ErrorFactory<Told> = defineError("SL_TRAINING_WORKER", (text) => text);

/** Layers have no spiking counterpart. */
export const CONVERSION: ErrorFactory<Told> = defineError("SL_CONVERSION", (text) => text);

/** A sample needs more memory of a graphics processor than allowed. */
export const PROCESSOR_MEMORY: ErrorFactory<{ readonly bytes: number; readonly most: number }> =
  defineError("SL_TRAINING_PROCESSOR_MEMORY", ({ bytes, most }) => ({
    message: "The buffers of one sample need more memory of the graphics processor than allowed.",
    place: "memory",
    expected: `at most ${printBytes(most)}`,
    got: printBytes(bytes),
    next: 'Shorten the "duration", use a longer "dt" or smaller populations, raise the limit, or train on the CPU.',
  }));

/** A part of a training that graphics processors do not support. */
export const ON_PROCESSOR: ErrorFactory<Told> = defineError(
  "SL_TRAINING_PROCESSOR",
  (text) => text,
);
