// Separate from the other errors, which a command loads only to report one: every command loads these two.
import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file that the system refuses to open, read or write. */
export const FILE_SYSTEM: ErrorFactory<{ file: string; reason: string }> = defineError(
  "SL_FILE_SYSTEM",
  ({ file, reason }) => ({
    message: `The system refused access to this file: ${reason}.`,
    place: file,
    next: "Check its path, its permissions and the free disk space.",
  }),
);

/** A fault of SpikeLoom itself; the code appears in JSON only. */
export const UNEXPECTED: ErrorFactory<{ details: string }> = defineError(
  "SL_UNEXPECTED",
  ({ details }) => ({
    message: "SpikeLoom encountered an unexpected error, which is a bug in SpikeLoom.",
    got: details,
    next: "Please report it together with the network.",
  }),
);
