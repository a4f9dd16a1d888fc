import { defineFormat, type FormatRecord } from "@spikeloom/kernel";

/** ONNX models: the layers of a trained network. */
export const onnxFormat: FormatRecord = defineFormat({
  name: "onnx",
  about: "Layers and weights of a trained network in an ONNX file.",
  extensions: [".onnx"],
  holds: ["layers"],
  options: {},
  losses: {
    operator: "An operator that is not supported; its input is passed through.",
    quantised: "Quantisation of the values between two layers.",
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
