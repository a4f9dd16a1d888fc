export { checkOutputs, type Output } from "./check-outputs.ts";
export { createFile, type Disk } from "./disk.ts";
export { type DraftFile, draftFile } from "./draft-file.ts";
export { OUTPUT_INPUT, OUTPUT_LOCKED, OUTPUT_OTHER, OUTPUT_TWICE } from "./errors.ts";
export { FileRefusal } from "./file-refusal.ts";
export { type HeldFile, heldFile } from "./held-file.ts";
export { isDrawnPicture, markPicture } from "./marked-picture.ts";
export { type OpenBeside, openBeside } from "./open-beside.ts";
export { checkUnlocked, lockOutput } from "./output-lock.ts";
export {
  isInside,
  openPlainFile,
  type PlainFile,
  readPlainFile,
  readPlainText,
} from "./plain-file.ts";
export { sourceOfFile } from "./source-of-file.ts";
export { writeFolder } from "./write-folder.ts";
export { checkPictures, type PictureRule, writePictures } from "./write-pictures.ts";
export {
  type Contents,
  type WriteOptions,
  writeAllWhole,
  writeStreamed,
  writeWhole,
} from "./write-whole.ts";
