import type { XmlElement } from "../xml/xml-element.ts";

/** Declarations of a type besides its dynamics. */
export type MemberKind =
  | "Parameter"
  | "IndexParameter"
  | "Property"
  | "DerivedParameter"
  | "Constant"
  | "Requirement"
  | "Exposure"
  | "Text"
  | "Path"
  | "Link"
  | "Child"
  | "Children"
  | "ComponentReference"
  | "Attachments"
  | "EventPort"
  | "InstanceRequirement"
  | "ComponentRequirement";

const memberKinds: ReadonlySet<string> = new Set<MemberKind>([
  ...(["Parameter", "IndexParameter", "Property", "DerivedParameter", "Constant"] as const),
  ...(["Requirement", "Exposure", "Text", "Path", "Link", "Child", "Children"] as const),
  ...(["ComponentReference", "Attachments", "EventPort", "InstanceRequirement"] as const),
  "ComponentRequirement",
]);

/** A component type with everything it inherits. */
export interface LemsType {
  readonly name: string;
  readonly element: XmlElement;
  readonly base: LemsType | undefined;
  /** By kind and name. */
  readonly members: ReadonlyMap<string, ReadonlyMap<string, XmlElement>>;
  /** Fixed values, by parameter. */
  readonly fixed: ReadonlyMap<string, string>;
  /** Elements of its dynamics, own or inherited. */
  readonly dynamics: readonly XmlElement[];
  /** Whether all its variables are integrated simultaneously, by Runge–Kutta. */
  readonly isSimultaneous: boolean;
  readonly structure: readonly XmlElement[];
}

/** Merge the declarations of a type with those that it inherits. */
export function typeOf(element: XmlElement, base: LemsType | undefined): LemsType {
  const members = new Map<string, Map<string, XmlElement>>();
  for (const kind of memberKinds) members.set(kind, new Map(base?.members.get(kind)));
  const fixed = new Map(base?.fixed);
  for (const child of element.children) {
    const name = child.attributes.get("name") ?? child.attributes.get("parameter");
    if (name === undefined) continue;
    if (child.name === "Fixed") fixed.set(name, child.attributes.get("value") ?? "0");
    else members.get(child.name)?.set(name, child);
  }
  return {
    name: element.attributes.get("name") ?? "",
    element,
    base,
    members,
    fixed,
    dynamics: partsOf(element, "Dynamics") ?? base?.dynamics ?? [],
    isSimultaneous: isSimultaneous(element) ?? base?.isSimultaneous ?? false,
    structure: partsOf(element, "Structure") ?? base?.structure ?? [],
  };
}

function partsOf(element: XmlElement, name: string): readonly XmlElement[] | undefined {
  const found = element.children.filter((child) => child.name === name);
  return found.length === 0 ? undefined : found.flatMap((child) => child.children);
}

function isSimultaneous(element: XmlElement): boolean | undefined {
  const own = element.children.find(({ name }) => name === "Dynamics");
  return own && own.attributes.get("simultaneous") === "true";
}

/** Return the declarations of a kind, by name. */
export function membersOf(type: LemsType, kind: MemberKind): ReadonlyMap<string, XmlElement> {
  return type.members.get(kind) ?? new Map();
}

/** Return whether a type has a name or extends the type of that name. */
export function isOfType(type: LemsType, name: string): boolean {
  for (let at: LemsType | undefined = type; at !== undefined; at = at.base) {
    if (at.name === name) return true;
  }
  return false;
}
