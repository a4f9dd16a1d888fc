import type { FormatRecord } from "@spikeloom/kernel";
import { weightsFormat } from "./weights-format.ts";

/** Weights of a trained network by name, as safetensors has them. */
export const safetensorsFormat: FormatRecord = weightsFormat({
  name: "safetensors",
  about: "Weights of a trained network by name, without what is done between them.",
  extensions: [".safetensors"],
  load: async () => (await import("../safetensors/read.ts")).readTensors,
});
