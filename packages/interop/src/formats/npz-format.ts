import type { FormatRecord } from "@spikeloom/kernel";
import { weightsFormat } from "./weights-format.ts";

/** Weights of a trained network by name, in a NumPy archive. */
export const npzFormat: FormatRecord = weightsFormat({
  name: "npz",
  about: "Weights of a trained network as NumPy arrays by name.",
  extensions: [".npz"],
  load: async () => (await import("../numpy/read.ts")).readArrays,
});
