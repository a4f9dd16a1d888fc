import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** An unknown unit name. */
export const UNKNOWN_UNIT: ErrorFactory<{
  name: string;
  text: string;
  column: number;
  near: string | undefined;
}> = defineError("SL_UNKNOWN_UNIT", ({ name, text, column, near }) => ({
  message: `"${clip(name)}" is not a unit.`,
  place: `column ${column} of "${clip(text)}"`,
  next: near === undefined ? "Use a unit such as mV, ms, nA or nS." : `Did you mean ${near}?`,
}));

/** A unit expression that does not parse. */
export const UNIT_SYNTAX: ErrorFactory<{
  problem: string;
  text: string;
  column: number;
}> = defineError("SL_UNIT_SYNTAX", ({ problem, text, column }) => ({
  message: problem,
  place: `column ${column} of "${clip(text)}"`,
  next: 'Write a unit such as "mV", "nS/cm^2" or "1/ms".',
}));

/** A text that lacks a leading number, or whose number is too large for a double. */
export const QUANTITY_SYNTAX: ErrorFactory<{ problem: string; text: string }> = defineError(
  "SL_QUANTITY_SYNTAX",
  ({ problem, text }) => ({
    message: problem,
    expected: "a number, and a unit unless it is dimensionless",
    got: `"${clip(text)}"`,
    next: 'Write a number and a unit, such as "20 ms".',
  }),
);

/** A value that is not a number. */
export const QUANTITY_NAN: ErrorFactory<{ got: string }> = defineError(
  "SL_QUANTITY_NAN",
  ({ got }) => ({
    message: "A quantity must not be NaN.",
    got,
    next: "Give a finite number, or inf where no bound is meant.",
  }),
);

/** A finite quantity outside the range of a double in the requested unit. */
export const QUANTITY_RANGE: ErrorFactory<{ quantity: string; unit: string }> = defineError(
  "SL_QUANTITY_RANGE",
  ({ quantity, unit }) => ({
    message: `${quantity} is too large for a double when expressed in ${unit}.`,
    next: "Give a smaller value.",
  }),
);

/** A unit with the wrong dimension. */
export const UNIT_MISMATCH: ErrorFactory<{ expected: string; got: string; unit: string }> =
  defineError("SL_UNIT_MISMATCH", ({ expected, got, unit }) => ({
    message: `The unit "${clip(unit)}" has the wrong dimension.`,
    expected,
    got,
    next: `Use a unit of ${expected}.`,
  }));

function clip(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
