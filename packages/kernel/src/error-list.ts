import { defineError, type ErrorFactory, SpikeLoomError } from "./errors.ts";

/** Most errors of one input that are kept; what is found beyond is counted. */
export const mostErrors = 100;

/** Stands after the errors that are kept, for the rest. */
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

/** Errors of one input: the first ones, and how many there are. */
export interface ErrorList {
  /** Errors so far, those that are not kept included. */
  readonly count: number;
  /** Whether further errors are counted alone, so that no one need say what is meant. */
  readonly isFull: boolean;
  /** Add an error; one that is given as a function is made only if it is kept. */
  push(error: SpikeLoomError | (() => SpikeLoomError)): void;
  addAll(errors: Iterable<SpikeLoomError>): void;
  /** Count errors that no one makes. */
  skip(count: number): void;
  /** Those that are kept, and after them one that counts the rest if there is any. */
  all(): readonly SpikeLoomError[];
}

/** Start a list of errors; `place` is the input as a whole. */
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

/** Count errors, those that are not listed included. */
export function countErrors(errors: readonly SpikeLoomError[]): number {
  return errors.reduce((sum, error) => sum + (moreOf(error) ?? 1), 0);
}

/** How many errors one stands for; undefined where it stands for itself. It may have been given a place anew. */
function moreOf({ code, got }: SpikeLoomError): number | undefined {
  return code === MORE_ERRORS.code ? Number.parseInt(got ?? "", 10) : undefined;
}
