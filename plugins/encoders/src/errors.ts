import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A value that an encoder cannot encode. */
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

/** Parameters of an encoder that contradict each other. */
export const ENCODER_PARAMETERS: ErrorFactory<{
  readonly encoder: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_ENCODER_PARAMETERS", ({ encoder, expected, got }) => ({
  message: `The parameters of "${encoder}" contradict each other.`,
  place: `encoder "${encoder}"`,
  expected,
  got,
  next: "Set both, or omit both.",
}));

/** A signal with too low a sampling rate for the requested frequencies. */
export const ENCODER_RATE: ErrorFactory<{
  readonly encoder: string;
  readonly rate: number;
  readonly least: number;
}> = defineError("SL_ENCODER_RATE", ({ encoder, rate, least }) => ({
  message: `The sampling rate of the signal is too low for the bands of "${encoder}".`,
  place: `encoder "${encoder}"`,
  expected: `at least ${least} samples per second, twice the highest band`,
  got: `${Number(rate.toPrecision(6))}`,
  next: 'Set a lower "high", or use a signal with a shorter "every".',
}));
