import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface FileFault {
  readonly path: string;
  readonly reason: string;
}

/** Context of a file that could not be written. */
export interface WriteFault extends FileFault {
  /** Part of the run that the file still contains; undefined if there is no file. */
  readonly safe?: { readonly duration: number; readonly steps: number } | undefined;
}

/** A result file cannot be written to its path. */
export const RESULT_WRITE: ErrorFactory<WriteFault> = defineError(
  "SL_RESULT_WRITE",
  ({ path, reason, safe }) => ({
    message: `The result cannot be written: ${reason}.${safeText(safe)}`,
    place: path,
    next: "Choose an existing, writable folder with free space.",
  }),
);

/** The disk is full; data written so far is kept. */
export const RESULT_FULL: ErrorFactory<WriteFault> = defineError(
  "SL_RESULT_FULL",
  ({ path, reason, safe }) => ({
    message: `There is no space for the result: ${reason}.${safeText(safe)}`,
    place: path,
    next: "Free disk space or choose another path; or record fewer neurons, or sample less often.",
  }),
);

function safeText(safe: WriteFault["safe"]): string {
  if (safe === undefined) return "";
  return ` The file is readable and contains the first ${safe.duration} ms (${safe.steps} steps).`;
}

/** A result file is missing or cannot be opened. */
export const RESULT_READ: ErrorFactory<FileFault> = defineError(
  "SL_RESULT_READ",
  ({ path, reason }) => ({
    message: `The result cannot be read: ${reason}.`,
    place: path,
    next: "Check the path and the file permissions.",
  }),
);

/** A file is not HDF5, is truncated, or is damaged. */
export const RESULT_DAMAGED: ErrorFactory<FileFault> = defineError(
  "SL_RESULT_DAMAGED",
  ({ path, reason }) => ({
    message: `The file is not an HDF5 file, or is damaged: ${reason}.`,
    place: path,
    next: "Run the network again. SpikeLoom writes result files atomically, so the file was damaged later.",
  }),
);

/** An HDF5 file that does not contain a result. */
export const RESULT_SHAPE: ErrorFactory<{
  readonly path: string;
  readonly inside: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_RESULT_SHAPE", ({ path, inside, expected, got }) => ({
  message: "The HDF5 file does not contain a result as specified by version 1 of the format.",
  place: `${path}: ${inside}`,
  expected,
  got,
  next: "See specs/result/1 for the contents of a result file.",
}));

/** A result file in which a run cannot be resumed. */
export const RESULT_RESUME: ErrorFactory<FileFault> = defineError(
  "SL_RESULT_RESUME",
  ({ path, reason }) => ({
    message: `The run cannot be resumed in this result file: ${reason}.`,
    place: path,
    next: "Pass the result file that was written with the checkpoint, or run from the start.",
  }),
);

interface InspectFault extends FileFault {
  readonly isDamaged: boolean;
  /** Kind of file that its first bytes indicate, such as "a PNG image"; undefined if unknown. */
  readonly kind?: string | undefined;
}

/** A file to be inspected that cannot be opened or is not HDF5. */
export const HDF5_READ: ErrorFactory<InspectFault> = defineError(
  "SL_HDF5_READ",
  ({ path, reason, isDamaged, kind }) =>
    kind === undefined
      ? {
          message: isDamaged
            ? `The file is not an HDF5 file, or is damaged: ${reason}.`
            : `The file cannot be read: ${reason}.`,
          place: path,
          expected: isDamaged ? "an intact HDF5 file" : "a readable file",
          got: reason,
          next: isDamaged
            ? "Check that the file is complete. For a network in another format, use spikeloom show."
            : "Check the path and the file permissions.",
        }
      : {
          message: `The file is ${kind}, which cannot be inspected.`,
          place: path,
          expected: "an HDF5 file",
          got: kind,
          next: "Inspect an HDF5 file, a network in XML or JSON, or layers (.onnx, .keras, .safetensors, .npz).",
        },
);

interface DataFault {
  /** Place in the network that refers to the file. */
  readonly place: string;
  readonly file: string;
}

/** A data file of a network that cannot be opened or is damaged. */
export const DATA_READ: ErrorFactory<
  DataFault & { readonly reason: string; readonly isDamaged?: boolean }
> = defineError("SL_DATA_READ", ({ place, file, reason, isDamaged = false }) => ({
  message: `The data file "${file}" cannot be read: ${reason}.`,
  place,
  next: isDamaged
    ? "Write it again, as HDF5 without filters or with gzip, shuffle and fletcher32."
    : "Check the name, which is relative to the network file.",
}));

/** A data file of a network with unexpected contents. */
export const DATA_SHAPE: ErrorFactory<
  DataFault & { readonly inside: string; readonly expected: string; readonly got: string }
> = defineError("SL_DATA_SHAPE", ({ place, file, inside, expected, got }) => ({
  message: `"${inside}" of the data file "${file}" does not contain what the network needs.`,
  place,
  expected,
  got,
  next: "Correct the path inside the file, or the data stored there.",
}));

/** Numbers of a data file that exceed the memory limit. */
export const DATA_MEMORY: ErrorFactory<
  DataFault & { readonly inside: string; readonly bytes: number; readonly memory: number }
> = defineError("SL_DATA_MEMORY", ({ place, file, inside, bytes, memory }) => ({
  message: `The values in "${inside}" of the data file "${file}" exceed the network's memory limit.`,
  place,
  expected: `at most ${mebibytes(memory)} including all values read before`,
  got: `${mebibytes(bytes)} after decompression`,
  next: 'Shorten the lists, or set a larger "memory" if the machine has more.',
}));

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toPrecision(3)} MiB`;
}

/** A data file that differs from the one that the network was run with. */
export const DATA_CHANGED: ErrorFactory<
  DataFault & { readonly expected: string; readonly got: string }
> = defineError("SL_DATA_CHANGED", ({ place, file, expected, got }) => ({
  message: `The data file "${file}" differs from the one that the network was created with.`,
  place,
  expected,
  got,
  next: 'Restore the original file, or remove "size" and "sha256" from the network.',
}));

/** A data file outside the folder of its network. */
export const DATA_OUTSIDE: ErrorFactory<DataFault & { readonly directory: string }> = defineError(
  "SL_DATA_OUTSIDE",
  ({ place, file, directory }) => ({
    message: `The data file "${file}" is outside the network's folder.`,
    place,
    expected: `a file in ${directory}, after resolving symbolic links`,
    got: file,
    next: "Move it there, or, if you trust the network, pass --allow-outside (in scripts: allowOutside: true).",
  }),
);

/** An HDF5 file that stores requested data in another file. */
export const HDF5_OUTSIDE: ErrorFactory<DataFault & { readonly what: string }> = defineError(
  "SL_HDF5_OUTSIDE",
  ({ place, file, what }) => ({
    message: `The file "${file}" is incomplete: ${what} is in another file, which is not opened.`,
    place,
    expected: "all data in one file",
    got: "an external link, external storage or a virtual dataset",
    next: "Copy the external data into the file, for example with h5py: read the dataset and write it to a new file.",
  }),
);
