import type { Configured, Value } from "@spikeloom/kernel";

/** Set parameters of a model that is given by name or as a record; files allow both. */
export function configured<Model>(
  model: string | Model,
  parameters: Readonly<Record<string, Value>>,
): Configured<Model> {
  return { model: model as Model, parameters };
}
