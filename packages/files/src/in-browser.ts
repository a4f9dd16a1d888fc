// Replaces index.ts in bundles for browsers, which cannot open or write files.
import type { checkOutputs as checkOutputsInNode } from "./check-outputs.ts";
import type { createFile as createFileInNode } from "./disk.ts";
import type { draftFile as draftFileInNode } from "./draft-file.ts";
import { FileRefusal } from "./file-refusal.ts";
import type {
  isDrawnPicture as isDrawnPictureInNode,
  markPicture as markPictureInNode,
} from "./marked-picture.ts";
import type { openBeside as openBesideInNode } from "./open-beside.ts";
import type {
  checkUnlocked as checkUnlockedInNode,
  lockOutput as lockOutputInNode,
} from "./output-lock.ts";
import type {
  isInside as isInsideInNode,
  openPlainFile as openPlainFileInNode,
  readPlainFile as readPlainFileInNode,
  readPlainText as readPlainTextInNode,
} from "./plain-file.ts";
import type { writeFolder as writeFolderInNode } from "./write-folder.ts";
import type {
  checkPictures as checkPicturesInNode,
  writePictures as writePicturesInNode,
} from "./write-pictures.ts";
import type {
  writeAllWhole as writeAllWholeInNode,
  writeStreamed as writeStreamedInNode,
  writeWhole as writeWholeInNode,
} from "./write-whole.ts";

export type { Output } from "./check-outputs.ts";
export type { Disk } from "./disk.ts";
export type { DraftFile } from "./draft-file.ts";
export { OUTPUT_INPUT, OUTPUT_LOCKED, OUTPUT_OTHER, OUTPUT_TWICE } from "./errors.ts";
export { FileRefusal } from "./file-refusal.ts";
export { type HeldFile, heldFile } from "./held-file.ts";
export type { OpenBeside } from "./open-beside.ts";
export type { PlainFile } from "./plain-file.ts";
export { sourceOfFile } from "./source-of-file.ts";
export type { PictureRule } from "./write-pictures.ts";
export type { Contents, WriteOptions } from "./write-whole.ts";

const refuse = (): never => {
  throw new FileRefusal("it needs Node, but this is a browser");
};

/** Refuse to open. */
export const openPlainFile: typeof openPlainFileInNode = refuse;
/** Refuse to read. */
export const readPlainFile: typeof readPlainFileInNode = refuse;
/** Refuse to read. */
export const readPlainText: typeof readPlainTextInNode = refuse;
/** Refuse to open. */
export const openBeside: typeof openBesideInNode = refuse;
/** Refuse to write. */
export const createFile: typeof createFileInNode = refuse;
/** Refuse to write. */
export const draftFile: typeof draftFileInNode = refuse;
/** Refuse to look. */
export const isInside: typeof isInsideInNode = refuse;
/** Refuse to write. */
export const checkPictures: typeof checkPicturesInNode = refuse;
/** Refuse to write. */
export const writePictures: typeof writePicturesInNode = refuse;
/** Refuse to write. */
export const checkOutputs: typeof checkOutputsInNode = refuse;
/** Refuse to write. */
export const checkUnlocked: typeof checkUnlockedInNode = refuse;
/** Refuse to open. */
export const isDrawnPicture: typeof isDrawnPictureInNode = refuse;
/** Refuse to mark. */
export const markPicture: typeof markPictureInNode = refuse;
/** Refuse to write. */
export const lockOutput: typeof lockOutputInNode = refuse;
/** Refuse to write. */
export const writeAllWhole: typeof writeAllWholeInNode = refuse;
/** Refuse to write. */
export const writeWhole: typeof writeWholeInNode = refuse;
/** Refuse to write. */
export const writeStreamed: typeof writeStreamedInNode = async () => refuse();
/** Refuse to write. */
export const writeFolder: typeof writeFolderInNode = async () => refuse();
