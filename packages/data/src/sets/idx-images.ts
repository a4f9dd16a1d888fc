import { existsSync } from "node:fs";
import { join } from "node:path";
import { withSource } from "../bytes/open-source.ts";
import { SET_MISSING, SET_SHAPE } from "../errors.ts";
import { readIdx } from "./idx.ts";
import { checkImages, type ImageSet, type LabelledImages } from "./images.ts";

/** Read the four files of IDX that MNIST and sets like it come as; each may be packed by gzip. */
export async function openIdxImages(
  name: string,
  folder: string,
  classes: readonly string[],
): Promise<ImageSet> {
  const read = (part: string): Promise<LabelledImages> => readPart(name, { folder, part }, classes);
  return { name, train: await read("train"), test: await read("t10k") };
}

async function readPart(
  set: string,
  { folder, part }: { readonly folder: string; readonly part: string },
  classes: readonly string[],
): Promise<LabelledImages> {
  const images = await withSource(find(set, folder, `${part}-images-idx3-ubyte`), readIdx);
  const labels = await withSource(find(set, folder, `${part}-labels-idx1-ubyte`), readIdx);
  const [count = 0, height = 0, width = 0] = images.shape;
  const isImages = images.shape.length === 3 && images.values instanceof Uint8Array;
  if (!isImages || !(labels.values instanceof Uint8Array)) {
    const got = `axes of ${images.shape.join(" × ")}`;
    throw SET_SHAPE({ set, expected: "images of three axes and labels, all of one byte", got });
  }
  const values = { images: images.values as Uint8Array, labels: labels.values };
  return checkImages({ count, height, width, white: 255, ...values, classes }, set);
}

/** Find a file as it is served, unpacked, or unpacked by a tool that puts a dot in its name. */
function find(set: string, folder: string, name: string): string {
  const names = [name, `${name}.gz`, name.replace("-idx", ".idx")];
  const found = names.map((one) => join(folder, one)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const next = "Name the folder that has the four files of the set with the option `folder`.";
  throw SET_MISSING({ set, expected: names.join(" or "), got: `none of them in ${folder}`, next });
}
