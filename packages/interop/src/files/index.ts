export { checkOutputs, type Output } from "./check-outputs.ts";
export { dataFilesOf } from "./data-files.ts";
export { OUTPUT_INPUT, OUTPUT_LOCKED, OUTPUT_OTHER, OUTPUT_TWICE } from "./errors.ts";
export { FileRefusal } from "./file-refusal.ts";
export { isDrawnPicture, markPicture } from "./marked-picture.ts";
export { type OpenBeside, openBeside } from "./open-beside.ts";
export { checkUnlocked, lockOutput } from "./output-lock.ts";
export { openPlainFile, type PlainFile, readPlainFile, readPlainText } from "./plain-file.ts";
export { sourceOfFile } from "./source-of-file.ts";
export { writeFolder } from "./write-folder.ts";
export {
  type Contents,
  type WriteOptions,
  writeAllWhole,
  writeStreamed,
  writeWhole,
} from "./write-whole.ts";
