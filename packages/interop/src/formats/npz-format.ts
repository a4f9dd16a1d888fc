import { defineFormat, type FormatRecord } from "@spikeloom/kernel";

/** Weights of a trained network by name, as NumPy saves arrays. */
export const npzFormat: FormatRecord = defineFormat({
  name: "npz",
  about: "Weights of a trained network as arrays of NumPy, by name.",
  extensions: [".npz"],
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
    const [{ readArrays }, { layersOf }, { readingLayers }, { wholeSource }] = await Promise.all([
      import("../numpy/read.ts"),
      import("../layers/from-tensors.ts"),
      import("../layers/damage.ts"),
      import("./held-source.ts"),
    ]);
    const bytes = await wholeSource(source);
    const tensors = await readingLayers(source.name, () => readArrays(bytes));
    const { layers, losses } = layersOf(tensors, options["order"] as "out-in" | "in-out");
    return { thing: { holds: "layers", layers }, losses };
  },
});
