import { existsSync } from "node:fs";
import { join } from "node:path";
import { withSource } from "../bytes/open-source.ts";
import { SET_MISSING, SET_SHAPE } from "../errors.ts";
import { readIdx } from "./idx.ts";
import { checkImages, type ImageSet, type LabelledImages } from "./images.ts";

/** Read the four IDX files of MNIST and similar sets, each optionally compressed by gzip. */
export async function openIdxImages(
  name: string,
  folder: string,
  classes: readonly string[],
): Promise<ImageSet> {
  const filesOf = (part: string): PartFiles => ({
    images: find(name, folder, `${part}-images-idx3-ubyte`),
    labels: find(name, folder, `${part}-labels-idx1-ubyte`),
  });
  const [train, test] = [filesOf("train"), filesOf("t10k")];
  return {
    name,
    train: await readPart(name, train, classes),
    test: await readPart(name, test, classes),
    files: [train, test].flatMap((one) => [one.images, one.labels]),
  };
}

/** The two files of a part. */
interface PartFiles {
  readonly images: string;
  readonly labels: string;
}

async function readPart(
  set: string,
  files: PartFiles,
  classes: readonly string[],
): Promise<LabelledImages> {
  const images = await withSource(files.images, readIdx);
  const labels = await withSource(files.labels, readIdx);
  const [count = 0, height = 0, width = 0] = images.shape;
  const isImages = images.shape.length === 3 && images.values instanceof Uint8Array;
  if (!isImages || !(labels.values instanceof Uint8Array)) {
    const got = `axes of ${images.shape.join(" × ")}`;
    throw SET_SHAPE({ set, expected: "images with three axes, and labels, all in bytes", got });
  }
  const values = { images: images.values as Uint8Array, labels: labels.values };
  return checkImages({ count, height, width, channels: 1, white: 255, ...values, classes }, set);
}

/** Find a file under its original name, decompressed, or decompressed by a tool that puts a dot in its name. */
function find(set: string, folder: string, name: string): string {
  const names = [name, `${name}.gz`, name.replace("-idx", ".idx")];
  const found = names.map((one) => join(folder, one)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const next = "Set the option `folder` to the folder with the four files of the set.";
  throw SET_MISSING({ set, expected: names.join(" or "), got: `none of them in ${folder}`, next });
}
