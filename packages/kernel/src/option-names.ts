import { OPTION } from "./codes.ts";
import { nearestName } from "./nearest.ts";

/**
 * The fields of an options record.
 *
 * A table with a missing or an extra field does not compile. A text says what the option is, for errors:
 * `"{ from, until } in ms"`.
 */
export type OptionNames<Options> = { readonly [Name in keyof Options]-?: true | string };

/**
 * Reject what is not an options record, unknown fields and missing ones.
 *
 * A misspelt option would otherwise be ignored. `place` names the function that takes the options.
 */
export function checkOptionNames<Options extends object>(
  given: Options,
  names: OptionNames<Options>,
  place: string,
  required: readonly (keyof Options & string)[] = [],
): void {
  const value: unknown = given;
  const known = Object.keys(names);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw OPTION({
      place,
      message: "Options must be a record.",
      expected: required.length === 0 ? "a record of options" : describe(names, required),
      got: Array.isArray(value) ? "a list" : value === null ? "null" : typeof value,
      next:
        required.length === 0
          ? "Write { name: value }, as in { seed: 1 }, or omit the options."
          : `Write { ${required.join(", ")} } with your values.`,
    });
  }
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(names, name)) continue;
    const nearest = nearestName(name, known);
    throw OPTION({
      place,
      message: `"${name.slice(0, 60)}" is not a valid option here.`,
      expected: describe(names, required),
      got: `"${name.slice(0, 60)}"`,
      next: nearest === undefined ? placeFor(name, names) : `Did you mean "${nearest}"?`,
    });
  }
  const missing = required.find((name) => (value as Partial<Options>)[name] === undefined);
  if (missing === undefined) return;
  throw OPTION({
    place,
    message: `The option "${missing}" is missing.`,
    expected: describe(names, required),
    got: Object.keys(value).join(", ") || "no options",
    next: `Add "${missing}".`,
  });
}

/** Point to the option whose record contains a name. */
function placeFor<Options extends object>(name: string, names: OptionNames<Options>): string {
  const all = Object.entries<true | string>(names);
  const holder = all.find(([, about]) => about !== true && fieldsIn(about).includes(name));
  return holder === undefined ? "Remove it." : `Write ${holder[0]}: ${fieldsOf(holder[1])}.`;
}

/** `{ from, until }` of `{ from, until } in ms`. */
function fieldsOf(about: true | string): string {
  return about === true ? "" : (/^\{.*\}/.exec(about)?.[0] ?? "");
}

function fieldsIn(about: string): readonly string[] {
  return fieldsOf(about).match(/\w+/g) ?? [];
}

/** List options, the required ones first, with what each of them is. */
function describe<Options extends object>(
  names: OptionNames<Options>,
  required: readonly (keyof Options & string)[],
): string {
  const all = Object.entries<true | string>(names);
  const isRequired = ([name]: readonly [string, unknown]): boolean =>
    (required as readonly string[]).includes(name);
  const text = ([name, about]: readonly [string, true | string]): string =>
    about === true ? name : `${name}: ${about}`;
  const optional = all.filter((one) => !isRequired(one)).map(text);
  if (required.length === 0) return optional.join(", ");
  const needed = all.filter(isRequired).map(text).join(", ");
  return optional.length === 0 ? needed : `${needed}; optionally ${optional.join(", ")}`;
}
