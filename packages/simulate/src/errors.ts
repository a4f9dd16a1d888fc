import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Nobody says how long to run. */
export const RUN_LENGTH_MISSING: ErrorFactory<{ place: string }> = defineError(
  "SL_RUN_LENGTH_MISSING",
  ({ place }) => ({
    message: "The network states no duration and none was given.",
    place,
    next: 'Say how long to run: `for: "1 s"`, `--for 1s`, or "duration" in the network.',
  }),
);

/** A run of no step at all, or of more steps than can be counted. */
export const RUN_LENGTH: ErrorFactory<{ place: string; got: string; dt: number }> = defineError(
  "SL_RUN_LENGTH",
  ({ place, got, dt }) => ({
    message: "A network cannot run for that long.",
    place,
    expected: `1 to 2147483647 steps of ${dt} ms`,
    got,
    next: "Change the duration or the step.",
  }),
);

/** A seed that is no seed. */
export const RUN_SEED: ErrorFactory<{ place: string; got: string }> = defineError(
  "SL_RUN_SEED",
  ({ place, got }) => ({
    message: "A seed is a whole number that a double holds exactly.",
    place,
    expected: "an integer from 0 to 9007199254740991",
    got,
    next: "Give such a number, or none.",
  }),
);

/** A recorder names a variable that its population does not have. */
export const RECORDED_VARIABLE: ErrorFactory<{
  place: string;
  variable: string;
  model: string;
  known: readonly string[];
  nearest?: string | undefined;
}> = defineError("SL_RECORDED_VARIABLE", ({ place, variable, model, known, nearest }) => ({
  message: `"${model}" has no variable "${variable}" to record.`,
  place,
  expected: `one of ${known.join(", ")}`,
  next: nearest === undefined ? "Record one that it has." : `Did you mean "${nearest}"?`,
}));

/** A backend is asked to measure where the time goes and does not. */
export const RUN_PROFILE: ErrorFactory<{ place: string; backend: string }> = defineError(
  "SL_RUN_PROFILE",
  ({ place, backend }) => ({
    message: `The backend "${backend}" does not measure where the time goes.`,
    place,
    next: "Run without a profile, or on another backend.",
  }),
);
