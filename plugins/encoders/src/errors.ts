import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A value that an encoder has no spikes for. */
export const ENCODER_VALUE: ErrorFactory<{
  readonly encoder: string;
  readonly index: number;
  readonly expected: string;
  readonly got: number;
  readonly next: string;
}> = defineError("SL_ENCODER_VALUE", ({ encoder, index, expected, got, next }) => ({
  message: `"${encoder}" cannot encode this value.`,
  place: `value ${index}`,
  expected,
  got: String(got),
  next,
}));
