import { defineError, type ErrorFactory, SpikeLoomError } from "./errors.ts";

/** Maximum number of errors kept for one input; further ones are only counted. */
export const mostErrors = 100;

/** Placeholder for the errors beyond those that are kept. */
export const MORE_ERRORS: ErrorFactory<{ place: string; more: number }> = defineError(
  "SL_MORE_ERRORS",
  ({ place, more }) => ({
    message: "There are more errors than listed.",
    place,
    expected: `at most ${mostErrors}`,
    got: `${more} more`,
    next: "Correct the listed errors, then check again.",
  }),
);

/** Errors of one input: the first ones, and their total number. */
export interface ErrorList {
  /** Number of errors so far, including those not kept. */
  readonly count: number;
  /** Whether further errors are only counted, so that callers need not build them. */
  readonly isFull: boolean;
  /** Add an error; an error given as a function is created only if it is kept. */
  push(error: SpikeLoomError | (() => SpikeLoomError)): void;
  addAll(errors: Iterable<SpikeLoomError>): void;
  /** Count errors without creating them. */
  skip(count: number): void;
  /** Return the errors kept, followed by one that counts the rest, if any. */
  all(): readonly SpikeLoomError[];
}

/** Create an empty list of errors; `place` is the input as a whole. */
export function errorList(place: string): ErrorList {
  const kept: SpikeLoomError[] = [];
  let count = 0;
  const push = (error: SpikeLoomError | (() => SpikeLoomError)): void => {
    const rest = error instanceof SpikeLoomError ? moreOf(error) : undefined;
    count += rest ?? 1;
    if (rest !== undefined || kept.length >= mostErrors) return;
    kept.push(error instanceof SpikeLoomError ? error : error());
  };
  return {
    get count() {
      return count;
    },
    get isFull() {
      return kept.length >= mostErrors;
    },
    push,
    addAll(errors) {
      for (const error of errors) push(error);
    },
    skip(more) {
      count += more;
    },
    all: () =>
      count === kept.length ? kept : [...kept, MORE_ERRORS({ place, more: count - kept.length })],
  };
}

/** Count errors, including those not listed. */
export function countErrors(errors: readonly SpikeLoomError[]): number {
  return errors.reduce((sum, error) => sum + (moreOf(error) ?? 1), 0);
}

/** Number of errors that an entry represents; undefined for an ordinary error. Its place may have been replaced. */
function moreOf({ code, got }: SpikeLoomError): number | undefined {
  return code === MORE_ERRORS.code ? Number.parseInt(got ?? "", 10) : undefined;
}
