import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { NML_REFERENCE } from "./errors.ts";

/** Definitions in a model's files, by id. */
export interface NmlDocument {
  readonly components: ReadonlyMap<string, XmlElement>;
  readonly networks: readonly XmlElement[];
  /** Defined component types, by name. */
  readonly types: ReadonlyMap<string, XmlElement>;
  /** Components that cannot be referred to. */
  readonly nameless: readonly XmlElement[];
  /** Ids of components that were requested. */
  readonly used: Set<string>;
}

/** Elements of a file's root that are not model components. */
const others: ReadonlySet<string> = new Set([
  ...["include", "Include", "notes", "annotation", "property", "Target", "Simulation"],
  ...["ComponentType", "Dimension", "Unit", "Constant", "Assertion"],
]);

/** Collect the definitions of files; duplicate ids are refused. */
export function documentOf(roots: readonly XmlElement[]): NmlDocument {
  const components = new Map<string, XmlElement>();
  const networks: XmlElement[] = [];
  const types = new Map<string, XmlElement>();
  const nameless: XmlElement[] = [];
  for (const element of roots.flatMap(({ children }) => children)) {
    if (element.name === "ComponentType") types.set(element.attributes.get("name") ?? "", element);
    if (others.has(element.name)) continue;
    if (element.name === "network") {
      networks.push(element);
      continue;
    }
    const id = element.attributes.get("id");
    if (id === undefined) {
      nameless.push(element);
      continue;
    }
    const earlier = components.get(id);
    if (earlier !== undefined) {
      const place = placeOf(element);
      const what = `Two components have the id "${id}"`;
      throw NML_REFERENCE({ place, what, expected: "unique ids", got: placeOf(earlier) });
    }
    components.set(id, element);
  }
  return { components, networks, types, nameless, used: new Set() };
}

/** Find a component by its id. */
export function componentBy(
  document: NmlDocument,
  id: string,
  at: { readonly element: XmlElement; readonly attribute: string },
): XmlElement {
  const found = document.components.get(id);
  document.used.add(id);
  if (found !== undefined) return found;
  throw NML_REFERENCE({
    place: `${placeOf(at.element)}: ${at.attribute}`,
    what: `There is no component "${id}"`,
    expected: "the id of a component in this file or one that it includes",
    got: id,
  });
}
