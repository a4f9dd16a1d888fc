import { SET_SHAPE } from "../errors.ts";

/** Images with a label each. */
export interface LabelledImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** Numbers of a pixel: 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
  /** The level that is white, such as 255. */
  readonly white: number;
  /** Of shape [count, height, width, channels], the first axis slowest; levels from 0 to `white`. */
  readonly images: Uint8Array | Uint16Array;
  /** Of shape [count]. */
  readonly labels: Uint8Array;
  /** Name of each class; labels count them from 0. */
  readonly classes: readonly string[];
}

/** A data set of images with the parts that its authors gave it. */
export interface ImageSet {
  readonly name: string;
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  /** The files that it was read from; not there where it was read from none. */
  readonly files?: readonly string[];
}

/** Check that each image has a label of a class; throws `SL_SET_SHAPE`. */
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

/** Give an image as shares of white, from 0 to 1, row after row. */
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

/** Take the images of some samples, in the order given. */
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
