import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file of layers or weights is damaged, or holds what no reader takes. */
export const LAYERS_READ: ErrorFactory<{
  readonly path: string;
  readonly place: string;
  readonly reason: string;
}> = defineError("SL_LAYERS_READ", ({ path, place, reason }) => ({
  message: `The layers cannot be read: ${reason}.`,
  place: place === "" ? path : `${path}: ${place}`,
  next: "Write the file anew with the tool that it comes from, with layers and operators that docs/guides/layers.md lists.",
}));
