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
  message: "An option has no usable value.",
  ...e,
  next: "Leave the option out or give a value inside the stated limits.",
}));

/** A file of a data set or recording cannot be read. */
export const RECORD_READ: ErrorFactory<{ readonly file: string; readonly reason: string }> =
  defineError("SL_RECORD_READ", ({ file, reason }) => ({
    message: `The file cannot be read: ${reason}.`,
    place: file,
    next: "Check the path and the rights of the file.",
  }));

/** A file of a data set or recording does not hold what its format says. */
export const RECORD_DAMAGED: ErrorFactory<ByteFault> = defineError("SL_RECORD_DAMAGED", (e) => ({
  message: "The file is damaged, cut short, or in another format.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: "Get the file again, and check that it is of the format that its name says.",
}));

/** A table of text has no columns that can be told apart. */
export const TABLE_COLUMNS: ErrorFactory<{
  readonly file: string;
  readonly reason: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_TABLE_COLUMNS", ({ file, reason, ...text }) => ({
  message: `The columns of the table cannot be told apart: ${reason}.`,
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
  message: "The parts of the data set do not fit each other.",
  place: set,
  expected,
  got,
  next: "Give one label for each sample, and files of one set.",
}));

/** A picture has other channels than those that are asked for. */
export const PICTURE_CHANNELS: ErrorFactory<{
  readonly file: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_PICTURE_CHANNELS", ({ file, ...text }) => ({ place: file, ...text }));
