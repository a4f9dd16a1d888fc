import { defineError, type ErrorFactory, nearestName } from "@spikeloom/kernel";

/** A value whose unit is of another dimension than its parameter, or lacks. */
export const LEMS_DIMENSION: ErrorFactory<{
  readonly place: string;
  readonly parameter: string;
  readonly of: string;
  readonly expected: string;
  readonly got: string;
  /** Of the dimension that is expected, which the file declares; undefined where a number alone is. */
  readonly units: readonly string[] | undefined;
}> = defineError("SL_LEMS_DIMENSION", ({ place, parameter, of, expected, got, units }) => ({
  message: `The parameter "${parameter}" of the ${of} is of another dimension than its value.`,
  place,
  expected,
  got,
  next:
    units === undefined
      ? "Write a number alone."
      : units.length === 0
        ? "Declare a Unit of this dimension, and write a number with its symbol."
        : `Write a number and one of these units: ${units.join(", ")}.`,
}));

/** An expression that LEMS does not know. */
export const LEMS_EXPRESSION: ErrorFactory<{
  readonly place: string;
  readonly text: string;
  readonly reason: string;
}> = defineError("SL_LEMS_EXPRESSION", ({ place, text, reason }) => ({
  message: `The expression "${text}" cannot be read: ${reason}.`,
  place,
  expected: "an expression of LEMS, such as (v .gt. thresh) .and. (t .lt. 5)",
  got: text,
  next: "Write it with + - * / ^, .gt. .lt. .geq. .leq. .eq. .neq. .and. .or., and its functions.",
}));

/** A name that nothing in the file or what it includes declares. */
export const LEMS_NAME: ErrorFactory<{
  readonly place: string;
  readonly what: string;
  readonly name: string;
  /** Names that are declared; the nearest one is told. */
  readonly known?: Iterable<string>;
}> = defineError("SL_LEMS_NAME", ({ place, what, name, known = [] }) => {
  const nearest = nearestName(name, [...known]);
  return {
    message: `There is no ${what} "${name}".`,
    place,
    expected: `a ${what} that this file, or one that it includes, declares`,
    got: name,
    next:
      nearest === undefined
        ? "Look for a slip of the pen, or include the file that declares it."
        : `Did you mean "${nearest}"?`,
  };
});

/** A part of a file that does not have the form that it should. */
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
  next: "Correct it, and see what jNeuroML says of the file.",
}));

/** Something that LEMS can say and that is not read. */
export const LEMS_UNSUPPORTED: ErrorFactory<{
  readonly place: string;
  readonly what: string;
  readonly instead: string;
}> = defineError("SL_LEMS_UNSUPPORTED", ({ place, what, instead }) => ({
  message: `This cannot be read: ${what}.`,
  place,
  expected: instead,
  got: what,
  next: "Write the model in another way, or run this file with jNeuroML.",
}));
