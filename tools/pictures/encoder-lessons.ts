import type { EncoderRecord } from "../../packages/kernel/src/contracts/encoder.ts";

/** Input with which an encoder is shown. */
export interface EncoderLesson {
  /** Of the values, or of one sample of a signal. */
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** Time from one sample of a signal to the next, in ms. */
  readonly every?: number;
  /** What is drawn, in ms. */
  readonly until: number;
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** Label of the values. */
  readonly label: string;
}

/** The platform's own sine may differ in the last bit, which no picture shows. */
const rounded = (value: number): number => Number(value.toPrecision(12));

/** Values from 0 to 1, one neuron each, so that a raster shows the code as a curve. */
const ramp: EncoderLesson = {
  shape: [26],
  values: Float64Array.from({ length: 26 }, (_, k) => k / 25),
  until: 100,
  label: "value",
};

/** A slow oscillation with a faster one on top, from 0.1 to 0.9. */
const swing: EncoderLesson = {
  shape: [1],
  values: Float64Array.from({ length: 200 }, (_, k) =>
    rounded(
      0.5 - 0.32 * Math.cos((2 * Math.PI * k) / 100) + 0.08 * Math.sin((2 * Math.PI * k) / 23),
    ),
  ),
  every: 1,
  until: 200,
  label: "signal",
};

/** A tone that rises by the same factor in each ms. */
function risingTone(samples: number, rate: number): Float64Array {
  const [low, high] = [100, 3500];
  const octaves = Math.log(high / low);
  return Float64Array.from({ length: samples }, (_, k) => {
    const share = k / samples;
    const cycles = (low * samples * (Math.exp(share * octaves) - 1)) / (rate * octaves);
    return rounded(0.3 * Math.sin(2 * Math.PI * cycles));
  });
}

/** A bright bar that passes a row of pixels from one end to the other. */
function passingBar(frames: number, pixels: number): Float64Array {
  return Float64Array.from({ length: frames * pixels }, (_, at) => {
    const distance = (at % pixels) - (Math.floor(at / pixels) * pixels) / frames;
    return rounded(0.1 + 0.8 * Math.exp(-(distance * distance) / 4));
  });
}

/** Events that move from neuron to neuron and back, as rows of a time and a neuron. */
const zigzag: EncoderLesson = {
  shape: [100, 2],
  values: Float64Array.from({ length: 200 }, (_, at) => {
    const k = Math.floor(at / 2);
    return at % 2 === 0 ? k : Math.abs((k % 48) - 24);
  }),
  until: 100,
  label: "",
};

/** Encoders that need other values or another time. */
const own: Readonly<Record<string, Partial<EncoderLesson>>> = {
  rate: { until: 200 },
  "rate-bernoulli": { until: 200, parameters: { p_max: 0.2 } },
  "rate-regular": { until: 200 },
  "rank-order": { until: 30 },
  phase: { until: 24 },
  burst: { until: 55 },
  population: { values: Float64Array.from({ length: 6 }, (_, k) => k / 5), until: 10 },
  "population-circular": {
    values: Float64Array.from({ length: 6 }, (_, k) => 60 * k),
    until: 10,
    parameters: { high: 360 },
  },
  delta: { parameters: { threshold: 0.03 } },
  "moving-window": { parameters: { threshold: 0.08 } },
  "threshold-based": { ...swing, shape: [200, 1] },
  cochlea: {
    shape: [1],
    values: risingTone(3200, 16_000),
    every: 0.0625,
    until: 200,
    label: "",
  },
  "event-camera": {
    shape: [24],
    values: passingBar(100, 24),
    every: 2,
    until: 200,
    label: "",
  },
  events: { ...zigzag, parameters: { width: 25 } },
};

/** Choose the input with which an encoder is shown. */
export function encoderLesson(encoder: EncoderRecord): EncoderLesson {
  const usual = encoder.begin === undefined ? ramp : swing;
  const lesson = { ...usual, ...own[encoder.name] };
  return usual === ramp && own[encoder.name]?.shape === undefined
    ? { ...lesson, shape: [lesson.values.length] }
    : lesson;
}
