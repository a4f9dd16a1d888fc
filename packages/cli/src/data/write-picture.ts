import { extname } from "node:path";
import { type PictureRule, writePictures } from "@spikeloom/files";
import { faultReason } from "@spikeloom/kernel";
import { type Figure, toPng, toSvg } from "@spikeloom/plots";
import { FILE_WRITE } from "../errors.ts";
import { asCoded } from "../print/coded.ts";

/** Picture formats by extension. */
const forms: Readonly<Record<string, (figure: Figure) => Promise<string | Uint8Array>>> = {
  ".svg": async (figure) => toSvg(figure),
  ".png": async (figure) => await toPng(toSvg(figure)),
};

/** Write a picture in the format of its extension. Throws `SL_FILE_WRITE`, `SL_OUTPUT_INPUT`, `SL_OUTPUT_OTHER`. */
export async function writePicture(path: string, figure: Figure, rule: PictureRule): Promise<void> {
  const form = forms[extname(path).toLowerCase()];
  if (form === undefined) {
    throw FILE_WRITE({ file: path, reason: "a file name that ends in .svg or .png" });
  }
  const picture = await form(figure);
  try {
    writePictures([[path, picture]], rule);
  } catch (fault) {
    throw asCoded(fault) ?? FILE_WRITE({ file: path, reason: faultReason(fault) });
  }
}
