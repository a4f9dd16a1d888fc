// Replaces the modules that read sets from folders when a bundler builds for browsers.
import { SET_MISSING } from "../errors.ts";
import type {
  openImageFolder as openImageFolderInNode,
  readFrames as readFramesInNode,
} from "../images/image-folder.ts";
import type {
  filesIn as filesInInNode,
  openClassFolders as openClassFoldersInNode,
} from "./class-folders.ts";
import type { openIdxImages as openIdxImagesInNode } from "./idx-images.ts";
import type { openNpmDigits as openNpmDigitsInNode } from "./npm-digits.ts";

function missing(set: string, folder: string): Error {
  const next = "Use the set digits, which needs no folder, or train in Node.";
  return SET_MISSING({
    set,
    expected: "Node",
    got: `a browser, which cannot read ${folder}`,
    next,
  });
}

const refuse = async (set: string, folder: string): Promise<never> => {
  throw missing(set, folder);
};

/** Refuse to read a folder. */
export const openIdxImages: typeof openIdxImagesInNode = refuse;
/** Refuse to read a folder. */
export const openNpmDigits: typeof openNpmDigitsInNode = refuse;
/** Refuse to read a folder. */
export const openImageFolder: typeof openImageFolderInNode = refuse;
/** Refuse to read a folder. */
export const readFrames: typeof readFramesInNode = (folder) => refuse("frames", folder);
/** Refuse to list a folder. */
export const openClassFolders: typeof openClassFoldersInNode = (folder) => {
  throw missing("files", folder);
};
/** Refuse to list a folder. */
export const filesIn: typeof filesInInNode = (folder) => {
  throw missing("files", folder);
};
