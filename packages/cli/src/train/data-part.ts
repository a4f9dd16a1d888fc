import { type LabelledImages, takeImages } from "@spikeloom/data";
import type { LabelledValues } from "@spikeloom/training";

/** Samples with the range of their numbers, and with their labels. */
export interface ValueSamples extends LabelledValues {
  readonly range: readonly [number, number];
}

/** Samples of events, one file each, and their targets. */
export interface EventSamples extends Pick<LabelledValues, "targets" | "size"> {
  readonly files: readonly string[];
}

/** A damaged event file of which the intact events are used. */
export interface DamagedFile {
  readonly file: string;
  /** Number of events that are used. */
  readonly kept: number;
  /** Dropped or reordered items, by kind. */
  readonly damage: Readonly<Record<string, number>>;
}

/** Samples for training or testing. */
export type TaskSamples = ValueSamples | EventSamples;

/** Samples of which some can be selected. */
export interface DataPart {
  readonly count: number;
  readonly labels: Uint8Array;
  take(samples: Uint32Array): TaskSamples;
}

/** Contents of a set: classes, and samples for training, validation and testing. */
export interface DataParts {
  readonly classes: readonly string[];
  readonly train: DataPart;
  /** Validation samples of the set, if it has any. */
  readonly validation?: DataPart | undefined;
  readonly test: DataPart;
  /** Files that contain them. */
  readonly files: readonly string[];
}

/** Select samples of images. */
export function imagePart(all: LabelledImages): DataPart {
  const samplesOf = ({
    images,
    height,
    width,
    channels,
    white,
    labels,
    count,
  }: LabelledImages) => ({
    values: images,
    shape: channels === 1 ? [height, width] : [height, width, channels],
    targets: labels,
    size: count,
    range: [0, white] as const,
  });
  const { count, labels } = all;
  return { count, labels, take: (samples) => samplesOf(takeImages(all, samples)) };
}

/** Select samples of events. */
export function eventPart({
  files,
  labels,
}: {
  readonly files: readonly string[];
  readonly labels: Uint8Array;
}): DataPart {
  return {
    count: files.length,
    labels,
    take: (samples) => ({
      files: Array.from(samples, (sample) => files[sample] as string),
      targets: Uint8Array.from(samples, (sample) => labels[sample] as number),
      size: samples.length,
    }),
  };
}

/** Select samples of numbers, one after another. */
export function valuePart({
  values,
  shape,
  labels,
  range,
}: {
  readonly values: Float32Array | Float64Array;
  /** Of one sample. */
  readonly shape: readonly number[];
  readonly labels: Uint8Array;
  readonly range: readonly [number, number];
}): DataPart {
  const length = shape.reduce((product, one) => product * one, 1);
  return {
    count: labels.length,
    labels,
    take(samples) {
      // In their original precision: rounded values may lie beyond the range.
      const count = length * samples.length;
      const taken =
        values instanceof Float64Array ? new Float64Array(count) : new Float32Array(count);
      samples.forEach((sample, k) => {
        taken.set(values.subarray(sample * length, (sample + 1) * length), k * length);
      });
      const targets = Uint8Array.from(samples, (sample) => labels[sample] as number);
      return { values: taken, shape, targets, range, size: samples.length };
    },
  };
}

/** Explain how to convert pictures of three channels to one, if possible. */
export function greyAdvice(shape: readonly number[]): string {
  return shape.length === 3 && shape[2] === 3
    ? 'To train on grey pictures, set "grey": "bt601" in "data". To train on red, green and blue: '
    : "";
}
