import { imageValues, type LabelledImages } from "@spikeloom/data";
import { type Simulated, simulate } from "spikeloom";
import { digitNetwork, type Learnt, weightSum } from "./network.ts";

/** Duration of an image, and of the rest after it. */
const [shown, rest] = ["350 ms", "150 ms"];
/** An image with fewer spikes is shown again, brighter. */
const leastSpikes = 5;
/** Rate of a white pixel at first, and at most, in Hz. */
const [firstRate, mostRate] = [63.75, 1000];

/** Options of a new network. */
export interface Beginning {
  readonly neurons: number;
  readonly seed: number;
}

/** Show images once each to a network that learns from them; labels are not used. */
export async function learn(
  images: LabelledImages,
  { neurons, seed }: Beginning,
  onImage?: (done: number) => void,
): Promise<Learnt> {
  const pixels = images.height * images.width;
  const sim = await simulate(digitNetwork(pixels, neurons), { seed, keep: false });
  try {
    for (let k = 0; k < images.count; k++) {
      await scaleWeights(sim, neurons);
      await show(sim, imageValues(images, k));
      onImage?.(k + 1);
    }
    const { values: weights } = await sim.weights("learnt");
    const { values: rise } = await sim.state("learners", "v_rise");
    return { weights, rise };
  } finally {
    await sim.close();
  }
}

/** Show images to a trained network; returns the spike count of each neuron for each image. */
export async function respond(
  images: LabelledImages,
  learnt: Learnt,
  { neurons, seed }: Beginning,
): Promise<readonly Float64Array[]> {
  const pixels = images.height * images.width;
  const sim = await simulate(digitNetwork(pixels, neurons, learnt), { seed, keep: false });
  const found: Float64Array[] = [];
  try {
    for (let k = 0; k < images.count; k++) {
      const counts = new Float64Array(neurons);
      for (const neuron of await show(sim, imageValues(images, k)))
        counts[neuron] = (counts[neuron] ?? 0) + 1;
      found.push(counts);
    }
  } finally {
    await sim.close();
  }
  return found;
}

/** Show an image until neurons respond, then rest; returns the neuron of each spike. */
async function show(sim: Simulated, image: Float64Array): Promise<Uint32Array> {
  const light = (rate: number): Promise<void> =>
    sim.setInput("inputs", { values: image.map((level) => rate * level), unit: "Hz" });
  let answer: Uint32Array = new Uint32Array(0);
  for (
    let rate = firstRate;
    answer.length < leastSpikes && rate <= mostRate;
    rate += firstRate / 2
  ) {
    await light(rate);
    sim.spikes("learners");
    await sim.advance(shown);
    answer = sim.spikes("learners").neurons;
    await light(0);
    await sim.advance(rest);
    sim.spikes("inputs");
  }
  return answer;
}

/**
 * Scale the weights onto each neuron to a constant sum; they are stored pixel by pixel.
 *
 * The learner of `digits.json` does the same with `weight_sum`; this file contains every step of the experiment.
 */
async function scaleWeights(sim: Simulated, neurons: number): Promise<void> {
  const { values, unit } = await sim.weights("learnt");
  const sums = new Float64Array(neurons);
  values.forEach((weight, k) => {
    sums[k % neurons] = (sums[k % neurons] ?? 0) + weight;
  });
  const scaled = values.map((weight, k) => (weight * weightSum) / (sums[k % neurons] ?? 1));
  await sim.setWeights("learnt", { values: scaled, unit });
}
