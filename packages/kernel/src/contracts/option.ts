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
