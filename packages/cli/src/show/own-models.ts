import type {
  Configured,
  NetworkRecord,
  NeuronRecord,
  PlasticityRecord,
  Stack,
  SynapseRecord,
} from "@spikeloom/kernel";

type Model = NeuronRecord | SynapseRecord | PlasticityRecord;
type Given = string | Model | Configured<Model> | undefined;

/** List the models that a network contains, by their names in it, without those of the stack. */
export function ownModels(network: NetworkRecord, stack: Stack): ReadonlyMap<string, Model> {
  const own = new Map<string, Model>(Object.entries(network.models ?? {}));
  const given: readonly Given[] = [
    ...Object.values(network.populations).map(({ model }) => model),
    ...(network.projections ?? []).flatMap(({ synapse, plasticity }) => [synapse, plasticity]),
  ];
  for (const one of given) {
    if (one === undefined || typeof one === "string") continue;
    const model: unknown = "kind" in one ? one : one.model;
    // A model that is named with its parameters is of the stack, or among the network's own.
    if (typeof model === "string") continue;
    const record = plain(model as Model);
    const known = stack.find(record.kind, record.name);
    const isKnown = known !== undefined && sameText(plain(known as Model), record);
    if (!isKnown && !own.has(record.name)) own.set(record.name, record);
  }
  return own;
}

/** Convert a callable model, which a module may contain, to its record. */
function plain(model: Model): Model {
  return JSON.parse(JSON.stringify(model)) as Model;
}

function sameText(one: Model, other: Model): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
