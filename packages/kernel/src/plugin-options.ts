import { OPTION } from "./codes.ts";
import type { OptionType, PluginOption } from "./contracts/option.ts";
import type { SpikeLoomError } from "./errors.ts";
import { isRecord } from "./field-rules.ts";
import { nearestName } from "./nearest.ts";
import { ownValue } from "./own-value.ts";
import { type NamedPlugin, placeOf, printReturn, wrongReturn } from "./plugin-returns.ts";

/** Values of options by name. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

const rules: {
  readonly [Type in OptionType]: readonly [expected: string, test: (value: unknown) => boolean];
} = {
  number: ["a finite number", Number.isFinite],
  integer: ["a whole number", Number.isSafeInteger],
  boolean: ["true or false", (value) => typeof value === "boolean"],
  text: ["a text", (value) => typeof value === "string" && value !== ""],
};

/** Validate the options of a plugin and fill in defaults; reject unknown ones. */
export function pluginOptions(
  plugin: NamedPlugin & { readonly options: Readonly<Record<string, PluginOption>> },
  given: Readonly<Record<string, unknown>> = {},
): OptionValues {
  const known = Object.keys(plugin.options);
  for (const name of Object.keys(given)) {
    if (given[name] !== undefined && !known.includes(name))
      throw unknownOption(plugin, name, known);
  }
  const entries = Object.entries(plugin.options).flatMap(([name, option]) => {
    // A plugin used without a stack has not been checked.
    const type: unknown = isRecord(option) ? option.type : option;
    if (!Object.hasOwn(rules, String(type))) {
      const expected = Object.keys(rules).join(", ");
      throw wrongReturn(plugin, `a type of the option "${name}"`, expected, type);
    }
    const value = ownValue(given, name) ?? option.default;
    if (value === undefined && option.required !== true) return [];
    if (isWithin(value, option)) return [[name, value as string | number | boolean] as const];
    const expected = expectedOf(option);
    const message = `"${name}" is ${option.about}.`;
    const place = placeOf(plugin);
    const nearest = nearestName(String(value), option.choices ?? []);
    const next = nearest === undefined ? "Correct it." : `Did you mean "${nearest}"?`;
    throw OPTION({ place, message, expected, got: printReturn(value), next });
  });
  return Object.fromEntries(entries);
}

function isWithin(value: unknown, option: PluginOption): boolean {
  return rules[option.type][1](value) && isWithinBounds(value, option);
}

/** Test whether a value of the right type satisfies bounds and choices. */
export function isWithinBounds(value: unknown, option: PluginOption<string>): boolean {
  const { choices, least = -Infinity, most = Infinity } = option;
  if (typeof value === "number") return value >= least && value <= most;
  return choices === undefined || choices.includes(String(value));
}

function expectedOf(option: PluginOption): string {
  return expectedOption(option, rules[option.type][0]);
}

/** Describe the values that an option accepts: its choices, or its type and bounds. */
export function expectedOption(
  { choices, least, most }: PluginOption<string>,
  type: string,
): string {
  if (choices !== undefined) return choices.join(", ");
  const bounds = [
    ...(least === undefined ? [] : [`at least ${least}`]),
    ...(most === undefined ? [] : [`at most ${most}`]),
  ];
  return [type, ...(bounds.length > 0 ? [bounds.join(" and ")] : [])].join(", ");
}

function unknownOption(
  plugin: NamedPlugin,
  name: string,
  known: readonly string[],
): SpikeLoomError {
  const nearest = nearestName(name, known);
  return OPTION({
    place: placeOf(plugin),
    message: `"${name.slice(0, 60)}" is not an option of the ${plugin.kind} "${plugin.name}".`,
    expected: known.length === 0 ? "no option" : known.join(", "),
    got: `"${name.slice(0, 60)}"`,
    next: nearest === undefined ? "Remove it." : `Did you mean "${nearest}"?`,
  });
}
