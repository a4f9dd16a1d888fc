/** Addresses by the prefixes that are in force for an element. */
export type Namespaces = ReadonlyMap<string, string>;

/** The prefixes around the root. */
export const firstNamespaces: Namespaces = new Map([
  ["", ""],
  ["xml", "http://www.w3.org/XML/1998/namespace"],
]);

/** Say whether an attribute declares a namespace. */
export function declaresNamespace(name: string): boolean {
  return name.startsWith("xmlns") && (name.length === 5 || name[5] === ":");
}

/** The prefixes inside of an element that has these attributes. */
export function namespacesIn(
  around: Namespaces,
  names: readonly string[],
  values: readonly string[],
): Namespaces {
  const inside = new Map(around);
  names.forEach((name, k) => {
    if (declaresNamespace(name)) inside.set(name.slice(6), values[k] as string);
  });
  return inside;
}
