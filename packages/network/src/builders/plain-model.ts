import type { Configured, Value } from "@spikeloom/kernel";

/** A model in any form accepted in TypeScript: a name, a record, a callable record or a configured one. */
export type ModelInput<Model> = string | Model | (() => Configured<Model>) | Configured<Model>;

/** Turn a callable record or variant into plain data; return anything else unchanged. */
export function plainModel<Model extends object>(
  model: ModelInput<Model>,
): string | Model | Configured<Model> {
  if (typeof model === "string") return model;
  if (!isConfigured(model as Model | Configured<Model>)) {
    return typeof model === "function"
      ? (model as () => Configured<Model>)().model
      : (model as Model);
  }
  const given = model as Configured<Model>;
  // The model within may be callable as well.
  const inner = plainModel(given.model as ModelInput<Model>) as Model;
  const isPlain = typeof given !== "function" && inner === given.model;
  return isPlain ? given : { ...given, model: inner };
}

/** Separate a configured model into the model and its parameter values. */
export function splitModel<Model extends object>(
  input: ModelInput<Model>,
): { readonly model: string | Model; readonly parameters: Readonly<Record<string, Value>> } {
  const model = plainModel(input);
  if (typeof model === "string") return { model, parameters: {} };
  return isConfigured(model) ? splitConfigured(model) : { model, parameters: {} };
}

/** Distinguish a configured model from a bare record. */
export function isConfigured<Model extends object>(
  model: Model | Configured<Model>,
): model is Configured<Model> {
  return "model" in model && !("kind" in model);
}

function splitConfigured<Model>(configured: Configured<Model>): {
  readonly model: Model;
  readonly parameters: Readonly<Record<string, Value>>;
} {
  return { model: configured.model, parameters: configured.parameters };
}
