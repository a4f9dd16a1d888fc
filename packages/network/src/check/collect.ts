import { errorList, SpikeLoomError } from "@spikeloom/kernel";

/** Gathers coded errors, so that those of a file are shown at once. */
export interface Collector {
  /** How many there are so far. */
  readonly count: number;
  /** Those that are kept, and one that counts the rest. */
  all(): readonly SpikeLoomError[];
  add(errors: readonly SpikeLoomError[]): void;
  /** Add one that is made only if it is kept: it may search all names for the one that is meant. */
  refuse(make: () => SpikeLoomError): void;
  /** Run a check; a coded error that it throws is gathered, and undefined comes back. */
  attempt<T>(check: () => T): T | undefined;
}

/** Make an empty collector. */
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

/** Run something whose coded error is reported elsewhere; undefined where it throws one. */
export function quietly<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    return undefined;
  }
}
