import { type ByteSource, bytesSource, SpikeLoomError } from "@spikeloom/kernel";
import type { Dimension } from "@spikeloom/units";
import { type Beside, readIncluding } from "../xml/included-files.ts";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { LEMS_NAME, LEMS_SHAPE } from "./errors.ts";
import { hdf5Network } from "./hdf5-network.ts";
import { type LemsType, typeOf } from "./type.ts";

/** A LEMS unit: a value is `number * 10^power * scale + offset` in SI units. */
export interface LemsUnit {
  readonly dimension: string;
  readonly power: number;
  readonly scale: number;
  readonly offset: number;
}

/** Declarations of a file and everything it includes. */
export interface LemsDocument {
  readonly file: string;
  readonly dimensions: ReadonlyMap<string, Dimension>;
  readonly units: ReadonlyMap<string, LemsUnit>;
  /** Types as declared, by name; `type` resolves inheritance. */
  readonly declared: ReadonlyMap<string, XmlElement>;
  /** Top-level components by id. */
  readonly components: ReadonlyMap<string, XmlElement>;
  /** Top-level components without an id. */
  readonly nameless: readonly XmlElement[];
  readonly target: XmlElement | undefined;
  /** Find a type with everything it inherits, or refuse its name with a place. */
  type(name: string, place: string): LemsType;
}

/** Contents of files known by name, such as `Cells.xml`. */
export type KnownFiles = (name: string) => readonly XmlElement[] | undefined;

/** Options for reading a LEMS file. */
export interface LemsReading {
  readonly at?: string;
  readonly beside?: Beside | undefined;
  /** Files that may be missing. */
  readonly known?: KnownFiles;
}

interface Draft {
  readonly dimensions: Map<string, Dimension>;
  readonly units: Map<string, LemsUnit>;
  readonly declared: Map<string, XmlElement>;
  readonly components: Map<string, XmlElement>;
  readonly nameless: XmlElement[];
  target: XmlElement | undefined;
}

/** Read a file and its includes. */
export async function readDocument(
  source: ByteSource,
  { at, beside, known = () => undefined }: LemsReading = {},
): Promise<LemsDocument> {
  const draft: Draft = {
    dimensions: new Map(),
    units: new Map(),
    declared: new Map(),
    components: new Map(),
    nameless: [],
    target: undefined,
  };
  draft.dimensions.set("none", [0, 0, 0, 0, 0, 0, 0]);
  const taken = new Set<string>();
  const included = (element: XmlElement): string | undefined => {
    if (element.name !== "Include" && element.name !== "include") return undefined;
    const file = element.attributes.get("file") ?? element.attributes.get("href");
    if (file === undefined) return undefined;
    // A file of that name in the folder takes precedence.
    if (known(file) === undefined || (beside !== undefined && !file.includes("/"))) return file;
    take(file);
    return undefined;
  };
  const take = (file: string): void => {
    if (!taken.has(file)) for (const each of known(file) ?? []) add(draft, each);
    taken.add(file);
  };
  const besideOrKnown = async (name: string): Promise<ByteSource> => {
    try {
      return await (beside as Beside)(name);
    } catch (fault) {
      const isMissing = fault instanceof SpikeLoomError && fault.code === "SL_FORMAT_MISSING";
      if (!isMissing || known(name) === undefined) throw fault;
      take(name);
      return bytesSource(name, new TextEncoder().encode("<Lems/>"));
    }
  };
  const files = { ...(at !== undefined && { at }), beside: beside && besideOrKnown };
  const roots = await readIncluding(source, { ...files, included, hdf5: hdf5Network });
  for (const root of roots) for (const element of root.children) add(draft, element);
  return finished(source.name, draft);
}

function finished(file: string, draft: Draft): LemsDocument {
  const types = new Map<string, LemsType>();
  const find = (name: string, place: string, around: readonly string[]): LemsType => {
    const found = types.get(name);
    if (found !== undefined) return found;
    const element = draft.declared.get(name);
    if (element === undefined) {
      const known = draft.declared.keys();
      throw LEMS_NAME({ place, what: "component type", name, known });
    }
    if (around.includes(name)) {
      const got = [...around, name].join(" → ");
      const message = `The component type "${name}" extends itself.`;
      throw LEMS_SHAPE({ place: placeOf(element), message, expected: "no circle", got });
    }
    const extended = element.attributes.get("extends");
    const base =
      extended === undefined ? undefined : find(extended, placeOf(element), [...around, name]);
    const made = typeOf(element, base);
    types.set(name, made);
    return made;
  };
  return { file, ...draft, type: (name, place) => find(name, place, []) };
}

const head = new Set(["Include", "include", "notes", "annotation", "Assertion", "Constant"]);

function add(draft: Draft, element: XmlElement): void {
  const { name, attributes } = element;
  if (head.has(name)) return;
  if (name === "Dimension") draft.dimensions.set(needed(element, "name"), exponents(element));
  else if (name === "Unit") draft.units.set(needed(element, "symbol"), unitOf(element));
  else if (name === "ComponentType") draft.declared.set(needed(element, "name"), element);
  else if (name === "Target") draft.target = element;
  else {
    const id = attributes.get("id") ?? attributes.get("name");
    if (id !== undefined) draft.components.set(id, element);
    else if (name !== "property") draft.nameless.push(element);
  }
}

/** Return a required attribute. */
export function needed(element: XmlElement, attribute: string): string {
  const value = element.attributes.get(attribute);
  if (value !== undefined) return value;
  throw LEMS_SHAPE({
    place: placeOf(element),
    message: `<${element.name}> has no "${attribute}".`,
    expected: `an attribute "${attribute}"`,
    got: "none",
  });
}

function numberIn(element: XmlElement, attribute: string, otherwise: number): number {
  const text = element.attributes.get(attribute);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw LEMS_SHAPE({
    place: placeOf(element),
    message: `"${attribute}" of <${element.name}> is not a number.`,
    expected: "a number",
    got: text,
  });
}

function exponents(element: XmlElement): Dimension {
  const of = (name: string): number => {
    const power = numberIn(element, name, 0);
    if (Math.abs(power) <= 20) return power;
    throw LEMS_SHAPE({
      place: placeOf(element),
      message: `The power "${name}" of a dimension is too large.`,
      expected: "a number from -20 to 20",
      got: String(power),
    });
  };
  return [of("m"), of("l"), of("t"), of("i"), of("k"), of("n"), of("j")];
}

function unitOf(element: XmlElement): LemsUnit {
  return {
    dimension: needed(element, "dimension"),
    power: numberIn(element, "power", 0),
    scale: numberIn(element, "scale", 1),
    offset: numberIn(element, "offset", 0),
  };
}
