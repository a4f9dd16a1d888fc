import type { LabelledImages } from "@spikeloom/data";
import { type Examples, spikeExamples, valueExamples } from "@spikeloom/training";
import type { Task } from "./tasks.ts";

/** Images from one to the one before another. */
export interface Part extends LabelledImages {
  readonly from: number;
  readonly to: number;
}

/** Let each pixel above a tenth spike once, the brighter the sooner. */
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

/** Give brightness as it is, from 0 to 1. */
export function plainImages(part: Part): Examples {
  const { images, from, to, white } = part;
  return valueExamples(
    {
      values: images.subarray(784 * from, 784 * to),
      ...{ shape: [28, 28], targets: labelsOf(part), size: to - from },
    },
    { input: "input.x_values", range: [0, white] },
  );
}

function labelsOf({ labels, from, to }: Part): Float64Array {
  return Float64Array.from(labels.subarray(from, to));
}
