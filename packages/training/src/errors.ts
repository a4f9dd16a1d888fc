import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface Told {
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

/** A network holds something that has no gradient here. */
export const NOT_TRAINED: ErrorFactory<Told> = defineError("SL_NOT_TRAINED", (text) => text);

/** A batch does not fit the network that it is for. */
export const BATCH: ErrorFactory<Told> = defineError("SL_TRAINING_BATCH", (text) => text);

/** A loss, a gradient or a number that is trained is not finite any more. */
export const NOT_FINITE: ErrorFactory<Told> = defineError("SL_TRAINING_NOT_FINITE", (text) => text);

/** An optimiser, a loss, a surrogate or a readout cannot be used as it is. */
export const TRAINING_OPTION: ErrorFactory<Told> = defineError(
  "SL_TRAINING_OPTION",
  (text) => text,
);

/** What was saved does not belong to what is begun. */
export const SAVED: ErrorFactory<Told> = defineError("SL_TRAINING_SAVED", (text) => text);

/** A thread that takes part in learning cannot work, or does not come back. */
export const WORKER: ErrorFactory<Told> = defineError("SL_TRAINING_WORKER", (text) => text);

/** Layers have no counterpart that spikes. */
export const CONVERSION: ErrorFactory<Told> = defineError("SL_CONVERSION", (text) => text);
