import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Another run writes to the same place. */
export const OUTPUT_LOCKED: ErrorFactory<{
  readonly path: string;
  readonly lock: string;
  readonly pid: number;
  readonly host: string;
}> = defineError("SL_OUTPUT_LOCKED", ({ path, lock, pid, host }) => ({
  message: `Another run is writing here: process ${pid}${host === "" ? "" : ` on ${host}`}.`,
  place: path,
  next: `Choose another place with --out, or wait for it. If no such run is going on, remove ${lock}.`,
}));

/** What would be written is read by the same run. */
export const OUTPUT_INPUT: ErrorFactory<{ readonly path: string; readonly input: string }> =
  defineError("SL_OUTPUT_INPUT", ({ path, input }) => ({
    message: "This would be written over a file that is read.",
    place: path,
    expected: "another file than any that is read",
    got: `the file that is read as ${input}`,
    next: "Choose another place with --out, --plots, --csv or --network.",
  }));

/** The result of another run is where one is to be written. */
export const OUTPUT_OTHER: ErrorFactory<{
  readonly path: string;
  readonly got: string;
  /** What to do where the place cannot be chosen. */
  readonly next?: string;
}> = defineError("SL_OUTPUT_OTHER", ({ path, got, next }) => ({
  message: "Something else is here already, and would be lost.",
  place: path,
  expected: "no file, or what the same command wrote here before",
  got,
  next: next ?? "Choose another place with --out, or say --overwrite; in a script overwrite: true.",
}));

/** Two things would be written into one file. */
export const OUTPUT_TWICE: ErrorFactory<{
  readonly path: string;
  readonly what: string;
  readonly other: string;
}> = defineError("SL_OUTPUT_TWICE", ({ path, what, other }) => ({
  message: `Two things would be written into one file: ${other} and ${what}.`,
  place: path,
  expected: "a file for each",
  next: "Choose another name with --out, such as one that ends in .h5.",
}));
