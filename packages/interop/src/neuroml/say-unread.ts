import type { Loss } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { notes, unreadChildren } from "./known-children.ts";
import type { Building } from "./network/building.ts";

/** Attributes that no run of one compartment needs, and those of tools. */
const needless: ReadonlySet<string> = new Set([
  ...["id", "name", "metaid", "neuroLexId", "notes", "type", "species", "ion", "segmentGroup"],
  ...["parent", "segment", "conductance", "spikeTarget"],
  // Of the near end of a segment: a membrane has that of the far end all along, as in the core of NeuroML.
  "diameter",
  // Of what places neurons, connections and inputs: instances say how many there are.
  ...["size", "destination"],
]);

/** Say what of the files is not in the network. */
export function sayUnread(
  { document, lists, losses }: Building,
  around: readonly XmlElement[],
): void {
  for (const [id, component] of document.components) {
    if (document.used.has(id)) {
      sayUnreadParts(losses, component);
      sayLabels(losses, component);
      continue;
    }
    const message = `Nothing in the network uses the ${component.name} "${id}".`;
    losses.push({ code: "unused", place: placeOf(component), message });
  }
  for (const type of document.types.values()) sayUnreadChildren(losses, type);
  for (const element of document.nameless) {
    const message = `This ${element.name} has no id, so that nothing can use it.`;
    losses.push({ code: "unused", place: placeOf(element), message });
  }
  for (const element of around) if (element.name === "network") sayUnreadParts(losses, element);
  // Children of those that are read one by one.
  for (const [child, within] of lists.unread()) sayUnreadChild(losses, child, within);
  const inside = around.flatMap((element) => [element, ...element.children]);
  for (const element of new Set(inside)) {
    const found = element.children.find(({ name }) => notes.test(name));
    if (found === undefined) continue;
    const message = `What the ${found.name} of this ${element.name} say is not kept.`;
    losses.push({ code: "notes", place: placeOf(found), message });
  }
}

/** Say what of a cell no run of one compartment reads, and a neuron has no place for. */
function sayLabels(losses: Loss[], cell: XmlElement): void {
  const parts = [...partsOf(cell)];
  const pools = new Set(
    parts.flatMap(({ name, attributes }) =>
      name === "species" ? [attributes.get("ion") ?? attributes.get("id")] : [],
    ),
  );
  const ions = new Set(
    parts.flatMap(({ name, attributes }) => {
      const ion = name.startsWith("channel") ? attributes.get("ion") : undefined;
      return ion === undefined || ion === "non_specific" || pools.has(ion) ? [] : [ion];
    }),
  );
  const said = [
    ...(ions.size > 0 ? [`which ions flow through its channels (${[...ions].join(", ")})`] : []),
    ...(parts.some(({ name }) => name === "resistivity") ? ["its resistivity"] : []),
  ];
  if (said.length === 0) return;
  const message = `Of the ${cell.name} "${cell.attributes.get("id")}" is not kept what no run of one compartment reads: ${said.join(" and ")}.`;
  losses.push({ code: "notes", place: placeOf(cell), message });
}

function* partsOf(element: XmlElement): Generator<XmlElement> {
  for (const child of element.children) {
    yield child;
    yield* partsOf(child);
  }
}

function sayUnreadChild(losses: Loss[], child: XmlElement, { name }: XmlElement): void {
  const message = `The ${child.name} of this ${name} is not read.`;
  losses.push({ code: "unread", place: placeOf(child), message });
}

/** Say which children of a component type are not read, and so on inside. */
function sayUnreadChildren(losses: Loss[], element: XmlElement): void {
  const unread = unreadChildren(element);
  for (const child of unread) sayUnreadChild(losses, child, element);
  for (const child of element.children) {
    if (!unread.includes(child)) sayUnreadChildren(losses, child);
  }
}

/** Say which children of an element, and attributes of it that nobody asked for, are not read, and so on inside. */
function sayUnreadParts(losses: Loss[], element: XmlElement): void {
  const { attributes, name, children } = element;
  const unread = unreadChildren(element);
  for (const child of unread) sayUnreadChild(losses, child, element);
  const unasked = attributes.unasked?.() ?? [];
  // What nobody looked at matters to no run, such as the resistivity of a single compartment.
  const isRead = unasked.length < [...attributes].length;
  for (const attribute of isRead ? unasked : []) {
    if (needless.has(attribute) || attribute.includes(":")) continue;
    const message = `The attribute "${attribute}" of this ${name} is not read.`;
    losses.push({ code: "unread", place: `${placeOf(element)}: ${attribute}`, message });
  }
  for (const child of children) {
    if (!unread.includes(child) && !notes.test(child.name)) sayUnreadParts(losses, child);
  }
}
