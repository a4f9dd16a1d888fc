// Stands for the modules that read sets out of folders where a bundler builds for browsers.
import { SET_MISSING } from "../errors.ts";
import type { openIdxImages as openIdxImagesInNode } from "./idx-images.ts";
import type { openNpmDigits as openNpmDigitsInNode } from "./npm-digits.ts";

const refuse = async (set: string, folder: string): Promise<never> => {
  const next = "Take the set digits, which needs no folder, or train in Node.";
  throw SET_MISSING({ set, expected: "Node", got: `a browser, which has no ${folder}`, next });
};

/** Refuse to read a folder. */
export const openIdxImages: typeof openIdxImagesInNode = refuse;
/** Refuse to read a folder. */
export const openNpmDigits: typeof openNpmDigitsInNode = refuse;
