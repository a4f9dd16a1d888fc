import {
  type NetworkRecord,
  type NeuronRecord,
  type PlasticityRecord,
  SpikeLoomError,
  type Stack,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { readNetwork } from "@spikeloom/network";

/** A record of a model: what a model file holds. */
export type ModelFileRecord = NeuronRecord | SynapseRecord | PlasticityRecord;

const modelKinds: readonly unknown[] = ["neuron", "synapse", "plasticity"];

/** What a file holds. */
export type FileContents =
  | { readonly network: NetworkRecord; readonly model?: never }
  | {
      readonly model: ModelFileRecord;
      /** A network of nothing but this model, as a network is what can be checked in full. */
      readonly network: NetworkRecord;
    };

/** Read JSON as a model where its "kind" says so, else as a network. */
export function readContents(bytes: Uint8Array, place: string, stack: Stack): FileContents {
  const kind = kindOf(bytes);
  if (!modelKinds.includes(kind)) {
    return { network: readNetwork(bytes, { place, stackIfFaulty: stack }) };
  }
  // The text is read again inside a network, so that the bounds of a network file hold for it as well.
  const text = new TextDecoder().decode(bytes);
  const head = `{"format":"spikeloom-network","version":1,"populations":{},"models":{"${onlyModel}":`;
  try {
    const network = readNetwork(`${head}${text}}}`, { place });
    return { network, model: network.models?.[onlyModel] as ModelFileRecord };
  } catch (fault) {
    throw fault instanceof SpikeLoomError ? withoutWrapping(fault) : fault;
  }
}

const onlyModel = "this";

/** Take the network around the model of a file out of the place of an error. */
export function withoutWrapping(error: SpikeLoomError): SpikeLoomError {
  const { code, summary: message, expected, got, next, others } = error;
  const place = error.place
    ?.replace(`models.${onlyModel}.`, "")
    .replace(new RegExp(`(: )?models\\.${onlyModel}`), "");
  const text = { message, place, expected, got, next };
  return new SpikeLoomError(code, text, others.map(withoutWrapping));
}

function kindOf(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value !== "object" || value === null || "format" in value) return undefined;
    return (value as { readonly kind?: unknown }).kind;
  } catch {
    // The reader of networks says what is wrong with the text, and where.
    return undefined;
  }
}
