import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** An NWB or NIX file is missing, not HDF5, or damaged. */
export const NWB_READ: ErrorFactory<{ readonly path: string; readonly reason: string }> =
  defineError("SL_NWB_READ", ({ path, reason }) => ({
    message: `The file cannot be read: ${reason}.`,
    place: path,
    next: "Check that the file is complete; spikeloom inspect lists its contents.",
  }));

/** An object of a file violates NWB or NIX. */
export const NWB_SHAPE: ErrorFactory<{
  readonly path: string;
  readonly inside: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NWB_SHAPE", ({ path, inside, expected, got }) => ({
  message: "The file does not conform to its format.",
  place: `${path}: ${inside}`,
  expected,
  got,
  next: "Validate the file with its format's tools: python -m pynwb.validate FILE, or nixio.",
}));
