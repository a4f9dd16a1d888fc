import type { FormatRecord } from "@spikeloom/kernel";
import { weightsFormat } from "./weights-format.ts";

/** Weights of a trained network by name, in a safetensors file. */
export const safetensorsFormat: FormatRecord = weightsFormat({
  name: "safetensors",
  about: "Weights of a trained network by name, without its activations and other operations.",
  extensions: [".safetensors"],
  load: async () => (await import("../safetensors/read.ts")).readTensors,
});
