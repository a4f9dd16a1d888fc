import type { SynapseRecord } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import type { AttachedSynapse } from "./cell-model.ts";
import { componentBy, type NmlDocument } from "./document.ts";
import { NML_UNSUPPORTED } from "./errors.ts";
import { attributeOf, parametersOf } from "./rows.ts";
import { block, blockable, blockedKinetics, namesOf, releaseOf } from "./synapses/plastic.ts";
import type { SynapseTable } from "./synapses/synapse-table.ts";
import { synapseTables } from "./synapses/tables.ts";

/** Part of a NeuroML synapse: its effect on the target, and the state of each connection. */
export interface SynapsePart {
  readonly attached: AttachedSynapse;
  /** Short-term plasticity, if any. */
  readonly plastic?: SynapseRecord;
}

/** Read a synapse; a double synapse has two parts, and each connection has both. */
export function readSynapse(
  id: string,
  document: NmlDocument,
  at: { readonly element: XmlElement; readonly attribute: string },
): readonly SynapsePart[] {
  const element = componentBy(document, id, at);
  if (element.name === "doubleSynapse") {
    return ["synapse1", "synapse2"].flatMap((attribute) => {
      const part = attributeOf(element, attribute);
      const found = componentBy(document, part, { element, attribute });
      if (found.name === "doubleSynapse") return unknownSynapse(found);
      return readSynapse(part, document, { element, attribute });
    });
  }
  if (element.name === blockable.element) return [readBlockable(element, id)];
  const table = synapseTables.get(element.name);
  return [{ attached: attachedOf(element, { id, table: table ?? unknownSynapse(element) }) }];
}

function unknownSynapse(element: XmlElement): never {
  const what = `The synapse "${element.attributes.get("id")}", a ${element.name},`;
  throw NML_UNSUPPORTED({
    place: placeOf(element),
    what,
    reason: "it is not an event-driven synapse",
  });
}

function attachedOf(
  element: XmlElement,
  { id, table }: { readonly id: string; readonly table: SynapseTable },
): AttachedSynapse {
  const named = namesOf(id);
  const parameters = Object.entries(parametersOf(table.rows, element));
  return {
    receptor: id,
    about: `${table.about}; ${element.name} of NeuroML`,
    parameters: Object.fromEntries(parameters.map(([name, record]) => [named(name), record])),
    kinetics: table.kinetics(named),
  };
}

/** A synapse with at most one block mechanism and one plasticity mechanism. */
function readBlockable(element: XmlElement, id: string): SynapsePart {
  const attached = attachedOf(element, { id, table: blockable });
  const [mechanism, second] = element.children.filter(({ name }) => name === "plasticityMechanism");
  const [blocking, other] = element.children.filter(({ name }) => name === "blockMechanism");
  const plastic = mechanism && (releaseOf(mechanism, id) ?? unknownSynapse(mechanism));
  if (second !== undefined || other !== undefined) return unknownSynapse(element);
  if (blocking === undefined) return { attached, ...(plastic && { plastic }) };
  if ((blocking.attributes.get("type") ?? "") !== block.element) return unknownSynapse(blocking);
  const blocked = attachedOf(blocking, { id, table: block });
  return {
    attached: {
      ...attached,
      parameters: { ...attached.parameters, ...blocked.parameters },
      kinetics: blockedKinetics(namesOf(id)),
    },
    ...(plastic && { plastic }),
  };
}
