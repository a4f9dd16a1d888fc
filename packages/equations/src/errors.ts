import { defineError, type ErrorFactory, type ErrorText } from "@spikeloom/kernel";
import { describePlace, type Location, pointAt } from "./locate.ts";

/** An error at a column: the problem, the expected text and the remedy. */
export interface Fault extends Location {
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

function pointed(fault: Fault): ErrorText {
  const { message, expected, got, next } = fault;
  const shown = pointAt(fault);
  return {
    message,
    place: describePlace(fault),
    expected,
    got,
    next: next === undefined ? `\n${shown}` : `${next}\n${shown}`,
  };
}

/** The text is not an expression. */
export const expressionSyntax: ErrorFactory<Fault> = defineError("SL_EXPRESSION_SYNTAX", pointed);

/** The text uses a Python feature that the equation language lacks. */
export const expressionUnsupported: ErrorFactory<Fault> = defineError(
  "SL_EXPRESSION_UNSUPPORTED",
  pointed,
);

/** A text or expression tree exceeds the limits. */
export const expressionSize: ErrorFactory<{
  what: "characters" | "nesting" | "terms";
  limit: number;
  got?: number;
  place?: string | undefined;
}> = defineError("SL_EXPRESSION_SIZE", ({ what, limit, got, place }) => ({
  message:
    what === "nesting"
      ? "The expression is nested too deep."
      : `The text has too many ${what === "terms" ? "terms once it is read" : what}.`,
  place,
  expected: `at most ${limit} ${what === "nesting" ? "levels" : what}`,
  got: got === undefined ? "more" : String(got),
  next: "Split it into named subexpressions.",
}));

/** A call names an unknown function. */
export const functionUnknown: ErrorFactory<Fault> = defineError("SL_FUNCTION_UNKNOWN", pointed);

/** A call has the wrong number of arguments. */
export const functionArity: ErrorFactory<Fault> = defineError("SL_FUNCTION_ARITY", pointed);

/** An integer variable is assigned a value that may not be an integer. */
export const fractionalStep: ErrorFactory<Fault> = defineError("SL_FRACTIONAL_STEP", pointed);

/** A line of an equation block is not an equation. */
export const equationSyntax: ErrorFactory<Fault> = defineError("SL_EQUATION_SYNTAX", pointed);

/** A variable's name is reserved or malformed. */
export const equationName: ErrorFactory<Fault> = defineError("SL_EQUATION_NAME", pointed);

/** A variable is defined twice. */
export const equationDuplicate: ErrorFactory<Fault> = defineError("SL_EQUATION_DUPLICATE", pointed);

/** The declared unit of an equation is invalid. */
export const equationUnit: ErrorFactory<Fault> = defineError("SL_EQUATION_UNIT", pointed);

/** A flag is unknown, or not allowed at this equation. */
export const equationFlag: ErrorFactory<Fault> = defineError("SL_EQUATION_FLAG", pointed);

/** A line is not a statement. */
export const statementSyntax: ErrorFactory<Fault> = defineError("SL_STATEMENT_SYNTAX", pointed);

/** A statement assigns to a name that cannot be assigned. */
export const statementTarget: ErrorFactory<Fault> = defineError("SL_STATEMENT_TARGET", pointed);

/** An undefined name is used. */
export const nameUnknown: ErrorFactory<Fault> = defineError("SL_NAME_UNKNOWN", pointed);

/** Subexpressions depend on each other. */
export const subexpressionCycle: ErrorFactory<{ cycle: readonly string[] }> = defineError(
  "SL_SUBEXPRESSION_CYCLE",
  ({ cycle }) => ({
    message: `The subexpression "${cycle[0]}" is defined in terms of itself.`,
    got: cycle.join(" -> "),
    next: "Replace one of them by its value, or make it a differential equation.",
  }),
);

/** Dimensions do not match. */
export const dimensionMismatch: ErrorFactory<Fault> = defineError("SL_DIMENSION", pointed);

/** A truth value is used where a number is expected, or the reverse. */
export const booleanMismatch: ErrorFactory<Fault> = defineError("SL_BOOLEAN", pointed);

/** The exponent of a quantity with a dimension is not a constant. */
export const exponentNotConstant: ErrorFactory<Fault> = defineError("SL_EXPONENT", pointed);

/** An expression has no closed-form derivative. */
export const derivativeUndefined: ErrorFactory<Fault> = defineError("SL_DERIVATIVE", pointed);

/** A matrix has entries that are not finite, or its exponential overflows. */
export const matrixNotFinite: ErrorFactory<{ what: string; got?: string }> = defineError(
  "SL_MATRIX_NOT_FINITE",
  ({ what, got }) => ({
    message: `${what} is not finite.`,
    expected: "finite numbers",
    got,
    next: "Check that no time constant or capacitance is zero and that the system does not grow without bound in one step.",
  }),
);

/** A value is not a quantity. */
export const quantityInvalid: ErrorFactory<Fault> = defineError("SL_QUANTITY_EXPRESSION", pointed);
