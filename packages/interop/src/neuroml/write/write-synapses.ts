import type { XmlOutput } from "../../xml/write-xml.ts";
import type { WrittenSynapse } from "./component.ts";
import { declareType } from "./own/own-types.ts";
import { addComponent, newId, type Writing, type WrittenPopulation } from "./writing.ts";

/** A synapse of the file, and the unit of weights that are plain numbers there. */
export interface SynapseId {
  readonly id: string;
  readonly unit: string;
}

/** The only synapse of NeuroML that can be blocked and that keeps something from spike to spike. */
const plastic = "blockingPlasticSynapse";

/**
 * Give the synapse that a receptor of a population is, and write it where the file has none that is the same.
 *
 * `release` is what each connection keeps; undefined where no synapse of NeuroML has both.
 */
export function synapseFor(
  writing: Writing,
  { component }: WrittenPopulation,
  { receptor, release }: { readonly receptor: string; readonly release?: XmlOutput | undefined },
): SynapseId | undefined {
  const synapse = component?.synapses.find((one) => one.receptor === receptor);
  if (synapse === undefined) return undefined;
  const element = elementOf(writing, synapse, release);
  if (element === undefined) return undefined;
  const { attributes, block } = synapse;
  const children = [release, block].filter((child) => child !== undefined);
  const key = JSON.stringify([attributes, children]);
  for (const { attributes: known = {}, children: inside } of writing.components.get(element) ??
    []) {
    const { id, ...others } = known;
    if (JSON.stringify([others, inside]) === key) return { id: String(id), unit: synapse.unit };
  }
  const id = newId(writing, receptor);
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
