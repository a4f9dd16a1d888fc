import type { BackendRecord, FormatRecord, OptionValues, PluginOption } from "@spikeloom/kernel";
import { USAGE } from "./errors.ts";

/** Options of a command line for a format. */
export interface FormatArguments {
  readonly seed?: number;
  readonly for?: string;
  /** `NAME=VALUE`. */
  readonly option?: readonly string[];
}

/**
 * Read the options of a format from a command line; the format itself refuses unknown ones.
 *
 * A module may also require `--seed` and `--for`, so a format need not.
 */
export function givenOptions(
  { options }: FormatRecord,
  { option = [], ...usual }: FormatArguments,
  isModule: boolean,
): Readonly<Record<string, unknown>> {
  const { seed, for: duration } = usual;
  const known = Object.entries({ seed, for: duration }).filter(
    ([name]) => !isModule || Object.hasOwn(options, name),
  );
  return { ...Object.fromEntries(known), ...readOptions(options, option, "--option") };
}

/** Read the options of a backend from a command line; a run refuses unknown ones. */
export function backendOptionsOf(
  { options = {} }: BackendRecord,
  { option = [] }: { readonly option?: readonly string[] },
): OptionValues {
  return readOptions(options, option, "--option");
}

type DeclaredOptions = Readonly<Record<string, PluginOption>>;

/** Read `NAME=VALUE` for options of a plugin, each once. */
export function readOptions(
  options: DeclaredOptions,
  texts: readonly string[],
  flag: string,
): OptionValues {
  const values = new Map<string, OptionValues[string]>();
  for (const text of texts) {
    const [name, value] = readOption(options, text, flag);
    if (values.has(name)) throw USAGE({ message: `${flag} ${name} is given twice.` });
    values.set(name, value);
  }
  return Object.fromEntries(values);
}

function readOption(
  options: DeclaredOptions,
  text: string,
  flag: string,
): readonly [name: string, value: OptionValues[string]] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw USAGE({ message: `${flag} takes NAME=VALUE, got ${JSON.stringify(text)}.` });
  }
  const type = Object.hasOwn(options, name) ? options[name]?.type : "text";
  if (type === "boolean")
    return [name, value === "true" ? true : value === "false" ? false : value];
  if (type === "text" || value.trim() === "") return [name, value];
  return [name, Number(value)];
}
