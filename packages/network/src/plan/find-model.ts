import type {
  Configured,
  NetworkRecord,
  NeuronRecord,
  PlasticityRecord,
  SpikeLoomError,
  Stack,
  SynapseRecord,
  Value,
} from "@spikeloom/kernel";
import { isConfigured, plainModel } from "../builders/plain-model.ts";
import { show, VALUE } from "../errors.ts";
import { unknownPlugin } from "./unknown-plugin.ts";

/** The model kinds with their records. */
export interface ModelKinds {
  neuron: NeuronRecord;
  synapse: SynapseRecord;
  plasticity: PlasticityRecord;
}

/** A model with the parameter values it was configured with. */
export interface FoundModel<Model> {
  readonly model: Model;
  readonly parameters: Readonly<Record<string, Value>>;
}

/**
 * Find a model by name, in the network first, then in the stack.
 *
 * A model given as a record is returned unchanged.
 */
export function findModel<Kind extends keyof ModelKinds>(
  kind: Kind,
  input: string | ModelKinds[Kind] | Configured<ModelKinds[Kind]>,
  within: { readonly network: Pick<NetworkRecord, "models">; readonly stack: Stack; place: string },
): FoundModel<ModelKinds[Kind]> {
  const { network, stack, place } = within;
  if (typeof input === "string") {
    return { model: findNamed(kind, input, { network, stack, place }), parameters: {} };
  }
  const plain = plainModel(input) as ModelKinds[Kind] | Configured<ModelKinds[Kind]>;
  const given = isConfigured(plain) ? plain : { model: plain, parameters: {} };
  const model: unknown = given.model;
  // A file may name the model that it gives parameters.
  const found =
    typeof model === "string"
      ? { ...given, model: findNamed(kind, model, { network, stack, place: `${place}.model` }) }
      : given;
  if (found.model.kind === kind) return found as FoundModel<ModelKinds[Kind]>;
  throw wrongKind(kind, found.model.kind, place);
}

function wrongKind(expected: string, got: unknown, place: string): SpikeLoomError {
  return VALUE({
    place,
    message: `A ${expected} model is required here.`,
    expected,
    got: show(got),
  });
}

function findNamed<Kind extends keyof ModelKinds>(
  kind: Kind,
  name: string,
  within: { readonly network: Pick<NetworkRecord, "models">; readonly stack: Stack; place: string },
): ModelKinds[Kind] {
  const models = within.network.models ?? {};
  const own = Object.hasOwn(models, name) ? models[name] : undefined;
  if (own?.kind === kind) return own as ModelKinds[Kind];
  const found = within.stack.find(kind, name);
  // Models of a stack are callable; networks contain the plain record.
  if (found !== undefined) return plainModel(found as ModelKinds[Kind]) as ModelKinds[Kind];
  const ownNames = Object.keys(models).filter((other) => models[other]?.kind === kind);
  const names = [...ownNames, ...within.stack.list(kind).map((record) => record.name)];
  if (own === undefined) throw unknownPlugin(kind, name, { place: within.place, names });
  throw wrongKind(kind, own.kind, within.place);
}
