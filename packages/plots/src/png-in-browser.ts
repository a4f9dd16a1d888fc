import { PLOT_PNG } from "./errors.ts";
import type { Figure } from "./figure.ts";
import type { PngOptions } from "./png.ts";

/** Refuse to make a PNG: what rasterises in Node is no part of a page. */
export function toPng(_picture: Figure | string, _options: PngOptions = {}): Promise<Uint8Array> {
  return Promise.reject(PLOT_PNG({ reason: "it needs Node, but this is a browser" }));
}
