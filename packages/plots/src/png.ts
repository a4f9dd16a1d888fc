import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { PLOT_PNG } from "./errors.ts";
import type { Figure } from "./figure.ts";
import { numberOption } from "./options.ts";
import { toSvg } from "./svg.ts";

/** Options of the PNG output. */
export interface PngOptions {
  /** PNG pixels per SVG pixel, 0.1 to 10; default 2. */
  readonly scale?: number | undefined;
}

const names: OptionNames<PngOptions> = {
  scale: true,
};

/**
 * Rasterise a figure, or the text of an SVG, to PNG; needs Node.
 *
 * Text uses only the bundled font Inter, so the bytes do not depend on installed fonts.
 */
export async function toPng(
  picture: Figure | string,
  options: PngOptions = {},
): Promise<Uint8Array> {
  checkOptionNames(options, names, "toPng");
  const scale = numberOption("scale", options.scale ?? 2, [0.1, 10]);
  const svg = typeof picture === "string" ? picture : toSvg(picture);
  try {
    const [{ Resvg }, { fileURLToPath }] = await Promise.all([
      import("@resvg/resvg-js"),
      import("node:url"),
    ]);
    const font = fileURLToPath(new URL("../fonts/Inter-Regular.ttf", import.meta.url));
    const resvg = new Resvg(svg, {
      font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: "Inter" },
      fitTo: { mode: "zoom", value: scale },
    });
    return new Uint8Array(resvg.render().asPng());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw PLOT_PNG({ reason: reason.split("\n")[0] ?? "" });
  }
}
