import { SpikeLoomError } from "@spikeloom/kernel";

/** Gathers coded errors, so that all of a file are shown at once. */
export interface Collector {
  readonly errors: readonly SpikeLoomError[];
  add(errors: readonly SpikeLoomError[]): void;
  /** Run a check; a coded error that it throws is gathered, and undefined comes back. */
  attempt<T>(check: () => T): T | undefined;
}

/** Make an empty collector. */
export function collector(): Collector {
  const errors: SpikeLoomError[] = [];
  return {
    errors,
    add(found): void {
      errors.push(...found);
    },
    attempt<T>(check: () => T): T | undefined {
      try {
        return check();
      } catch (error) {
        if (!(error instanceof SpikeLoomError)) throw error;
        errors.push(error, ...error.others);
        return undefined;
      }
    },
  };
}

/** Run something whose coded error is reported elsewhere; undefined where it throws one. */
export function quietly<T>(run: () => T): T | undefined {
  return collector().attempt(run);
}
