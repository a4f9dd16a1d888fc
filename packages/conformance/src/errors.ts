import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A plugin violates a requirement of its kind. */
export const CLAIM: ErrorFactory<{
  place: string;
  claim: string;
  what: string;
  expected: string;
  got: string;
}> = defineError("SL_CLAIM", ({ place, claim, what, expected, got }) => ({
  message: `A requirement is violated: it ${claim}. Compared: ${what}.`,
  place,
  expected,
  got,
  next: "Correct the plugin; specs/plugins.md lists the requirements of its kind.",
}));
