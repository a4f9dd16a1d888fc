import { checkModel, type RecordOfKind, type Stack, throwAll } from "@spikeloom/kernel";
import { VALUE } from "./errors.ts";
import { show } from "./show.ts";

type ModelKind = "neuron" | "synapse" | "plasticity";

/** Find a model of the stack by its name, or validate the given record. */
export function modelOf<K extends ModelKind>(
  stack: Stack,
  kind: K,
  model: string | RecordOfKind[K],
): RecordOfKind[K] {
  if (typeof model === "string") return stack.get(kind, model);
  throwAll(checkModel(model, kind));
  if ((model as RecordOfKind[K]).kind === kind) return model as RecordOfKind[K];
  const [message, expected] = ["This model is of a different kind.", `a ${kind} model`];
  throw VALUE({ place: kind, message, expected, got: show(model) });
}
