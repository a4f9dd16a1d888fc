import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A seed that is not an integer in range. */
export const SEED: ErrorFactory<{ got: string }> = defineError("SL_SEED", ({ got }) => ({
  message: "A seed must be a whole number that is not negative.",
  expected: "an integer from 0 to 2^53 - 1, or a bigint below 2^64",
  got,
  next: "Give such a seed.",
}));

/** An entity or step out of range. */
export const RANDOM_INDEX: ErrorFactory<{ name: string; expected: string; got: string }> =
  defineError("SL_RANDOM_INDEX", ({ name, expected, got }) => ({
    message: `The ${name} of a random stream is out of range.`,
    expected,
    got,
    next: "Count entities and steps from 0, and give large groups purposes of their own.",
  }));

/** A parameter outside the domain of a distribution. */
export const DISTRIBUTION: ErrorFactory<{ distribution: string; expected: string; got: string }> =
  defineError("SL_DISTRIBUTION", ({ distribution, expected, got }) => ({
    message: `The ${distribution} distribution does not exist for this parameter.`,
    expected,
    got,
    next: "Correct the parameter.",
  }));

/** A stream whose words are exhausted. */
export const STREAM_EXHAUSTED: ErrorFactory<{ entity: number }> = defineError(
  "SL_STREAM_EXHAUSTED",
  ({ entity }) => ({
    message: `The stream of entity ${entity} has given all its 2^34 words.`,
    next: "Split the work over several entities or steps.",
  }),
);
