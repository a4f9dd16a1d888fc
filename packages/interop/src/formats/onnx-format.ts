import { defineFormat, type FormatRecord } from "@spikeloom/kernel";

/** Models of ONNX: the layers of a trained network. */
export const onnxFormat: FormatRecord = defineFormat({
  name: "onnx",
  about: "Layers and weights of a trained network, as ONNX has them.",
  extensions: [".onnx"],
  holds: ["layers"],
  options: {},
  losses: {
    operator: "An operator that is read into no layer; what comes into it goes past it.",
    quantised: "Rounding of the values between two layers to few bits.",
  },
  async read(source, { beside }) {
    const [{ readOnnx }, { readingLayers }, { wholeSource }] = await Promise.all([
      import("../onnx/read.ts"),
      import("../layers/damage.ts"),
      import("./held-source.ts"),
    ]);
    const bytes = await wholeSource(source);
    const { layers, losses } = await readingLayers(source.name, () => readOnnx(bytes, beside));
    return { thing: { holds: "layers", layers }, losses };
  },
});
