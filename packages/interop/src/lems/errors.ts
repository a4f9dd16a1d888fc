import { defineError, type ErrorFactory, nearestName } from "@spikeloom/kernel";

/** A value whose unit has a different dimension than its parameter, or is missing. */
export const LEMS_DIMENSION: ErrorFactory<{
  readonly place: string;
  readonly parameter: string;
  readonly of: string;
  readonly expected: string;
  readonly got: string;
  /** Declared units of the expected dimension; undefined if the parameter is dimensionless. */
  readonly units: readonly string[] | undefined;
}> = defineError("SL_LEMS_DIMENSION", ({ place, parameter, of, expected, got, units }) => ({
  message: `The value of the parameter "${parameter}" of the ${of} has the wrong dimension.`,
  place,
  expected,
  got,
  next:
    units === undefined
      ? "Write a number without a unit."
      : units.length === 0
        ? "Declare a Unit of this dimension, and write a number with its symbol."
        : `Write a number with one of these units: ${units.join(", ")}.`,
}));

/** An invalid LEMS expression. */
export const LEMS_EXPRESSION: ErrorFactory<{
  readonly place: string;
  readonly text: string;
  readonly reason: string;
}> = defineError("SL_LEMS_EXPRESSION", ({ place, text, reason }) => ({
  message: `The expression "${text}" cannot be read: ${reason}.`,
  place,
  expected: "a LEMS expression, such as (v .gt. thresh) .and. (t .lt. 5)",
  got: text,
  next: "Use + - * / ^, .gt. .lt. .geq. .leq. .eq. .neq. .and. .or., and the functions of LEMS.",
}));

/** A name not declared in the file or its includes. */
export const LEMS_NAME: ErrorFactory<{
  readonly place: string;
  readonly what: string;
  readonly name: string;
  /** Declared names, of which the most similar is suggested. */
  readonly known?: Iterable<string>;
}> = defineError("SL_LEMS_NAME", ({ place, what, name, known = [] }) => {
  const nearest = nearestName(name, [...known]);
  return {
    message: `There is no ${what} "${name}".`,
    place,
    expected: `a ${what} declared in this file or one that it includes`,
    got: name,
    next:
      nearest === undefined
        ? "Check the spelling, or include the file that declares it."
        : `Did you mean "${nearest}"?`,
  };
});

/** An invalid part of a file. */
export const LEMS_SHAPE: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_LEMS_SHAPE", ({ place, message, expected, got }) => ({
  message,
  place,
  expected,
  got,
  next: "Correct it; jNeuroML may report more details.",
}));

/** A LEMS feature that is not supported. */
export const LEMS_UNSUPPORTED: ErrorFactory<{
  readonly place: string;
  readonly what: string;
  readonly instead: string;
}> = defineError("SL_LEMS_UNSUPPORTED", ({ place, what, instead }) => ({
  message: `This is not supported: ${what}.`,
  place,
  expected: instead,
  got: what,
  next: "Rewrite the model without it, or run this file with jNeuroML.",
}));
