import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file of a data set cannot be fetched, or is not what its publishers say. */
export const DATA_FETCH: ErrorFactory<{
  readonly file: string;
  readonly url: string;
  readonly reason: string;
  readonly expected?: string;
  readonly got?: string;
  readonly next: string;
}> = defineError("SL_DATA_FETCH", ({ file, url, reason, ...text }) => ({
  message: `"${file}" is not fetched: ${reason}.`,
  place: url,
  ...text,
}));

/** Nobody is there to say whether a data set is to be fetched. */
export const DATA_CONSENT: ErrorFactory<{ readonly set: string }> = defineError(
  "SL_DATA_CONSENT",
  ({ set }) => ({
    message: "Nothing is fetched without being asked for, and nobody is there to ask.",
    place: set,
    next: "Run it in a terminal, or give --yes.",
  }),
);

/** A file whose kind of data is not known. */
export const DATA_KIND: ErrorFactory<{
  readonly file: string;
  readonly expected: string;
  readonly got: string;
  readonly next?: string | undefined;
}> = defineError("SL_DATA_KIND", ({ file, expected, got, next }) => ({
  message: "This file holds no data of a kind that is known.",
  place: file,
  expected,
  got,
  next: next ?? "Give the file an end that says its kind, such as .raw or .wav.",
}));

/** A sample that the data do not have. */
export const DATA_SAMPLE: ErrorFactory<{
  readonly file: string;
  readonly count: number;
  readonly got: string;
}> = defineError("SL_DATA_SAMPLE", ({ file, count, got }) => ({
  message: `There is no such sample: the data have ${count}, and the first is 0.`,
  place: file,
  expected: count === 0 ? "data with samples" : `a sample from 0 to ${count - 1}`,
  got,
  next: "Choose one that is there.",
}));

/** A file of data whose numbers an encoder cannot take. */
export const DATA_ENCODE: ErrorFactory<{
  readonly file: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_DATA_ENCODE", ({ file, expected, got }) => ({
  message: "This file cannot be encoded so.",
  place: file,
  expected,
  got,
  next: "spikeloom data show FILE says what it holds, spikeloom list encoders what there is.",
}));

/** An option that has no effect on what a file holds, or on how it is encoded. */
export const DATA_UNUSED: ErrorFactory<{
  readonly file: string;
  readonly option: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_DATA_UNUSED", ({ file, option, expected, got }) => ({
  message: `The option ${option} would change nothing.`,
  place: file,
  expected,
  got,
  next: `Leave ${option} out.`,
}));

/** Samples of a signal that are missing. */
export const DATA_GAPS: ErrorFactory<{
  readonly file: string;
  readonly missing: number;
  readonly of: number;
  /** The first of them. */
  readonly first: number;
}> = defineError("SL_DATA_GAPS", ({ file, missing, of, first }) => ({
  message: "Samples of the signal are missing, and a missing one cannot be encoded.",
  place: `${file} sample ${first}`,
  expected: "a number for each sample",
  got: missing === of ? "none at all" : `${missing} of ${of} missing`,
  next:
    missing === of
      ? "Choose another signal; spikeloom data show FILE says what there is."
      : "--gaps hold lets the value before them stand for them, --gaps line a line to the next one.",
}));

/** A number of a file that no encoder takes. */
export const DATA_NUMBER: ErrorFactory<{ readonly file: string; readonly got: string }> =
  defineError("SL_DATA_NUMBER", ({ file, got }) => ({
    message: "A value that is no finite number cannot be encoded.",
    place: file,
    expected: "a finite number",
    got,
    next: "Put a number in its place, or encode other samples. --gaps fills what is missing (NaN) of a signal.",
  }));
