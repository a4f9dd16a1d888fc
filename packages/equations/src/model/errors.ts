import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface ModelFault {
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

/** A name reserved by equations, or declared twice in a model. */
export const MODEL_NAME: ErrorFactory<ModelFault> = defineError("SL_MODEL_NAME", (fault) => fault);

/** An assignment, hold or derivative of a name that is not a variable of the model. */
export const MODEL_TARGET: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_TARGET",
  (fault) => fault,
);

/** A part of a model refers to another part that does not exist. */
export const MODEL_REFERENCE: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_REFERENCE",
  (fault) => fault,
);

/** Mutually exclusive fields, or a missing field that another one requires. */
export const MODEL_FIELDS: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_FIELDS",
  (fault) => fault,
);

/** A default outside its own bounds, or bounds in the wrong order. */
export const MODEL_BOUNDS: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_BOUNDS",
  (fault) => fault,
);

/** Noise or a draw whose meaning would depend on how often an expression is evaluated. */
export const MODEL_NOISE: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_NOISE",
  (fault) => fault,
);

/** A name that exists but cannot be read here. */
export const MODEL_SCOPE: ErrorFactory<ModelFault> = defineError(
  "SL_MODEL_SCOPE",
  (fault) => fault,
);
