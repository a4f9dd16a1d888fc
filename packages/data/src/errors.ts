import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Error in a file, with its byte offset. */
export interface ByteFault {
  readonly file: string;
  /** Byte offset from the start of the file. */
  readonly byte: number;
  readonly expected: string;
  readonly got: string;
}

const at = ({ file, byte }: ByteFault): string => `${file}: byte ${byte}`;

interface OptionFault {
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}

/** Invalid option of a reader, loader or transform. */
export const DATA_OPTION: ErrorFactory<OptionFault> = defineError("SL_DATA_OPTION", (e) => ({
  message: "Invalid value of an option.",
  ...e,
  next: "Omit the option or choose a value within the stated limits.",
}));

/** A file of a data set or recording cannot be read. */
export const RECORD_READ: ErrorFactory<{ readonly file: string; readonly reason: string }> =
  defineError("SL_RECORD_READ", ({ file, reason }) => ({
    message: `The file cannot be read: ${reason}.`,
    place: file,
    next: "Check the path and the permissions of the file.",
  }));

/** A file of a data set or recording does not match its format. */
export const RECORD_DAMAGED: ErrorFactory<ByteFault> = defineError("SL_RECORD_DAMAGED", (e) => ({
  message: "The file is damaged, truncated, or in another format.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: "Download the file again, and check that its format matches its name.",
}));

/** The columns of a text table are ambiguous. */
export const TABLE_COLUMNS: ErrorFactory<{
  readonly file: string;
  readonly reason: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_TABLE_COLUMNS", ({ file, reason, ...text }) => ({
  message: `The columns of the table cannot be determined: ${reason}.`,
  place: file,
  ...text,
}));

/** Unknown data set, or files that are not in the given folder. */
export const SET_MISSING: ErrorFactory<{
  readonly set: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_SET_MISSING", ({ set, ...text }) => ({
  message: "The data set cannot be opened.",
  place: set,
  ...text,
}));

/** The parts of a data set do not match. */
export const SET_SHAPE: ErrorFactory<{
  readonly set: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_SET_SHAPE", ({ set, expected, got }) => ({
  message: "The parts of the data set do not match.",
  place: set,
  expected,
  got,
  next: "Provide one label per sample, and files of the same set.",
}));

/** An image with other channels than requested. */
export const PICTURE_CHANNELS: ErrorFactory<{
  readonly file: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_PICTURE_CHANNELS", ({ file, ...text }) => ({ place: file, ...text }));
