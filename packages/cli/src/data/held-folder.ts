import { readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { type ImageSet, isPng, openSet, type PictureOptions, readFrames } from "@spikeloom/data";
import { DATA_KIND, DATA_UNUSED } from "./errors.ts";
import type { HeldArray, HeldData } from "./held-kinds.ts";
import { headOf } from "./read-head.ts";

/** Return the digits included in SpikeLoom. */
export async function ownDigits(): Promise<HeldData> {
  return { kind: "arrays", format: "digits", held: imagesOf(await openSet("digits")) };
}

/** Pictures of a folder by class, as for a training. */
async function classesOf(
  folder: string,
  part: string,
  pictures: PictureOptions,
): Promise<HeldData> {
  await checkPictures(folder, part);
  const set = await openSet("image-folder", { folder, ...pictures });
  const held = imagesOf(set, set.train.classes);
  return { kind: "arrays", format: "image-folder", held };
}

/** Find the folder of training samples in that of a set. */
const learnt = (folder: string): string | undefined =>
  readdirSync(folder).find(
    (name) => name.toLowerCase() === "train" && statSync(join(folder, name)).isDirectory(),
  );

/** Refuse classes of files without any picture, such as those of event cameras. */
async function checkPictures(folder: string, part: string): Promise<void> {
  const entries = readdirSync(join(folder, part), { withFileTypes: true });
  const classes = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const files: string[] = [];
  for (const name of classes) {
    const inside = readdirSync(join(folder, part, name)).filter((one) => !one.startsWith("."));
    const path = inside[0] && join(folder, part, name, inside[0]);
    if (path === undefined || path === "" || !statSync(path).isFile()) continue;
    if (await isPicture(path)) return;
    files.push(path);
  }
  const [file] = files;
  // Folders without files are reported when they are opened.
  if (file === undefined) return;
  const expected = "PNG images in train/CLASS and test/CLASS, or video frames";
  const next = `spikeloom data show ${file} shows one of them; a training file uses folders of event files with "set": "events".`;
  throw DATA_KIND({ file: folder, expected, got: file, next });
}

/** The images of a set: training samples, then test samples, from black (0) to white (1). */
function imagesOf(
  { train, test }: ImageSet,
  names?: readonly string[],
): ReadonlyMap<string, HeldArray> {
  const values = new Float32Array(train.images.length + test.images.length);
  values.set(train.images);
  values.set(test.images, train.images.length);
  for (let k = 0; k < values.length; k++) values[k] = (values[k] as number) / train.white;
  const shape = [train.count + test.count, train.height, train.width];
  const images = pixelsOf(shape, values, train.channels);
  const labels = new Uint8Array(train.count + test.count);
  labels.set(train.labels);
  labels.set(test.labels, train.count);
  return new Map<string, HeldArray>([
    ["images", images],
    ["labels", { shape: [labels.length], values: labels, ...(names && { names }) }],
  ]);
}

/** Refuse options for colours if there are no pictures that may have any. */
export function checkPictureUse(
  { grey, alpha }: PictureOptions,
  { file, format }: { readonly file: string; readonly format: string },
): void {
  if (grey === undefined && alpha === undefined) return;
  const [option, got] = grey === undefined ? ["--alpha", alpha] : ["--grey", grey];
  throw DATA_UNUSED({
    file,
    option,
    expected: "pictures of PNG",
    got: `${option} ${got} for ${format}`,
  });
}

/** An array of pixels: if there is more than one channel, their axis is last. */
export function pixelsOf(
  shape: readonly number[],
  values: HeldArray["values"],
  channels: number,
): HeldArray {
  return channels === 1 ? { shape, values } : { shape: [...shape, channels], values, channels };
}

/** Levels as in files of 8 bits, or as fractions of white if they are longer. */
export function levelValues(
  levels: Uint8Array | Uint16Array,
  white: number,
): Uint8Array | Float32Array {
  return levels instanceof Uint8Array ? levels : Float32Array.from(levels, (one) => one / white);
}

/** Pictures of a folder, as the frames of a video. */
async function framesOf(folder: string, pictures: PictureOptions): Promise<HeldData> {
  const { count, height, width, channels, white, images } = await readFrames(folder, pictures);
  const frames = pixelsOf([count, height, width], levelValues(images, white), channels);
  return { kind: "arrays", format: "frames", held: new Map([["frames", frames]]) };
}

/** Names of the four files of a set of IDX, with small variations. */
const ofIdx = /^(?:train|t10k)-(?:images|labels)[-.]idx[13]-ubyte(?:\.gz)?$/;

/** Read the contents of a data folder: classes of pictures, the files of a set of IDX, or frames of a video. */
export async function openHeldFolder(
  folder: string,
  pictures: PictureOptions = {},
): Promise<HeldData> {
  const part = learnt(folder);
  if (part !== undefined) return await classesOf(folder, part, pictures);
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  if (names.some((name) => ofIdx.test(name))) {
    checkPictureUse(pictures, { file: folder, format: "IDX" });
    const set = await openSet("mnist", { folder });
    return { kind: "arrays", format: "IDX", held: imagesOf(set) };
  }
  const file = names.find((name) => isFile(join(folder, name)));
  const first = file ?? names[0];
  if (first !== undefined && !(await isPicture(join(folder, first)))) {
    const expected = "PNG images, train/CLASS and test/CLASS, or the four files of an IDX set";
    const does = file === undefined ? "looks into that folder" : "shows one of its files";
    const next = `spikeloom data show ${join(folder, first)} ${does}.`;
    throw DATA_KIND({ file: folder, expected, got: first, next });
  }
  return await framesOf(folder, pictures);
}

async function isPicture(path: string): Promise<boolean> {
  if (!isFile(path)) return false;
  return extname(path).toLowerCase() === ".png" || isPng(await headOf(path));
}

/** Whether a file exists; a dangling link does not. */
const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
