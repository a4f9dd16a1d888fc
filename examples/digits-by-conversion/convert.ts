import { imageValues, type LabelledImages } from "@spikeloom/data";
import { completeNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import {
  adamW,
  analogLayers,
  answerOf,
  assess,
  type ConvertedLayers,
  convertLayers,
  cosineRate,
  crossEntropy,
  type Examples,
  fit,
  surrogate,
  valueExamples,
} from "@spikeloom/training";
import { beginLearning, bptt, defaultStack as stack } from "spikeloom";
import { analogNetwork } from "./network.ts";

/** Layers trained without spikes, and the network converted from them. */
export interface Converted {
  /** Test images that the layers classify correctly. */
  readonly right: number;
  readonly spiking: ConvertedLayers;
}

/** Train layers without spikes on images, and convert them to spikes. */
export async function trainAndConvert(
  set: { readonly train: LabelledImages; readonly test: LabelledImages },
  {
    hidden,
    levels,
    epochs,
    seed,
  }: {
    readonly hidden: number;
    readonly levels: number;
    readonly epochs: number;
    readonly seed: number;
  },
): Promise<Converted> {
  const { train, test } = set;
  const sizes = { pixels: train.height * train.width, classes: train.classes.length };
  const network = completeNetwork(analogNetwork({ ...sizes, hidden, levels, seed }), stack);
  const weight = (projection: string) => ({ projection, variable: "weight" });
  const request = {
    network,
    program: programOf(network, { stack }),
    stack,
    seed,
    trainable: [
      ...[weight("input->hidden"), weight("hidden->output")],
      ...["hidden", "output"].map((population) => ({ population, parameter: "bias" })),
      { population: "hidden", parameter: "most", channels: 1 },
    ],
    values: ["input.x_values"],
    readout: { population: "output", variable: "v" },
    loss: crossEntropy,
    optimiser: adamW({ rate: 0.002 }),
    // Nothing spikes here; gradients pass through the rounding unchanged.
    surrogate: surrogate("fast-sigmoid", { rounding: "straight-through" }),
    backend: stack.get("backend", "clock"),
  };
  const learner = await beginLearning(bptt, request);
  let right = 0;
  let layers: ReturnType<typeof analogLayers>;
  try {
    await fit(learner, { examples: examplesOf(train), epochs, seed, schedule: cosineRate });
    const { accuracy = 0 } = await assess(learner, examplesOf(test));
    right = Math.round(accuracy * test.count);
    layers = analogLayers({ request, parameters: await learner.parameters() });
  } finally {
    await learner.close?.();
  }
  const samples = Array.from({ length: Math.min(200, train.count) }, (_, k) =>
    imageValues(train, k),
  );
  return {
    right,
    spiking: convertLayers(layers, { samples, levels }),
  };
}

/** Count the images whose class is the index of the largest output. */
export function countNamed(
  images: LabelledImages,
  answer: (image: Float64Array) => Float64Array,
): number {
  const named = Array.from(images.labels, (label, k) => {
    return answerOf(answer(imageValues(images, k))) === label;
  });
  return named.filter(Boolean).length;
}

function examplesOf({ images, labels, count, height, width, white }: LabelledImages): Examples {
  const targets = Float64Array.from(labels);
  return valueExamples(
    { values: images, shape: [height, width], targets, size: count },
    { input: "input.x_values", range: [0, white] },
  );
}
