import { SET_SHAPE } from "../errors.ts";

/** Labelled images. */
export interface LabelledImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** Values per pixel: 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
  /** Level of white, such as 255. */
  readonly white: number;
  /** Values of shape [count, height, width, channels], from 0 to `white`. */
  readonly images: Uint8Array | Uint16Array;
  /** Of shape [count]. */
  readonly labels: Uint8Array;
  /** Class names, indexed by label. */
  readonly classes: readonly string[];
}

/** An image set with the parts defined by its authors. */
export interface ImageSet {
  readonly name: string;
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  /** Files that it was read from; undefined if there are none. */
  readonly files?: readonly string[];
}

/** Check that each image has a valid label; throws `SL_SET_SHAPE`. */
export function checkImages(images: LabelledImages, set: string): LabelledImages {
  const { count, height, width, channels, labels, classes } = images;
  const refuse = (expected: string, got: string): Error => SET_SHAPE({ set, expected, got });
  if (labels.length !== count) throw refuse(`${count} labels`, `${labels.length}`);
  const pixels = count * height * width * channels;
  if (images.images.length !== pixels) throw refuse(`${pixels} levels`, `${images.images.length}`);
  const wrong = labels.findIndex((label) => label >= classes.length);
  if (wrong >= 0) {
    throw refuse(`labels from 0 to ${classes.length - 1}`, `${labels[wrong]} for sample ${wrong}`);
  }
  return images;
}

/** Return an image as fractions of white, from 0 to 1, row by row. */
export function imageValues(
  { count, height, width, channels, white, images }: LabelledImages,
  sample: number,
): Float64Array {
  if (!(Number.isInteger(sample) && sample >= 0 && sample < count)) {
    const expected = `a sample from 0 to ${count - 1}`;
    throw SET_SHAPE({ set: "imageValues", expected, got: String(sample) });
  }
  const size = height * width * channels;
  const levels = images.subarray(sample * size, (sample + 1) * size);
  return Float64Array.from(levels, (level) => level / white);
}

/** Return the images of some samples, in the given order. */
export function takeImages(from: LabelledImages, samples: ArrayLike<number>): LabelledImages {
  const size = from.height * from.width * from.channels;
  const length = samples.length * size;
  const images =
    from.images instanceof Uint8Array ? new Uint8Array(length) : new Uint16Array(length);
  const labels = new Uint8Array(samples.length);
  for (let k = 0; k < samples.length; k++) {
    const sample = samples[k] as number;
    if (!(Number.isInteger(sample) && sample >= 0 && sample < from.count)) {
      const expected = `samples from 0 to ${from.count - 1}`;
      throw SET_SHAPE({ set: "takeImages", expected, got: String(sample) });
    }
    images.set(from.images.subarray(sample * size, (sample + 1) * size), k * size);
    labels[k] = from.labels[sample] as number;
  }
  return { ...from, count: samples.length, images, labels };
}
