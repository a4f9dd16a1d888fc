import { OPTION } from "./codes.ts";
import { nearestName } from "./nearest.ts";

/**
 * The fields of an options record.
 *
 * A table with a missing or an extra field does not compile.
 */
export type OptionNames<Options> = { readonly [Name in keyof Options]-?: true };

/**
 * Reject a value that is not an options record, and every unknown field.
 *
 * A misspelt option would otherwise be ignored. `place` names the function that takes the options.
 */
export function checkOptionNames<Options extends object>(
  given: Options,
  names: OptionNames<Options>,
  place: string,
): void {
  const value: unknown = given;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw OPTION({
      place,
      message: "Options must be a record.",
      expected: "a record of options",
      got: Array.isArray(value) ? "a list" : value === null ? "null" : typeof value,
      next: "Write { name: value }, as in { seed: 1 }, or omit the options.",
    });
  }
  const known = Object.keys(names);
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(names, name)) continue;
    const nearest = nearestName(name, known);
    throw OPTION({
      place,
      message: `"${name.slice(0, 60)}" is not a valid option here.`,
      expected: known.join(", "),
      got: `"${name.slice(0, 60)}"`,
      next: nearest === undefined ? "Remove it." : `Did you mean "${nearest}"?`,
    });
  }
}
