import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** An NWB or NIX file is missing, no HDF5 file, or a damaged one. */
export const NWB_READ: ErrorFactory<{ readonly path: string; readonly reason: string }> =
  defineError("SL_NWB_READ", ({ path, reason }) => ({
    message: `The file cannot be read: ${reason}.`,
    place: path,
    next: "Look whether it came whole; spikeloom inspect lists what is in it.",
  }));

/** A file holds something else in a place than NWB or NIX has there. */
export const NWB_SHAPE: ErrorFactory<{
  readonly path: string;
  readonly inside: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NWB_SHAPE", ({ path, inside, expected, got }) => ({
  message: "There is something else in the file than its format has here.",
  place: `${path}: ${inside}`,
  expected,
  got,
  next: "Check the file with what its makers give: python -m pynwb.validate FILE, or nixio.",
}));
