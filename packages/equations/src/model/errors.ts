import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface ModelFault {
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

/** A name that equations use for something else, or that two parts of a model share. */
export const MODEL_NAME: ErrorFactory<ModelFault> = defineError("SL_MODEL_NAME", (fault) => fault);

/** Something is assigned to, held or moved that is no variable of the model. */
export const MODEL_TARGET: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_TARGET",
  (fault) => fault,
);

/** A part of a model refers to another part that does not exist. */
export const MODEL_REFERENCE: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_REFERENCE",
  (fault) => fault,
);

/** Fields that exclude each other, or one that another needs. */
export const MODEL_FIELDS: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_FIELDS",
  (fault) => fault,
);

/** A default outside its own bounds, or bounds in the wrong order. */
export const MODEL_BOUNDS: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_BOUNDS",
  (fault) => fault,
);

/** Noise or a draw where its meaning would depend on how often an expression is evaluated. */
export const MODEL_NOISE: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_NOISE",
  (fault) => fault,
);

/** A name that exists but cannot be read here. */
export const MODEL_SCOPE: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_SCOPE",
  (fault) => fault,
);
