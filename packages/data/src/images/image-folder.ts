import { withSource } from "../bytes/open-source.ts";
import { SET_MISSING, SET_SHAPE } from "../errors.ts";
import { type ClassFiles, filesIn, openClassFolders } from "../sets/class-folders.ts";
import type { ImageSet, LabelledImages } from "../sets/images.ts";
import { type GreyImage, readPng } from "./png.ts";

/**
 * Read a set of pictures of PNG, all of one size: `train/CLASS/FILE` and `test/CLASS/FILE`.
 *
 * Levels of 16 bits are rounded to 8. Throws `SL_RECORD_READ`, `SL_RECORD_DAMAGED`, `SL_SET_MISSING`, `SL_SET_SHAPE`.
 */
export async function openImageFolder(name: string, folder: string): Promise<ImageSet> {
  const { classes, train, test } = openClassFolders(folder);
  const read = (part: ClassFiles): Promise<LabelledImages> => readLabelled(part, classes);
  const files = [...train.files, ...test.files];
  const set = { name, train: await read(train), test: await read(test), files };
  const [one, other] = [set.train, set.test];
  if (one.height !== other.height || one.width !== other.width) {
    const got = `${other.width} x ${other.height} in the test`;
    throw SET_SHAPE({ set: folder, expected: `pictures of ${one.width} x ${one.height}`, got });
  }
  return set;
}

/** Pictures that were taken one after another. */
export interface Frames {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** Of shape [count, height, width]; levels from 0 to 255. */
  readonly images: Uint8Array;
}

/**
 * Read the frames of a video out of a folder; needs Node.
 *
 * They are pictures of PNG, all of one size, in the order of their names. Numbers in names go by their size. Levels of 16 bits are rounded to 8. Throws `SL_RECORD_READ`, `SL_RECORD_DAMAGED`,
 * `SL_SET_MISSING`, `SL_SET_SHAPE`.
 */
export async function readFrames(folder: string): Promise<Frames> {
  const files = filesIn(folder);
  if (files.length > 0) return await readAll(files);
  const next =
    "Name the folder that has the pictures in it, or one of a set: train/CLASS/FILE and test/CLASS/FILE.";
  throw SET_MISSING({ set: folder, expected: "pictures of PNG", got: "no files", next });
}

async function readLabelled(
  { files, labels }: ClassFiles,
  classes: readonly string[],
): Promise<LabelledImages> {
  return { ...(await readAll(files)), white: 255, labels, classes };
}

async function readAll(files: readonly string[]): Promise<Frames> {
  const first = await withSource(files[0] as string, readPng);
  const { height, width } = first;
  const size = height * width;
  const images = new Uint8Array(files.length * size);
  for (const [k, file] of files.entries()) {
    const one = k === 0 ? first : await withSource(file, readPng);
    if (one.height !== height || one.width !== width) {
      const expected = `a picture of ${width} x ${height}, as the first one is`;
      throw SET_SHAPE({ set: file, expected, got: `${one.width} x ${one.height}` });
    }
    images.set(levelsOf(one), k * size);
  }
  return { count: files.length, height, width, images };
}

const levelsOf = ({ levels, white }: GreyImage): ArrayLike<number> =>
  white === 255 ? levels : Array.from(levels, (level) => Math.round(level / 257));
