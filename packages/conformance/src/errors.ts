import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A plugin violates a requirement of its kind. */
export const CLAIM: ErrorFactory<{
  place: string;
  claim: string;
  what: string;
  expected: string;
  got: string;
}> = defineError("SL_CLAIM", ({ place, claim, what, expected, got }) => ({
  message: `It is claimed that it ${claim}, and of ${what} that is not so.`,
  place,
  expected,
  got,
  next: "Correct the plugin; specs/plugins.md says what its kind keeps.",
}));
