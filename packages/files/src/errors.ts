import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Another run is writing to the same path. */
export const OUTPUT_LOCKED: ErrorFactory<{
  readonly path: string;
  readonly lock: string;
  readonly pid: number;
  readonly host: string;
}> = defineError("SL_OUTPUT_LOCKED", ({ path, lock, pid, host }) => ({
  message: `Another run is writing to this path: process ${pid}${host === "" ? "" : ` on ${host}`}.`,
  place: path,
  next: `Choose another path with --out, or wait for it to finish. If no such run exists, remove ${lock}.`,
}));

/** An output would overwrite an input of the same run. */
export const OUTPUT_INPUT: ErrorFactory<{ readonly path: string; readonly input: string }> =
  defineError("SL_OUTPUT_INPUT", ({ path, input }) => ({
    message: "This output would overwrite an input.",
    place: path,
    expected: "a path that is not an input",
    got: `the input ${input}`,
    next: "Choose another path with --out, --plots, --csv or --network.",
  }));

/** A different file exists where a result would be written. */
export const OUTPUT_OTHER: ErrorFactory<{
  readonly path: string;
  readonly got: string;
  /** Next step for callers whose path cannot be changed. */
  readonly next?: string;
}> = defineError("SL_OUTPUT_OTHER", ({ path, got, next }) => ({
  message: "A different file exists here and would be overwritten.",
  place: path,
  expected: "no file, or an earlier output of the same command",
  got,
  next:
    next ?? "Choose another path with --out, or pass --overwrite (in scripts: overwrite: true).",
}));

/** Two outputs have the same path. */
export const OUTPUT_TWICE: ErrorFactory<{
  readonly path: string;
  readonly what: string;
  readonly other: string;
}> = defineError("SL_OUTPUT_TWICE", ({ path, what, other }) => ({
  message: `Two outputs have the same path: ${other} and ${what}.`,
  place: path,
  expected: "a separate path for each output",
  next: "Choose another name with --out, for example one that ends in .h5.",
}));
