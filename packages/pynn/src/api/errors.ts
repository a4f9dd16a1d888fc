import { defineError, type ErrorFactory, nearestName } from "@spikeloom/kernel";

interface Fault {
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

/** An invalid seed. */
export const SEED: ErrorFactory<{ got: number }> = defineError("SL_PYNN_SEED", ({ got }) => ({
  message: "The seed is invalid.",
  expected: "an integer from 0 to 2^32 - 1 for NumpyRNG, to 2^53 - 1 for KeyedRNG",
  got: String(got),
  next: "Pass a valid seed.",
}));

/** A distribution that is unknown or lacks a parameter. */
export const DISTRIBUTION: ErrorFactory<{ place: string; expected: string; got: string }> =
  defineError("SL_PYNN_DISTRIBUTION", ({ place, expected, got }) => ({
    place,
    message: "The distribution is invalid.",
    expected,
    got,
    next: "Use PyNN's names of the distribution and of all its parameters.",
  }));

/** A parameter, variable or attribute that does not exist. */
export const NAME: ErrorFactory<{ place: string; what: string; name: string; known: string }> =
  defineError("SL_PYNN_NAME", ({ place, what, name, known }) => ({
    place,
    message: `There is no ${what} "${name}".`,
    expected: known === "" ? "nothing" : `one of ${known}`,
    next: proposal(name, known.split(", ")),
  }));

function proposal(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined
    ? "Check the spelling; names are those of PyNN."
    : `Did you mean "${nearest}"?`;
}

/** An invalid value of a parameter, weight or delay. */
export const VALUE: ErrorFactory<Fault> = defineError("SL_PYNN_VALUE", (fault) => fault);

/** Missing neurons, or an invalid size. */
export const SELECTION: ErrorFactory<Fault> = defineError("SL_PYNN_SELECTION", (fault) => fault);

/** Invalid connections. */
export const CONNECTION: ErrorFactory<Fault> = defineError("SL_PYNN_CONNECTION", (fault) => fault);

/** A variable or interval that cannot be recorded. */
export const RECORDING: ErrorFactory<Fault> = defineError("SL_PYNN_RECORDING", (fault) => fault);

/** A time in the past, or contradictory time settings. */
export const TIME: ErrorFactory<Fault> = defineError("SL_PYNN_TIME", (fault) => fault);

/** A structure that does not match the number of neurons, or an invalid space. */
export const STRUCTURE: ErrorFactory<Fault> = defineError("SL_PYNN_STRUCTURE", (fault) => fault);

/** A file that cannot be read or written. */
export const FILE: ErrorFactory<Fault> = defineError("SL_PYNN_FILE", (fault) => fault);

/** A simulation that has ended. */
export const ENDED: ErrorFactory<{ call: string }> = defineError("SL_PYNN_ENDED", ({ call }) => ({
  message: `The simulation has ended, so ${call} cannot be used.`,
  next: "Call setup() for a new one; recorded data stays readable.",
}));
