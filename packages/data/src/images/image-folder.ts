import { withSource } from "../bytes/open-source.ts";
import { PICTURE_CHANNELS, SET_MISSING, SET_SHAPE } from "../errors.ts";
import { type ClassFiles, filesIn, openClassFolders } from "../sets/class-folders.ts";
import type { ImageSet, LabelledImages } from "../sets/images.ts";
import { checkPictureOptions, type Picture, type PictureOptions, readPng } from "./png.ts";

/**
 * Read a set of pictures of PNG, all of one size: `train/CLASS/FILE` and `test/CLASS/FILE`.
 *
 * Colours stay as channels unless `grey` names a conversion. Levels of 16 bits are kept: one such file makes 16 of all. Throws `SL_PICTURE_CHANNELS`, `SL_RECORD_READ`, `SL_RECORD_DAMAGED`, `SL_SET_MISSING`, `SL_SET_SHAPE`.
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

/** Pictures that were taken one after another. */
export interface Frames {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** The level that is white: 255, or 65535 where any file has 16 bits. */
  readonly white: number;
  /** Of shape [count, height, width, channels]; levels from 0 to `white`. */
  readonly images: Uint8Array | Uint16Array;
}

/**
 * Read the frames of a video out of a folder; needs Node.
 *
 * They are pictures of PNG, all of one size, in the order of their names. Numbers in names go by their size. Colours stay as channels unless `grey` names a conversion. Throws `SL_PICTURE_CHANNELS`, `SL_RECORD_READ`, `SL_RECORD_DAMAGED`,
 * `SL_SET_MISSING`, `SL_SET_SHAPE`.
 */
export async function readFrames(folder: string, options: PictureOptions = {}): Promise<Frames> {
  checkPictureOptions(options, "readFrames");
  const files = filesIn(folder);
  if (files.length > 0) return await readAll(files, options);
  const next =
    "Name the folder that has the pictures in it, or one of a set: train/CLASS/FILE and test/CLASS/FILE.";
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
      const expected = `a picture of ${width} x ${height}, as the first one is`;
      throw SET_SHAPE({ set: file, expected, got: `${one.width} x ${one.height}` });
    }
    if (one.channels !== channels) throw otherChannels(file, one, channels);
    // One file of 16 bits among others of 8 makes 16 of all: 255 becomes 65535.
    if (one.white !== 255 && images instanceof Uint8Array) images = Uint16Array.from(images, wide);
    const isNarrow = one.white === 255 && images instanceof Uint16Array;
    images.set(isNarrow ? Uint16Array.from(one.levels, wide) : one.levels, k * size);
  }
  const white = images instanceof Uint8Array ? 255 : 65_535;
  return { count: files.length, height, width, channels, white, images };
}

/** Give levels of 8 bits as 16. */
function widened(part: LabelledImages): LabelledImages {
  if (part.white !== 255) return part;
  return { ...part, white: 65_535, images: Uint16Array.from(part.images, wide) };
}

const wide = (level: number): number => 257 * level;

/** What is said of a picture that has colours where others are grey, or the other way round. */
function otherChannels(
  file: string,
  { height, width, channels }: Pick<Picture, "height" | "width"> & { readonly channels: number },
  wanted: number,
): Error {
  const shape = (count: number): string => `${height} × ${width} × ${count}`;
  return PICTURE_CHANNELS({
    file,
    message: "Some images are in colour, others are grey.",
    expected: `${shape(wanted)} numbers, as the first picture has`,
    got: shape(channels),
    next: 'Set "grey": "bt601" to convert all of them to grey.',
  });
}
