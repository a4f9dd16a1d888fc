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

/** Parameters of an encoder that do not fit each other. */
export const ENCODER_PARAMETERS: ErrorFactory<{
  readonly encoder: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_ENCODER_PARAMETERS", ({ encoder, expected, got }) => ({
  message: `The parameters of "${encoder}" do not fit each other.`,
  place: `encoder "${encoder}"`,
  expected,
  got,
  next: "Give both of them, or leave both out.",
}));

/** A signal that is sampled too rarely for the frequencies that are asked of it. */
export const ENCODER_RATE: ErrorFactory<{
  readonly encoder: string;
  readonly rate: number;
  readonly least: number;
}> = defineError("SL_ENCODER_RATE", ({ encoder, rate, least }) => ({
  message: `The signal is sampled too rarely for the bands of "${encoder}".`,
  place: `encoder "${encoder}"`,
  expected: `at least ${least} samples a second, twice the highest band`,
  got: `${Number(rate.toPrecision(6))}`,
  next: 'Give a lower "high", or a signal with a shorter "every".',
}));
