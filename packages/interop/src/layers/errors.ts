import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file of layers or weights is damaged or has unsupported contents. */
export const LAYERS_READ: ErrorFactory<{
  readonly path: string;
  readonly place: string;
  readonly reason: string;
}> = defineError("SL_LAYERS_READ", ({ path, place, reason }) => ({
  message: `The layers cannot be read: ${reason}.`,
  place: place === "" ? path : `${path}: ${place}`,
  expected: "an intact file of supported layers",
  got: reason,
  next: "Write the file again with the tool that created it, using layers and operators listed in docs/guides/layers.md.",
}));
