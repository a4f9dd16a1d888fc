import { PLOT_PNG } from "./errors.ts";
import type { Figure } from "./figure.ts";
import type { PngOptions } from "./png.ts";

/** Refuse to create a PNG, as the rasteriser needs Node. */
export function toPng(_picture: Figure | string, _options: PngOptions = {}): Promise<Uint8Array> {
  return Promise.reject(PLOT_PNG({ reason: "it needs Node, but this is a browser" }));
}
