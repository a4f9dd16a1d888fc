import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface FileFault {
  readonly path: string;
  readonly reason: string;
}

/** What is known where a file could not be written. */
export interface WriteFault extends FileFault {
  /** How much of the run the file holds nevertheless; undefined where there is no file. */
  readonly safe?: { readonly duration: number; readonly steps: number } | undefined;
}

/** A result file cannot be written where it should be. */
export const RESULT_WRITE: ErrorFactory<WriteFault> = defineError(
  "SL_RESULT_WRITE",
  ({ path, reason, safe }) => ({
    message: `The result cannot be written: ${reason}.${safeText(safe)}`,
    place: path,
    next: "Choose a folder that exists, can be written to and has space left.",
  }),
);

/** The disk is full; what was written until then is kept. */
export const RESULT_FULL: ErrorFactory<WriteFault> = defineError(
  "SL_RESULT_FULL",
  ({ path, reason, safe }) => ({
    message: `There is no space for the result: ${reason}.${safeText(safe)}`,
    place: path,
    next: "Free space or choose another place; or record fewer neurons, or samples at longer intervals.",
  }),
);

function safeText(safe: WriteFault["safe"]): string {
  if (safe === undefined) return "";
  return ` The file can be read and holds the first ${safe.duration} ms (${safe.steps} steps).`;
}

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
    next: "Run the network again; a result file is whole at every moment, so this came later.",
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

/** A result file that a run cannot go on in. */
export const RESULT_RESUME: ErrorFactory<FileFault> = defineError(
  "SL_RESULT_RESUME",
  ({ path, reason }) => ({
    message: `The run cannot go on in this result file: ${reason}.`,
    place: path,
    next: "Give the result file that was written beside the checkpoint, or run from the start.",
  }),
);

/** Any file that is looked into cannot be opened, or is no HDF5 file. */
export const HDF5_READ: ErrorFactory<FileFault & { readonly isDamaged: boolean }> = defineError(
  "SL_HDF5_READ",
  ({ path, reason, isDamaged }) => ({
    message: isDamaged
      ? `The file is no HDF5 file, or a damaged one: ${reason}.`
      : `The file cannot be read: ${reason}.`,
    place: path,
    next: isDamaged
      ? "Look whether it came whole. Of a network in another format spikeloom show prints what is in it."
      : "Check the path and the rights of the file.",
  }),
);

interface DataFault {
  /** Where the network names the file. */
  readonly place: string;
  readonly file: string;
}

/** A file beside a network that cannot be opened, or is damaged. */
export const DATA_READ: ErrorFactory<
  DataFault & { readonly reason: string; readonly isDamaged?: boolean }
> = defineError("SL_DATA_READ", ({ place, file, reason, isDamaged = false }) => ({
  message: `The data file "${file}" cannot be read: ${reason}.`,
  place,
  next: isDamaged
    ? "Write it anew, as HDF5 without filters or with gzip, shuffle and fletcher32."
    : "Check the name: it is relative to the network file.",
}));

/** A file beside a network that holds something else than what is needed. */
export const DATA_SHAPE: ErrorFactory<
  DataFault & { readonly inside: string; readonly expected: string; readonly got: string }
> = defineError("SL_DATA_SHAPE", ({ place, file, inside, expected, got }) => ({
  message: `The data file "${file}" does not hold in "${inside}" what the network needs.`,
  place,
  expected,
  got,
  next: "Correct the path inside the file, or what is written there.",
}));

/** Numbers of a data file that would need more memory than there is for them. */
export const DATA_MEMORY: ErrorFactory<
  DataFault & { readonly inside: string; readonly bytes: number; readonly memory: number }
> = defineError("SL_DATA_MEMORY", ({ place, file, inside, bytes, memory }) => ({
  message: `The numbers of the data file "${file}" in "${inside}" need more memory than the network may use.`,
  place,
  expected: `at most ${mebibytes(memory)} with all numbers that were read before`,
  got: `${mebibytes(bytes)} once they are unpacked`,
  next: 'Make the lists shorter, or give it "memory", where the machine has more.',
}));

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toPrecision(3)} MiB`;
}

/** A file beside a network that is not the one that the network was run with. */
export const DATA_CHANGED: ErrorFactory<
  DataFault & { readonly expected: string; readonly got: string }
> = defineError("SL_DATA_CHANGED", ({ place, file, expected, got }) => ({
  message: `The data file "${file}" is another than the network was made with.`,
  place,
  expected,
  got,
  next: 'Use the former file; or take "size" and "sha256" out of the network.',
}));

/** A data file that lies outside of the folder of its network. */
export const DATA_OUTSIDE: ErrorFactory<DataFault & { readonly directory: string }> = defineError(
  "SL_DATA_OUTSIDE",
  ({ place, file, directory }) => ({
    message: `The data file "${file}" lies outside of the folder of the network.`,
    place,
    expected: `a file in ${directory}, with symbolic links followed`,
    got: file,
    next: "Move it there; or, if you trust the network, allow it with --allow-outside (in scripts: allowOutside: true).",
  }),
);

/** An HDF5 file that keeps in another file what is asked of it. */
export const HDF5_OUTSIDE: ErrorFactory<DataFault & { readonly what: string }> = defineError(
  "SL_HDF5_OUTSIDE",
  ({ place, file, what }) => ({
    message: `The file "${file}" is not whole: ${what} lies in another file, and no other file is opened.`,
    place,
    expected: "everything in one file",
    got: "an external link, external storage or a virtual dataset",
    next: "Copy what it refers to into it, for example with h5py: read the dataset and write it to a new file.",
  }),
);
