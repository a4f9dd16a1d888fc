import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import type { LemsDocument } from "./document.ts";
import { LEMS_NAME, LEMS_SHAPE } from "./errors.ts";
import { isOfType, type LemsType, membersOf } from "./type.ts";

/** A component: an element with its type and children. */
export interface Component {
  /** Empty if it has none. */
  readonly id: string;
  readonly type: LemsType;
  readonly element: XmlElement;
  readonly parent: Component | undefined;
  /** In order, each in the list or under the name that the parent's type declares. */
  readonly children: readonly { readonly list: string; readonly component: Component }[];
}

const most = { depth: 50 };

/** Create components from elements, each once. */
export interface Components {
  /** Find a top-level component by its id. */
  find(id: string, place: string): Component;
  /** Whether it exists. */
  has(id: string): boolean;
  /** List all components of a type at any depth, without those of derived types. */
  ofType(name: string): readonly Component[];
}

const componentsByDocument = new WeakMap<LemsDocument, Components>();

/** Components of a document, created on demand. */
export function componentsOf(document: LemsDocument): Components {
  const known = componentsByDocument.get(document);
  if (known !== undefined) return known;
  const made = new Map<XmlElement, Component>();
  const componentOf = (element: XmlElement): Component => {
    const before = made.get(element);
    if (before !== undefined) return before;
    const name = typeName(element, document);
    const component = make(element, { document, name, parent: undefined, depth: 0 });
    made.set(element, component);
    return component;
  };
  let byType: Map<string, Component[]> | undefined;
  const components: Components = {
    has: (id) => document.components.has(id),
    find(id, place) {
      const element = document.components.get(id);
      if (element !== undefined) return componentOf(element);
      throw LEMS_NAME({ place, what: "component", name: id, known: document.components.keys() });
    },
    ofType(name) {
      byType ??= grouped([...document.components.values(), ...document.nameless].map(componentOf));
      return byType.get(name) ?? [];
    },
  };
  componentsByDocument.set(document, components);
  return components;
}

/** Group all components at any depth by type. */
function grouped(components: readonly Component[]): Map<string, Component[]> {
  const byType = new Map<string, Component[]>();
  const add = (component: Component): void => {
    const alike = byType.get(component.type.name) ?? [];
    byType.set(component.type.name, alike);
    alike.push(component);
    for (const child of component.children) add(child.component);
  };
  for (const component of components) add(component);
  return byType;
}

/** Type of an element: that of the attribute `type` if it is one, else the element's name. */
function typeName(element: XmlElement, document: LemsDocument): string {
  const type = element.attributes.get("type");
  if (element.name === "Component") {
    if (type !== undefined) return type;
    const message = "A component does not state its type.";
    throw LEMS_SHAPE({ place: placeOf(element), message, expected: 'type="..."', got: "none" });
  }
  return type !== undefined && document.declared.has(type) ? type : element.name;
}

interface Making {
  readonly document: LemsDocument;
  /** Name of the type. */
  readonly name: string;
  readonly parent: Component | undefined;
  readonly depth: number;
}

function make(element: XmlElement, { document, name, parent, depth }: Making): Component {
  const place = placeOf(element);
  if (depth > most.depth) {
    const [expected, got] = [`at most ${most.depth} levels`, "more"];
    throw LEMS_SHAPE({ place, message: "Components are nested too deeply.", expected, got });
  }
  const type = document.type(name, place);
  const children: { list: string; component: Component }[] = [];
  const { attributes } = element;
  const id = attributes.get("id") ?? attributes.get("name") ?? "";
  const component: Component = { id, type, element, parent, children };
  for (const child of element.children) {
    const found = placeOfChild(child, type, document);
    if (found === undefined) continue;
    const inside = { document, name: found.name, parent: component, depth: depth + 1 };
    children.push({ list: found.list, component: make(child, inside) });
  }
  return component;
}

const silent = new Set(["notes", "annotation", "property"]);

/** Find the list or name of a child, and its type. */
function placeOfChild(
  child: XmlElement,
  type: LemsType,
  document: LemsDocument,
): { readonly list: string; readonly name: string } | undefined {
  if (silent.has(child.name)) return undefined;
  const named = membersOf(type, "Child").get(child.name);
  const own = membersOf(type, "Children").get(child.name) ?? named;
  if (own !== undefined) {
    const given = child.attributes.get("type");
    const isType = given !== undefined && document.declared.has(given);
    return { list: child.name, name: isType ? given : (own.attributes.get("type") ?? "") };
  }
  const name = typeName(child, document);
  const found = document.type(name, placeOf(child));
  const lists = [...membersOf(type, "Children"), ...membersOf(type, "Child")];
  for (const [list, { attributes }] of lists) {
    if (isOfType(found, attributes.get("type") ?? "")) return { list, name };
  }
  throw LEMS_SHAPE({
    place: placeOf(child),
    message: `A <${child.name}> is not allowed in a ${type.name}.`,
    expected: lists.map(([list, of]) => `${list} (${of.attributes.get("type")})`).join(", "),
    got: child.name,
  });
}
