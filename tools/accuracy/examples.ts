import type { LabelledImages } from "@spikeloom/data";
import { stream, streamKey } from "@spikeloom/random";
import { type Examples, spikeExamples, valueExamples } from "@spikeloom/training";
import type { Task } from "./tasks.ts";

/** Distance from one image to the previous one. */
export interface Part extends LabelledImages {
  readonly from: number;
  readonly to: number;
}

/** Append copies of each image, shifted by random whole pixels. */
export function movedImages(part: Part, { moved }: Task): Part {
  if (moved === undefined) return part;
  const { copies, by } = moved;
  const { from, to, images, labels } = part;
  const count = to - from;
  const draws = stream(streamKey(1, "moved"), 0);
  const made = new Uint8Array(784 * count * copies);
  const offset = (): number => Math.floor((2 * by + 1) * draws.uniform()) - by;
  for (let k = 0; k < count * copies; k++) {
    // The first copies are the unchanged images.
    const [down, right] = k < count ? [0, 0] : [offset(), offset()];
    const image = 784 * (from + (k % count));
    for (let pixel = 0; pixel < 784; pixel++) {
      const [row, column] = [Math.floor(pixel / 28) - down, (pixel % 28) - right];
      if (row < 0 || row > 27 || column < 0 || column > 27) continue;
      made[784 * k + pixel] = images[image + 28 * row + column] as number;
    }
  }
  const all = Uint8Array.from(
    { length: count * copies },
    (_, k) => labels[from + (k % count)] as number,
  );
  return { ...part, count: count * copies, images: made, labels: all, from: 0, to: count * copies };
}

/** Append the mirror image of each image. */
export function mirroredImages(part: Part, { mirrored }: Task): Part {
  if (mirrored === undefined) return part;
  const { from, to } = part;
  const images = part.images.subarray(784 * from, 784 * to);
  const labels = part.labels.subarray(from, to);
  const count = 2 * (to - from);
  const made = new Uint8Array(784 * count);
  made.set(images);
  const own = made.subarray(images.length);
  own.set(images);
  for (let row = 0; row < own.length; row += 28) own.subarray(row, row + 28).reverse();
  const all = Uint8Array.from({ length: count }, (_, k) => labels[k % labels.length] as number);
  return { ...part, count, images: made, labels: all, from: 0, to: count };
}

/** Let each pixel above a tenth spike once, the brighter the earlier. */
export function spikingImages({ steps, latest }: Task, part: Part): Examples {
  const { images, from, to } = part;
  const begins = new Uint32Array(to - from + 1);
  const [when, who]: [number[], number[]] = [[], []];
  for (let image = from; image < to; image++) {
    const buckets: number[][] = Array.from({ length: steps }, () => []);
    for (let pixel = 0; pixel < 784; pixel++) {
      const value = images[image * 784 + pixel] as number;
      if (value > 25) buckets[Math.floor(((255 - value) / 231) * latest)]?.push(pixel);
    }
    for (const [step, pixels] of buckets.entries()) {
      for (const pixel of pixels) {
        when.push(step);
        who.push(pixel);
      }
    }
    begins[image - from + 1] = when.length;
  }
  const input = { begins, steps: Uint16Array.from(when), neurons: Uint16Array.from(who) };
  return spikeExamples({ input }, labelsOf(part), to - from);
}

/** Present brightness unencoded, from 0 to 1. */
export function plainImages(part: Part): Examples {
  const { images, from, to, white } = part;
  return valueExamples(
    {
      values: images.subarray(784 * from, 784 * to),
      shape: [28, 28],
      targets: labelsOf(part),
      size: to - from,
    },
    { input: "input.x_values", range: [0, white] },
  );
}

function labelsOf({ labels, from, to }: Part): Float64Array {
  return Float64Array.from(labels.subarray(from, to));
}
