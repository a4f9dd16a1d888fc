import type { Configured, Value } from "@spikeloom/kernel";

/** Give parameters to a model that is named or written out; files may do either. */
export function configured<Model>(
  model: string | Model,
  parameters: Readonly<Record<string, Value>>,
): Configured<Model> {
  return { model: model as Model, parameters };
}
