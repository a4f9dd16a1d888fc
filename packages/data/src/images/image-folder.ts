import { withSource } from "../bytes/open-source.ts";
import { PICTURE_CHANNELS, SET_MISSING, SET_SHAPE } from "../errors.ts";
import { type ClassFiles, filesIn, openClassFolders } from "../sets/class-folders.ts";
import type { ImageSet, LabelledImages } from "../sets/images.ts";
import { checkPictureOptions, type Picture, type PictureOptions, readPng } from "./png.ts";

/**
 * Read a set of PNG images of equal size: `train/CLASS/FILE` and `test/CLASS/FILE`.
 *
 * Colours remain channels unless `grey` selects a conversion. Levels of 16 bits are preserved: one such file converts
 * all to 16 bits. Throws `SL_PICTURE_CHANNELS`, `SL_RECORD_READ`, `SL_RECORD_DAMAGED`, `SL_SET_MISSING`,
 * `SL_SET_SHAPE`.
 */
export async function openImageFolder(
  name: string,
  folder: string,
  options: PictureOptions = {},
): Promise<ImageSet> {
  checkPictureOptions(options, "openSet");
  const { classes, train, test } = openClassFolders(folder);
  const read = (part: ClassFiles): Promise<LabelledImages> => readLabelled(part, classes, options);
  const files = [...train.files, ...test.files];
  const parts = [await read(train), await read(test)] as const;
  const [one, other] = parts;
  if (one.height !== other.height || one.width !== other.width) {
    const got = `${other.width} x ${other.height} in the test`;
    throw SET_SHAPE({ set: folder, expected: `pictures of ${one.width} x ${one.height}`, got });
  }
  if (one.channels !== other.channels) {
    throw otherChannels(test.files[0] as string, other, one.channels);
  }
  const isWide = parts.some(({ white }) => white !== 255);
  return { name, train: isWide ? widened(one) : one, test: isWide ? widened(other) : other, files };
}

/** Images taken in sequence. */
export interface Frames {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** Level of white: 255, or 65535 if any file has 16 bits. */
  readonly white: number;
  /** Values of shape [count, height, width, channels], from 0 to `white`. */
  readonly images: Uint8Array | Uint16Array;
}

/**
 * Read the frames of a video from a folder; requires Node.
 *
 * They are PNG images of equal size, sorted by name, with numbers in names compared by value. Colours remain channels
 * unless `grey` selects a conversion. Throws `SL_PICTURE_CHANNELS`, `SL_RECORD_READ`, `SL_RECORD_DAMAGED`,
 * `SL_SET_MISSING`, `SL_SET_SHAPE`.
 */
export async function readFrames(folder: string, options: PictureOptions = {}): Promise<Frames> {
  checkPictureOptions(options, "readFrames");
  const files = filesIn(folder);
  if (files.length > 0) return await readAll(files, options);
  const next =
    "Pass the folder that contains the images, or the folder of a set: train/CLASS/FILE and test/CLASS/FILE.";
  throw SET_MISSING({ set: folder, expected: "pictures of PNG", got: "no files", next });
}

async function readLabelled(
  { files, labels }: ClassFiles,
  classes: readonly string[],
  options: PictureOptions,
): Promise<LabelledImages> {
  return { ...(await readAll(files, options)), labels, classes };
}

async function readAll(files: readonly string[], options: PictureOptions): Promise<Frames> {
  const read = (file: string): Promise<Picture> =>
    withSource(file, async (source) => await readPng(source, options));
  const first = await read(files[0] as string);
  const { height, width, channels } = first;
  const size = height * width * channels;
  let images =
    first.white === 255
      ? new Uint8Array(files.length * size)
      : new Uint16Array(files.length * size);
  for (const [k, file] of files.entries()) {
    const one = k === 0 ? first : await read(file);
    if (one.height !== height || one.width !== width) {
      const expected = `an image of ${width} x ${height}, like the first one`;
      throw SET_SHAPE({ set: file, expected, got: `${one.width} x ${one.height}` });
    }
    if (one.channels !== channels) throw otherChannels(file, one, channels);
    // One 16-bit file among 8-bit files converts all to 16 bits: 255 becomes 65535.
    if (one.white !== 255 && images instanceof Uint8Array) images = Uint16Array.from(images, wide);
    const isNarrow = one.white === 255 && images instanceof Uint16Array;
    images.set(isNarrow ? Uint16Array.from(one.levels, wide) : one.levels, k * size);
  }
  const white = images instanceof Uint8Array ? 255 : 65_535;
  return { count: files.length, height, width, channels, white, images };
}

/** Convert 8-bit levels to 16 bits. */
function widened(part: LabelledImages): LabelledImages {
  if (part.white !== 255) return part;
  return { ...part, white: 65_535, images: Uint16Array.from(part.images, wide) };
}

const wide = (level: number): number => 257 * level;

/** Describe an image in colour among grey ones, or vice versa. */
function otherChannels(
  file: string,
  { height, width, channels }: Pick<Picture, "height" | "width"> & { readonly channels: number },
  wanted: number,
): Error {
  const shape = (count: number): string => `${height} × ${width} × ${count}`;
  return PICTURE_CHANNELS({
    file,
    message: "Some images are in colour, others are grey.",
    expected: `${shape(wanted)} numbers, like the first image`,
    got: shape(channels),
    next: 'Set "grey": "bt601" to convert all of them to grey.',
  });
}
