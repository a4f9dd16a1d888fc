import {
  type NetworkRecord,
  type NeuronRecord,
  type PlasticityRecord,
  SpikeLoomError,
  type Stack,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { readNetwork } from "@spikeloom/network";
import { NOT_A_NETWORK } from "../errors.ts";

/** A record of a model: contents of a model file. */
export type ModelFileRecord = NeuronRecord | SynapseRecord | PlasticityRecord;

const modelKinds = ["neuron", "synapse", "plasticity"] as const;
type ModelKind = (typeof modelKinds)[number];

/** Contents of a file. */
export type FileContents =
  | { readonly network: NetworkRecord; readonly model?: never }
  | {
      readonly model: ModelFileRecord;
      /** A network that contains only this model, because only networks can be checked completely. */
      readonly network: NetworkRecord;
    };

/** Read JSON as a model if its "kind" says so, else as a network. */
export function readContents(bytes: Uint8Array, place: string, stack: Stack): FileContents {
  if (modelKind(topOf(bytes)) === undefined)
    return { network: readOnlyNetwork(bytes, place, stack) };
  // The text is read again inside a network, so that the limits of a network file apply to it as well.
  const text = new TextDecoder().decode(bytes);
  const head = `{"format":"spikeloom-network","version":1,"populations":{},"models":{"${onlyModel}":`;
  try {
    const network = readNetwork(`${head}${text}}}`, { place });
    return { network, model: network.models?.[onlyModel] as ModelFileRecord };
  } catch (fault) {
    throw fault instanceof SpikeLoomError ? withoutWrapping(fault) : fault;
  }
}

/** Put a model into an otherwise empty network. */
export function modelContents(model: ModelFileRecord): FileContents {
  const models = { [onlyModel]: model };
  return {
    model,
    network: { format: "spikeloom-network", version: 1, populations: {}, models },
  };
}

const onlyModel = "this";

/** Remove the network around the model of a file from the place of an error. */
export function withoutWrapping(error: SpikeLoomError): SpikeLoomError {
  const { code, summary: message, expected, got, next, others } = error;
  const place = error.place
    ?.replace(`models.${onlyModel}.`, "")
    .replace(new RegExp(`(: )?models\\.${onlyModel}`), "");
  const text = { message, place, expected, got, next };
  return new SpikeLoomError(code, text, others.map(withoutWrapping));
}

/** Read JSON as a network; other SpikeLoom files are refused as such. */
export function readOnlyNetwork(bytes: Uint8Array, file: string, stack: Stack): NetworkRecord {
  try {
    return readNetwork(bytes, { place: file, stackIfFaulty: stack });
  } catch (fault) {
    const top = topOf(bytes);
    const kind = modelKind(top);
    if (kind !== undefined) throw modelRefused(file, kind, top["name"]);
    if (top["format"] === "spikeloom-sweep-plan") {
      const holds = "the list of jobs of a sweep";
      throw NOT_A_NETWORK({ file, holds, next: `Run it with spikeloom sweep ${file}.` });
    }
    throw fault;
  }
}

const usedAs: Readonly<Record<ModelKind, (name: string) => string>> = {
  neuron: (name) => `give a population "model": ${name}`,
  synapse: (name) => `give a projection "synapse": ${name}`,
  plasticity: (name) => `give a projection "plasticity": ${name}`,
};

function modelRefused(file: string, kind: ModelKind, given: unknown): SpikeLoomError {
  const name = JSON.stringify(typeof given === "string" ? given : "NAME");
  const holds = kind === "plasticity" ? "a plasticity rule" : `a ${kind} model`;
  const put = `Put it into a network as "models": { ${name}: {...} } and ${usedAs[kind](name)}`;
  return NOT_A_NETWORK({ file, holds, next: `${put}; spikeloom show ${file} prints it.` });
}

type Json = Readonly<Record<string, unknown>>;

/** Read the top level of JSON; returns nothing if it is no object. */
function topOf(bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null ? (value as Json) : {};
  } catch {
    // The reader of networks reports errors of the text, with their place.
    return {};
  }
}

function modelKind({ format, kind }: Json): ModelKind | undefined {
  return format === undefined ? modelKinds.find((known) => known === kind) : undefined;
}
