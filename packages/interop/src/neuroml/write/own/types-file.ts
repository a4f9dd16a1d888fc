import type { XmlOutput } from "../../../xml/write-xml.ts";
import type { Writing } from "../writing.ts";

/**
 * Give the file of what NeuroML has no component for; undefined where there is nothing.
 *
 * The schema takes no components of types that it does not have: they stand with their types.
 */
export function typesFile(
  { own, components }: Writing,
  standard: readonly string[],
): XmlOutput | undefined {
  if (own.types.size === 0) return undefined;
  const known = new Set([...standard, "ComponentType"]);
  const others = [...components].flatMap(([name, elements]) => (known.has(name) ? [] : elements));
  return {
    name: "Lems",
    children: [...own.units.declarations(), ...own.types.values(), ...others],
  };
}
