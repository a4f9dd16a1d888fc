import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file is not HDF5, or damaged. */
export const NETX_READ: ErrorFactory<{ readonly path: string; readonly reason: string }> =
  defineError("SL_NETX_READ", ({ path, reason }) => ({
    message: `The netx file cannot be read: ${reason}.`,
    place: path,
    next: "Check the path, and export the network again with lava-dl.",
  }));

/** An HDF5 file that is no netx description, or has layers that the chip's models do not cover. */
export const NETX_SHAPE: ErrorFactory<{
  readonly path: string;
  readonly inside: string;
  readonly expected: string;
  readonly got: string;
  readonly next?: string | undefined;
}> = defineError("SL_NETX_SHAPE", ({ path, inside, expected, got, next }) => ({
  message: "The HDF5 file contains no network of layers as netx defines it.",
  place: `${path}: ${inside}`,
  expected,
  got,
  next: next ?? "Export the network again with lava-dl.",
}));

/** The input file does not match the network's input. */
export const NETX_DATA: ErrorFactory<{
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NETX_DATA", ({ path, expected, got }) => ({
  message: "The file does not match the input of the network.",
  place: path,
  expected,
  got,
  next: "Save an array with one row per step with numpy.save.",
}));

/** A network that netx has no layers for. */
export const NETX_WRITE: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NETX_WRITE", (fault) => ({
  ...fault,
  next: "See docs/guides/loihi.md for what a netx file can express.",
}));
