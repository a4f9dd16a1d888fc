import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file is missing, not HDF5, or damaged. */
export const NIR_READ: ErrorFactory<{ readonly path: string; readonly reason: string }> =
  defineError("SL_NIR_READ", ({ path, reason }) => ({
    message: `The NIR file cannot be read: ${reason}.`,
    place: path,
    next: "Check the path, and write the file again with the library that created it.",
  }));

/** An HDF5 file that violates the NIR format. */
export const NIR_SHAPE: ErrorFactory<{
  readonly path: string;
  readonly inside: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NIR_SHAPE", ({ path, inside, expected, got }) => ({
  message: "The HDF5 file does not contain a graph as defined by NIR.",
  place: `${path}: ${inside}`,
  expected,
  got,
  next: "Write the file again with the library that created it; content outside NIR belongs below metadata.",
}));

/** Parts of a graph are inconsistent. */
export const NIR_GRAPH: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NIR_GRAPH", (fault) => ({
  ...fault,
  next: "Correct the graph in the program that created it, and write it again.",
}));

/** Recordings of a graph that no shift in time aligns with a forward pass. */
export const NIR_ALIGN: ErrorFactory<{ readonly place: string; readonly names: string }> =
  defineError("SL_NIR_ALIGN", ({ place, names }) => ({
    message: "Results of this graph cannot be aligned with a forward pass.",
    place,
    expected: "cycles of one neuron node each, such as a recurrent layer",
    got: `a cycle of ${names}, in which each signal is one step later than in the graph`,
    next: "Run it without the option align; recorded times then include the lag of each layer.",
  }));

/** The input file does not match the graph's input. */
export const NIR_DATA: ErrorFactory<{
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NIR_DATA", ({ path, expected, got }) => ({
  message: "The file does not match the input of the graph.",
  place: path,
  expected,
  got,
  next: "Save an array with one row per step with numpy.save.",
}));

/** A network that cannot be written as a graph. */
export const NIR_WRITE: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next?: string;
}> = defineError("SL_NIR_WRITE", ({ next, ...fault }) => ({
  ...fault,
  next: next ?? "See docs/guides/nir.md for what a graph can express.",
}));
