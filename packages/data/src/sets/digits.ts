import { gunzip } from "../bytes/gunzip.ts";
import { checkImages, type ImageSet, type LabelledImages, takeImages } from "./images.ts";

const count = 1797;
/** Number of training samples: the first four fifths. */
const trained = 1437;

/**
 * Return the 1797 digits of 8 by 8 pixels that the package includes.
 *
 * Levels are from 0 to 16. E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, 1998, test part,
 * doi:10.24432/C50P49, CC BY 4.0. The order is that of scikit-learn's `load_digits`.
 */
export async function digits(): Promise<LabelledImages> {
  // Some 60 kB that a page without digits does not load.
  const { packedDigits } = await import("../generated/digits.ts");
  const packed = Uint8Array.from(atob(packedDigits), (letter) => letter.charCodeAt(0));
  const bytes = await gunzip(packed, "digits");
  const images = { images: bytes.subarray(count), labels: bytes.subarray(0, count) };
  const classes = Array.from({ length: 10 }, (_, k) => String(k));
  return checkImages(
    { count, height: 8, width: 8, channels: 1, white: 16, ...images, classes },
    "digits",
  );
}

/** Return the same digits in two parts: the first 1437 for training, the last 360 for testing. */
export async function digitSet(): Promise<ImageSet> {
  const all = await digits();
  const range = (from: number, until: number): Uint32Array =>
    Uint32Array.from({ length: until - from }, (_, k) => from + k);
  return {
    name: "digits",
    train: takeImages(all, range(0, trained)),
    test: takeImages(all, range(trained, count)),
  };
}
