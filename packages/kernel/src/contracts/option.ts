/** Types of plugin options. */
export type OptionType = "number" | "integer" | "boolean" | "text";

/** A plugin option that is not a model parameter. */
export interface PluginOption<Type extends string = OptionType> {
  readonly about: string;
  readonly type: Type;
  /** Allowed texts; any text by default. */
  readonly choices?: readonly string[];
  /** Minimum of a number. */
  readonly least?: number;
  readonly most?: number;
  readonly required?: boolean;
  readonly default?: string | number | boolean;
}

/** TypeScript type of the values of each option type, once validated. */
interface ValueOfType {
  number: number;
  integer: number;
  probability: number;
  boolean: boolean;
  text: string;
  formula: string;
}

type Chosen<Option> = Option extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : Option extends { readonly type: infer Type extends keyof ValueOfType }
    ? ValueOfType[Type]
    : unknown;

type IsAlwaysThere = { readonly required: true } | { readonly default: string | number | boolean };

/**
 * Values of the declared options.
 *
 * Options with a default and required ones are always present.
 */
export type OptionValuesOf<Options extends Readonly<Record<string, PluginOption<string>>>> = {
  readonly [Name in keyof Options]: Options[Name] extends IsAlwaysThere
    ? Chosen<Options[Name]>
    : Chosen<Options[Name]> | undefined;
};
