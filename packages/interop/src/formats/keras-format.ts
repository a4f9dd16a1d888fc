import { defineFormat, type FormatRecord } from "@spikeloom/kernel";

/** Keras 3 models: the layers of a trained network. */
export const kerasFormat: FormatRecord = defineFormat({
  name: "keras",
  about: "Layers and weights of a trained network in a Keras 3 file.",
  extensions: [".keras"],
  holds: ["layers"],
  options: {},
  losses: {
    layer: "A layer that is not supported; its input is passed through.",
    activation: "An activation that is not supported; values are passed through.",
  },
  async read(source) {
    const [{ readKeras }, { readingLayers }, { wholeSource }] = await Promise.all([
      import("../keras/read.ts"),
      import("../layers/damage.ts"),
      import("./held-source.ts"),
    ]);
    const bytes = await wholeSource(source);
    const { layers, losses } = await readingLayers(source.name, () => readKeras(bytes));
    return { thing: { holds: "layers", layers }, losses };
  },
});
