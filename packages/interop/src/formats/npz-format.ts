import type { FormatRecord } from "@spikeloom/kernel";
import { weightsFormat } from "./weights-format.ts";

/** Weights of a trained network by name, as NumPy saves arrays. */
export const npzFormat: FormatRecord = weightsFormat({
  name: "npz",
  about: "Weights of a trained network as arrays of NumPy, by name.",
  extensions: [".npz"],
  load: async () => (await import("../numpy/read.ts")).readArrays,
});
