import { dimensions, units } from "../../../lems/standard/units.ts";
import { type UnitsOut, unitsOut } from "../../../lems/write/units-out.ts";
import type { XmlOutput } from "../../../xml/write-xml.ts";

/** LEMS component types for models without a NeuroML component. */
export interface OwnTypes {
  readonly units: UnitsOut;
  /** Types by their contents without the name. */
  readonly types: Map<string, XmlOutput>;
  readonly names: Set<string>;
}

/** Start a list of types that are used together with NeuroML's definitions. */
export function ownTypes(): OwnTypes {
  const named = Object.entries(dimensions)
    // NeuroML's declaration of resistivity has a different dimension.
    .filter(([name]) => name !== "resistivity")
    .map(([name, powers]): readonly [string, string] => {
      return [Array.from({ length: 7 }, (_, k) => powers[k] ?? 0).join(), name];
    });
  const symbols = new Set(units.map(([symbol]) => symbol));
  const there = { dimensions: new Map(named), symbols };
  return { units: unitsOut(there), types: new Map(), names: new Set() };
}

/** Declare a type and return its name, or that of an identical existing one. */
export function declareType({ types, names }: OwnTypes, element: XmlOutput): string {
  const { name: wanted, ...attributes } = element.attributes ?? {};
  const key = JSON.stringify({ ...element, attributes });
  const known = types.get(key)?.attributes?.["name"];
  if (known !== undefined) return String(known);
  let name = String(wanted);
  for (let k = 2; names.has(name); k++) name = `${wanted}_${k}`;
  names.add(name);
  types.set(key, { ...element, attributes: { name, ...attributes } });
  return name;
}
