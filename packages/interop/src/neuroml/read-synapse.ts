import type { SynapseRecord } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import type { AttachedSynapse } from "./cell-model.ts";
import { componentBy, type NmlDocument } from "./document.ts";
import { NML_UNSUPPORTED } from "./errors.ts";
import { suffixOf } from "./model-name.ts";
import { attributeOf, parametersOf } from "./rows.ts";
import { synapseTables } from "./synapses/tables.ts";

/** A part of a synapse of NeuroML: what it opens in the target, and what each connection keeps. */
export interface SynapsePart {
  readonly attached: AttachedSynapse;
  /** What changes from spike to spike, where the synapse is plastic. */
  readonly plastic?: SynapseRecord;
}

/** Read a synapse; a double one has two parts, which each connection has both of. */
export function readSynapse(
  id: string,
  document: NmlDocument,
  at: { readonly element: XmlElement; readonly attribute: string },
): readonly SynapsePart[] {
  const element = componentBy(document, id, at);
  if (element.name === "doubleSynapse") {
    return ["synapse1", "synapse2"].flatMap((attribute) =>
      readSynapse(attributeOf(element, attribute), document, { element, attribute }),
    );
  }
  const table = synapseTables.get(element.name);
  if (table === undefined) {
    const what = `The synapse "${id}", a ${element.name},`;
    const reason = "it is no synapse that events open";
    throw NML_UNSUPPORTED({ place: placeOf(element), what, reason });
  }
  const named = (name: string) => `${name}_${suffixOf(id)}`;
  const parameters = Object.entries(parametersOf(table.rows, element));
  const attached = {
    receptor: id,
    about: `${table.about}; ${element.name} of NeuroML`,
    parameters: Object.fromEntries(parameters.map(([name, record]) => [named(name), record])),
    kinetics: table.kinetics(named),
  };
  return [{ attached }];
}
