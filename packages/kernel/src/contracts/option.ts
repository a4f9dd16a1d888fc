/** What options of all kinds of plugins may be. */
export type OptionType = "number" | "integer" | "boolean" | "text";

/** An option of a plugin that is no parameter of a model. */
export interface PluginOption<Type extends string = OptionType> {
  readonly about: string;
  readonly type: Type;
  /** What a text may be; any where they are not given. */
  readonly choices?: readonly string[];
  /** Bounds of a number. */
  readonly least?: number;
  readonly most?: number;
  readonly required?: boolean;
  readonly default?: string | number | boolean;
}

/** What values of each type are, once they are checked. */
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

/** The values of declared options; those with a default or required are there. */
export type OptionValuesOf<Options extends Readonly<Record<string, PluginOption<string>>>> = {
  readonly [Name in keyof Options]: Options[Name] extends IsAlwaysThere
    ? Chosen<Options[Name]>
    : Chosen<Options[Name]> | undefined;
};
