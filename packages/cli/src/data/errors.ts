import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file of a data set cannot be fetched, or differs from the publisher's description. */
export const DATA_FETCH: ErrorFactory<{
  readonly file: string;
  readonly url: string;
  readonly reason: string;
  readonly expected?: string;
  readonly got?: string;
  readonly next: string;
}> = defineError("SL_DATA_FETCH", ({ file, url, reason, ...text }) => ({
  message: `"${file}" cannot be downloaded: ${reason}.`,
  place: url,
  ...text,
}));

/** Nobody can be asked whether to fetch a data set. */
export const DATA_CONSENT: ErrorFactory<{ readonly set: string }> = defineError(
  "SL_DATA_CONSENT",
  ({ set }) => ({
    message: "Downloads need a confirmation, but the command is not running in a terminal.",
    place: set,
    next: "Run it in a terminal, or pass --yes.",
  }),
);

/** A file of an unknown kind of data. */
export const DATA_KIND: ErrorFactory<{
  readonly file: string;
  readonly expected: string;
  readonly got: string;
  readonly next?: string | undefined;
}> = defineError("SL_DATA_KIND", ({ file, expected, got, next }) => ({
  message: "The file contains no data of a known kind.",
  place: file,
  expected,
  got,
  next: next ?? "Rename the file with an extension for its format, such as .raw or .wav.",
}));

/** A sample index beyond the data. */
export const DATA_SAMPLE: ErrorFactory<{
  readonly file: string;
  readonly count: number;
  readonly got: string;
}> = defineError("SL_DATA_SAMPLE", ({ file, count, got }) => ({
  message: `This sample does not exist: the data has ${count} samples, numbered from 0.`,
  place: file,
  expected: count === 0 ? "data with samples" : `a sample from 0 to ${count - 1}`,
  got,
  next: "Choose an existing one.",
}));

/** A data file whose numbers an encoder cannot accept. */
export const DATA_ENCODE: ErrorFactory<{
  readonly file: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_DATA_ENCODE", ({ file, expected, got }) => ({
  message: "The file cannot be encoded in this way.",
  place: file,
  expected,
  got,
  next: "spikeloom data show FILE describes the file, spikeloom list encoders lists the encoders.",
}));

/** An option without effect on the contents of a file, or on its encoding. */
export const DATA_UNUSED: ErrorFactory<{
  readonly file: string;
  readonly option: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_DATA_UNUSED", ({ file, option, expected, got }) => ({
  message: `The option ${option} has no effect.`,
  place: file,
  expected,
  got,
  next: `Remove ${option}.`,
}));

/** Missing samples of a signal. */
export const DATA_GAPS: ErrorFactory<{
  readonly file: string;
  readonly missing: number;
  readonly of: number;
  /** The first of them. */
  readonly first: number;
}> = defineError("SL_DATA_GAPS", ({ file, missing, of, first }) => ({
  message: "The signal has missing samples, which cannot be encoded.",
  place: `${file} sample ${first}`,
  expected: "a number for each sample",
  got: missing === of ? "none at all" : `${missing} of ${of} missing`,
  next:
    missing === of
      ? "Choose another signal; spikeloom data show FILE lists them."
      : "--gaps hold repeats the previous value, --gaps line interpolates to the next one.",
}));

/** A number of a file that no encoder accepts. */
export const DATA_NUMBER: ErrorFactory<{ readonly file: string; readonly got: string }> =
  defineError("SL_DATA_NUMBER", ({ file, got }) => ({
    message: "A value that is not a finite number cannot be encoded.",
    place: file,
    expected: "a finite number",
    got,
    next: "Replace it with a number, or encode other samples. --gaps fills missing samples (NaN) of a signal.",
  }));
