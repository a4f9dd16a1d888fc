import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A value in a NeuroML file that is no quantity, or one of another kind. */
export const NML_QUANTITY: ErrorFactory<{
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NML_QUANTITY", ({ place, expected, got }) => ({
  message: "This value is not what NeuroML has here.",
  place,
  expected,
  got,
  next: "Write a number and a unit of NeuroML, such as -70mV, 2 ms or 0.5e-3 uS.",
}));
