import { extname } from "node:path";
import { checkOutputs, writeWhole } from "@spikeloom/interop/files";
import { faultReason } from "@spikeloom/kernel";
import { type Figure, toPng, toSvg } from "@spikeloom/plots";
import { FILE_WRITE } from "../errors.ts";

/** Forms of a picture by the end of its name. */
const forms: Readonly<Record<string, (figure: Figure) => Promise<string | Uint8Array>>> = {
  ".svg": async (figure) => toSvg(figure),
  ".png": async (figure) => await toPng(toSvg(figure)),
};

/** Write a picture by the end of its name; never over a file that was read. Throws `SL_FILE_WRITE`. */
export async function writePicture(
  path: string,
  figure: Figure,
  inputs: readonly string[],
): Promise<void> {
  const form = forms[extname(path).toLowerCase()];
  if (form === undefined) {
    throw FILE_WRITE({ file: path, reason: "a picture ends in .svg or .png" });
  }
  checkOutputs([{ path, what: "the picture" }], inputs);
  const picture = await form(figure);
  try {
    writeWhole(path, picture);
  } catch (fault) {
    throw FILE_WRITE({ file: path, reason: faultReason(fault) });
  }
}
