import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file that no format of a stack recognises. */
export const FORMAT_UNKNOWN: ErrorFactory<{
  readonly place: string;
  readonly got: string;
  readonly tried: readonly string[];
}> = defineError("SL_FORMAT_UNKNOWN", ({ place, got, tried }) => ({
  message: "No format of the stack recognises this file by its contents.",
  place,
  expected: `a file of ${tried.join(", ")}`,
  got,
  next: "Name the format with --from (in scripts: from), or add a plugin that reads it.",
}));

/** A file that several formats of a stack recognise. */
export const FORMAT_AMBIGUOUS: ErrorFactory<{
  readonly place: string;
  readonly names: readonly string[];
}> = defineError("SL_FORMAT_AMBIGUOUS", ({ place, names }) => ({
  message: "Several formats of the stack recognise this file by its contents.",
  place,
  expected: "a file that one format recognises",
  got: names.join(", "),
  next: `Name the format, for example with --from ${names[0]} (in scripts: from: "${names[0]}").`,
}));
