import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Error in a file, with its byte offset. */
export interface ByteFault {
  readonly file: string;
  /** Counted from the start of the file. */
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

/** An option of a reader, a loader or a transform has no usable value. */
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

/** A file of a data set or recording does not hold what its format says. */
export const RECORD_DAMAGED: ErrorFactory<ByteFault> = defineError("SL_RECORD_DAMAGED", (e) => ({
  message: "The file is damaged, truncated, or in another format.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: "Download the file again, and check that its format matches its name.",
}));

/** A table of text has no columns that can be told apart. */
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

/** A data set is not known, or its files are not where they should be. */
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

/** The parts of a data set do not fit each other. */
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

/** A picture has other channels than those that are asked for. */
export const PICTURE_CHANNELS: ErrorFactory<{
  readonly file: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_PICTURE_CHANNELS", ({ file, ...text }) => ({ place: file, ...text }));
