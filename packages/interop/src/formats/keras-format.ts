import { defineFormat, type FormatRecord } from "@spikeloom/kernel";

/** Models of Keras 3: the layers of a trained network. */
export const kerasFormat: FormatRecord = defineFormat({
  name: "keras",
  about: "Layers and weights of a trained network, as Keras 3 saves them.",
  extensions: [".keras"],
  holds: ["layers"],
  options: {},
  losses: {
    layer: "A layer that is not read; what comes into it goes past it.",
    activation: "An activation that is not read; values go past it.",
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
