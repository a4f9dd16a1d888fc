export { checkOutputs, type Output } from "./check-outputs.ts";
export { dataFilesOf } from "./data-files.ts";
export { OUTPUT_INPUT, OUTPUT_LOCKED, OUTPUT_TWICE } from "./errors.ts";
export { checkUnlocked, lockOutput } from "./output-lock.ts";
export { FileRefusal, openPlainFile, type PlainFile } from "./plain-file.ts";
export { type Contents, type WriteOptions, writeAllWhole, writeWhole } from "./write-whole.ts";
