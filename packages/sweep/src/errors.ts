import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Values of a parameter cannot be parsed. */
export const SWEEP_VALUES: ErrorFactory<{
  place: string;
  message: string;
  expected?: string | undefined;
  got?: string | undefined;
}> = defineError("SL_SWEEP_VALUES", (e) => ({
  ...e,
  next: "Write a list such as 10ms,20ms, or linspace(10ms,30ms,5), logspace(1,100,5) or draw(uniform,0,1,20).",
}));

/** An invalid job list, or one with impossible jobs. */
export const SWEEP_PLAN: ErrorFactory<{ place: string; expected: string; got: string }> =
  defineError("SL_SWEEP_PLAN", (e) => ({
    message: "This is not a valid job list.",
    ...e,
    next: "Create it again with spikeloom sweep NETWORK --set PATH=VALUES --plan.",
  }));

/** A job number that is not in the list. */
export const SWEEP_JOB: ErrorFactory<{ place: string; jobs: number; got: string }> = defineError(
  "SL_SWEEP_JOB",
  ({ place, jobs, got }) => ({
    message: "The sweep has no job with this number.",
    place,
    expected: `a whole number from 0 to ${jobs - 1}`,
    got,
    next: "Jobs are numbered from 0.",
  }),
);

/** A sweep was stopped. */
export const SWEEP_STOPPED: ErrorFactory<{ place: string }> = defineError(
  "SL_SWEEP_STOPPED",
  ({ place }) => ({
    message: "The sweep was stopped; completed runs are kept.",
    place,
    next: "Repeat the command with the same options and file to run the remaining jobs.",
  }),
);

/** The output location holds results of another sweep. */
export const SWEEP_OTHER: ErrorFactory<{ path: string }> = defineError(
  "SL_SWEEP_OTHER",
  ({ path }) => ({
    message: "This location already contains other results.",
    place: path,
    next: "Choose another location with --out, or pass --overwrite.",
  }),
);

/** Some runs are still being computed by other processes. */
export const SWEEP_UNFINISHED: ErrorFactory<{ place: string; jobs: readonly number[] }> =
  defineError("SL_SWEEP_UNFINISHED", ({ place, jobs }) => ({
    message: "Some runs are still being computed by other processes.",
    place,
    got: `without the jobs ${jobs.slice(0, 10).join(", ")}${jobs.length > 10 ? ", ..." : ""}`,
    next: "Repeat the command once they have ended, to collect all results.",
  }));
