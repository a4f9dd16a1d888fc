import type { EncoderRecord } from "../../packages/kernel/src/contracts/encoder.ts";

/** What an encoder is shown with. */
export interface EncoderLesson {
  /** Of the values, or of one sample of a signal. */
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** Time from one sample of a signal to the next, in ms. */
  readonly every?: number;
  /** What is drawn, in ms. */
  readonly until: number;
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** What the values are called. */
  readonly label: string;
}

/** Values from 0 to 1, a neuron each, so that a raster shows the code as a curve. */
const ramp: EncoderLesson = {
  shape: [26],
  values: Float64Array.from({ length: 26 }, (_, k) => k / 25),
  until: 100,
  label: "value",
};

/** Encoders that other values or another time show better. */
const own: Readonly<Record<string, Partial<EncoderLesson>>> = {
  rate: { until: 200 },
};

/** Choose what an encoder is shown with. */
export function encoderLesson({ name }: EncoderRecord): EncoderLesson {
  return { ...ramp, ...own[name] };
}
