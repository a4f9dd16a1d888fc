import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface FileFault {
  readonly path: string;
  readonly reason: string;
}

/** A result file cannot be written where it should be. */
export const RESULT_WRITE: ErrorFactory<FileFault> = defineError(
  "SL_RESULT_WRITE",
  ({ path, reason }) => ({
    message: `The result cannot be written: ${reason}.`,
    place: path,
    next: "Choose a folder that exists, can be written to and has space left.",
  }),
);

/** A result file is missing or cannot be opened. */
export const RESULT_READ: ErrorFactory<FileFault> = defineError(
  "SL_RESULT_READ",
  ({ path, reason }) => ({
    message: `The result cannot be read: ${reason}.`,
    place: path,
    next: "Check the path and the rights of the file.",
  }),
);

/** A file is no HDF5 file, is cut short, or is damaged. */
export const RESULT_DAMAGED: ErrorFactory<FileFault> = defineError(
  "SL_RESULT_DAMAGED",
  ({ path, reason }) => ({
    message: `The file is no HDF5 file, or a damaged one: ${reason}.`,
    place: path,
    next: "Run the network again; results are written whole or not at all.",
  }),
);

/** An HDF5 file holds something else than a result. */
export const RESULT_SHAPE: ErrorFactory<{
  readonly path: string;
  readonly inside: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_RESULT_SHAPE", ({ path, inside, expected, got }) => ({
  message: "The HDF5 file does not hold a result as version 1 of the format says.",
  place: `${path}: ${inside}`,
  expected,
  got,
  next: "See specs/result/1 for what a result file holds.",
}));
