import type { Loss } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { notes, unreadChildren } from "./known-children.ts";
import type { Building } from "./network/building.ts";

/** Attributes irrelevant to single-compartment runs, and those of tools. */
const needless: ReadonlySet<string> = new Set([
  ...["id", "name", "metaid", "neuroLexId", "notes", "type", "species", "ion", "segmentGroup"],
  ...["parent", "segment", "conductance", "spikeTarget"],
  // The proximal diameter is ignored: as in NeuroML's core, a membrane has the distal one throughout.
  "diameter",
  // Sizes of populations and lists: their members determine how many there are.
  ...["size", "destination"],
]);

/** Report contents of the files that are not in the network. */
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
    const message = `The network does not use the ${component.name} "${id}".`;
    losses.push({ code: "unused", place: placeOf(component), message });
  }
  for (const type of document.types.values()) sayUnreadChildren(losses, type);
  for (const element of document.nameless) {
    const message = `This ${element.name} has no id, so nothing can refer to it.`;
    losses.push({ code: "unused", place: placeOf(element), message });
  }
  for (const element of around) if (element.name === "network") sayUnreadParts(losses, element);
  // Children of elements that are read one by one.
  for (const [child, within] of lists.unread()) sayUnreadChild(losses, child, within);
  const inside = around.flatMap((element) => [element, ...element.children]);
  for (const element of new Set(inside)) {
    const found = element.children.find(({ name }) => notes.test(name));
    if (found === undefined) continue;
    const message = `The ${found.name} elements of this ${element.name} are not stored.`;
    losses.push({ code: "notes", place: placeOf(found), message });
  }
}

/** Report properties of a cell that a single-compartment run ignores and a neuron cannot store. */
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
    ...(ions.size > 0 ? [`the ions of its channels (${[...ions].join(", ")})`] : []),
    ...(parts.some(({ name }) => name === "resistivity") ? ["its resistivity"] : []),
  ];
  if (said.length === 0) return;
  const message = `The ${cell.name} "${cell.attributes.get("id")}" loses information that does not affect a single-compartment run: ${said.join(" and ")}.`;
  losses.push({ code: "notes", place: placeOf(cell), message });
}

function* partsOf(element: XmlElement): Generator<XmlElement> {
  for (const child of element.children) {
    yield child;
    yield* partsOf(child);
  }
}

function sayUnreadChild(losses: Loss[], child: XmlElement, { name }: XmlElement): void {
  const message = `The ${child.name} of this ${name} is not supported.`;
  losses.push({ code: "unread", place: placeOf(child), message });
}

/** Report unsupported children of a component type, recursively. */
function sayUnreadChildren(losses: Loss[], element: XmlElement): void {
  const unread = unreadChildren(element);
  for (const child of unread) sayUnreadChild(losses, child, element);
  for (const child of element.children) {
    if (!unread.includes(child)) sayUnreadChildren(losses, child);
  }
}

/** Report unsupported children and unread attributes of an element, recursively. */
function sayUnreadParts(losses: Loss[], element: XmlElement): void {
  const { attributes, name, children } = element;
  const unread = unreadChildren(element);
  for (const child of unread) sayUnreadChild(losses, child, element);
  const unasked = attributes.unasked?.() ?? [];
  // Unread elements do not affect a run, such as the resistivity of a single compartment.
  const isRead = unasked.length < [...attributes].length;
  for (const attribute of isRead ? unasked : []) {
    if (needless.has(attribute) || attribute.includes(":")) continue;
    const message = `The attribute "${attribute}" of this ${name} is not supported.`;
    losses.push({ code: "unread", place: `${placeOf(element)}: ${attribute}`, message });
  }
  for (const child of children) {
    if (!unread.includes(child) && !notes.test(child.name)) sayUnreadParts(losses, child);
  }
}
