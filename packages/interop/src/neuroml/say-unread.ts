import type { Loss } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import type { Building } from "./network/building.ts";

const notes = /^(notes|annotation|property)$/;

/** What is read inside of each element of a network. */
const parts: Readonly<Record<string, ReadonlySet<string>>> = {
  network: new Set([
    ...["population", "projection", "electricalProjection", "continuousProjection"],
    ...["inputList", "explicitInput", "synapticConnection", "synapticConnectionWD"],
  ]),
  population: new Set(["instance"]),
  projection: new Set(["connection", "connectionWD"]),
  inputList: new Set(["input", "inputW"]),
};

/** Attributes that no run of one compartment needs, and those of tools. */
const needless: ReadonlySet<string> = new Set([
  ...["id", "name", "metaid", "neuroLexId", "notes", "type", "species", "ion", "segmentGroup"],
  ...["parent", "segment", "conductance", "spikeTarget"],
  // Of the near end of a segment: a membrane has that of the far end all along, as in the core of NeuroML.
  "diameter",
]);

/** Say what of the files is not in the network. */
export function sayUnread({ document, losses }: Building, around: readonly XmlElement[]): void {
  for (const [id, component] of document.components) {
    if (document.used.has(id)) {
      sayUnreadAttributes(losses, component);
      continue;
    }
    const message = `Nothing in the network uses the ${component.name} "${id}".`;
    losses.push({ code: "unused", place: placeOf(component), message });
  }
  for (const element of around) {
    for (const part of element.name === "network" ? [element, ...element.children] : []) {
      for (const child of part.children) {
        if (notes.test(child.name) || parts[part.name]?.has(child.name) !== false) continue;
        const message = `The ${child.name} of this ${part.name} is not read.`;
        losses.push({ code: "unread", place: placeOf(child), message });
      }
    }
  }
  const inside = around.flatMap((element) => [element, ...element.children]);
  for (const element of new Set(inside)) {
    const found = element.children.find(({ name }) => notes.test(name));
    if (found === undefined) continue;
    const message = `What the ${found.name} of this ${element.name} say is not kept.`;
    losses.push({ code: "notes", place: placeOf(found), message });
  }
}

/** Say which attributes nobody asked for, of a component and what is in it that was looked at. */
function sayUnreadAttributes(losses: Loss[], element: XmlElement): void {
  const { attributes, name, children } = element;
  const unasked = attributes.unasked?.() ?? [];
  const isRead = unasked.length < [...attributes].length;
  for (const attribute of isRead ? unasked : []) {
    if (needless.has(attribute) || attribute.includes(":")) continue;
    const message = `The attribute "${attribute}" of this ${name} is not read.`;
    losses.push({ code: "unread", place: `${placeOf(element)}: ${attribute}`, message });
  }
  for (const child of children) sayUnreadAttributes(losses, child);
}
