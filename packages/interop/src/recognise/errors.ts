import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file that no format of a stack knows as its own. */
export const FORMAT_UNKNOWN: ErrorFactory<{
  readonly place: string;
  readonly got: string;
  readonly tried: readonly string[];
}> = defineError("SL_FORMAT_UNKNOWN", ({ place, got, tried }) => ({
  message: "No format of the stack knows this file by its content.",
  place,
  expected: `a file of ${tried.join(", ")}`,
  got,
  next: "Say which one it is with --from (in scripts from), or add a plugin that reads it.",
}));

/** A file that several formats of a stack know as their own. */
export const FORMAT_AMBIGUOUS: ErrorFactory<{
  readonly place: string;
  readonly names: readonly string[];
}> = defineError("SL_FORMAT_AMBIGUOUS", ({ place, names }) => ({
  message: "Several formats of the stack know this file by its content.",
  place,
  expected: "a file of one of them",
  got: names.join(", "),
  next: `Say which one it is, as in --from ${names[0]} (in scripts from: "${names[0]}").`,
}));
