import type { XmlOutput } from "../../xml/write-xml.ts";
import type { WrittenSynapse } from "./component.ts";
import { declareType } from "./own/own-types.ts";
import { addComponent, newId, type Writing, type WrittenPart } from "./writing.ts";

/** A synapse of the file, and the unit of weights that are dimensionless there. */
export interface SynapseId {
  readonly id: string;
  readonly unit: string;
}

/** NeuroML's only synapse with block and plasticity mechanisms. */
const plastic = "blockingPlasticSynapse";

/**
 * Return the synapse of a receptor, written unless the file has an identical one.
 *
 * `release` is the short-term plasticity of connections; undefined if NeuroML has no synapse with both.
 */
export function synapseFor(
  writing: Writing,
  { component }: WrittenPart,
  { receptor, release }: { readonly receptor: string; readonly release?: XmlOutput | undefined },
): SynapseId | undefined {
  const synapse = component?.synapses.find((one) => one.receptor === receptor);
  if (synapse === undefined) return undefined;
  const element = elementOf(writing, synapse, release);
  if (element === undefined) return undefined;
  const { attributes, block } = synapse;
  const children = [release, block].filter((child) => child !== undefined);
  const key = JSON.stringify([element, attributes, children]);
  const known = writing.synapses.get(key);
  if (known !== undefined) return { id: known, unit: synapse.unit };
  const id = newId(writing, receptor);
  writing.synapses.set(key, id);
  addComponent(writing, { name: element, attributes: { id, ...attributes }, children });
  return { id, unit: synapse.unit };
}

function elementOf(
  { own }: Writing,
  { element, block, type }: WrittenSynapse,
  release: XmlOutput | undefined,
): string | undefined {
  if (type !== undefined) return release === undefined ? declareType(own, type) : undefined;
  if (release === undefined && block === undefined)
    return element === plastic ? "expTwoSynapse" : element;
  return element === plastic || element === "expTwoSynapse" ? plastic : undefined;
}
