import type { XmlOutput } from "../../../xml/write-xml.ts";
import type { Writing } from "../writing.ts";

/**
 * Return the file of models without a NeuroML component; undefined if there are none.
 *
 * The schema rejects components of unknown types, so they are in this file with their types.
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
