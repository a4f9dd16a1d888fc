import { errorList, SpikeLoomError } from "@spikeloom/kernel";
import type { InPieces } from "../values/in-pieces.ts";

/** Collects coded errors, so that all errors of a file are reported together. */
export interface Collector {
  /** Number of errors so far. */
  readonly count: number;
  /** Return the errors kept, and one that counts the rest. */
  all(): readonly SpikeLoomError[];
  add(errors: readonly SpikeLoomError[]): void;
  /** Add an error that is created only if it is kept, because it may search all names for a suggestion. */
  refuse(make: () => SpikeLoomError): void;
  /** Run a check; if it throws a coded error, collect it and return undefined. */
  attempt<T>(check: () => T): T | undefined;
}

/** Create an empty collector. */
export function collector(): Collector {
  const list = errorList("the network");
  return {
    get count() {
      return list.count;
    },
    all: list.all,
    add: list.addAll,
    refuse: list.push,
    attempt<T>(check: () => T): T | undefined {
      try {
        return check();
      } catch (error) {
        if (!(error instanceof SpikeLoomError)) throw error;
        list.push(error);
        list.addAll(error.others);
        return undefined;
      }
    },
  };
}

/** Run a function whose coded error is reported elsewhere; returns undefined if it throws one. */
export function quietly<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    return undefined;
  }
}

/** The same for work split into pieces. */
export function* quietlyInPieces<T>(work: InPieces<T>): InPieces<T | undefined> {
  try {
    return yield* work;
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    return undefined;
  }
}
