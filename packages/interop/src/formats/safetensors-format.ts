import { defineFormat, type FormatRecord } from "@spikeloom/kernel";

/** Weights of a trained network by name, as safetensors has them. */
export const safetensorsFormat: FormatRecord = defineFormat({
  name: "safetensors",
  about: "Weights of a trained network by name, without what is done between them.",
  extensions: [".safetensors"],
  holds: ["layers"],
  options: {
    order: {
      type: "text",
      about: "how weights of two axes lie: by output and input, or by input and output",
      choices: ["out-in", "in-out"],
      default: "out-in",
    },
  },
  losses: {
    operations: "What a layer does beside its weights: strides, pooling, activations.",
    tensor: "A tensor that belongs to no layer that is read.",
  },
  async read(source, { options }) {
    const [{ readTensors }, { layersOf }, { readingLayers }, { wholeSource }] = await Promise.all([
      import("../safetensors/read.ts"),
      import("../layers/from-tensors.ts"),
      import("../layers/damage.ts"),
      import("./held-source.ts"),
    ]);
    const bytes = await wholeSource(source);
    const tensors = await readingLayers(source.name, () => readTensors(bytes));
    const { layers, losses } = layersOf(tensors, options["order"] as "out-in" | "in-out");
    return { thing: { holds: "layers", layers }, losses };
  },
});
