import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file is missing, no HDF5 file, or a damaged one. */
export const NIR_READ: ErrorFactory<{ readonly path: string; readonly reason: string }> =
  defineError("SL_NIR_READ", ({ path, reason }) => ({
    message: `The NIR file cannot be read: ${reason}.`,
    place: path,
    next: "Check the path, and write the file anew with the library that made it.",
  }));

/** An HDF5 file holds something else than NIR says. */
export const NIR_SHAPE: ErrorFactory<{
  readonly path: string;
  readonly inside: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NIR_SHAPE", ({ path, inside, expected, got }) => ({
  message: "The HDF5 file does not hold a graph as NIR says.",
  place: `${path}: ${inside}`,
  expected,
  got,
  next: "Write the file anew with the library that made it; what is no part of NIR belongs below metadata.",
}));

/** The parts of a graph do not fit each other. */
export const NIR_GRAPH: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NIR_GRAPH", (fault) => ({
  ...fault,
  next: "Correct the graph where it was made, and write it again.",
}));

/** The file of what goes into a graph is not what its input takes. */
export const NIR_DATA: ErrorFactory<{
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NIR_DATA", ({ path, expected, got }) => ({
  message: "The file does not give what the input of the graph takes.",
  place: path,
  expected,
  got,
  next: "Save an array of a row for each step with numpy.save.",
}));

/** A network is not what a graph can say. */
export const NIR_WRITE: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next?: string;
}> = defineError("SL_NIR_WRITE", ({ next, ...fault }) => ({
  ...fault,
  next: next ?? "See docs/guides/nir.md for what a graph can say.",
}));
