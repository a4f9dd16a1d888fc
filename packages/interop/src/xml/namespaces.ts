import { isName } from "./characters.ts";

/** Addresses by the prefixes that are in force for an element. */
export type Namespaces = ReadonlyMap<string, string>;

const own = {
  xml: "http://www.w3.org/XML/1998/namespace",
  xmlns: "http://www.w3.org/2000/xmlns/",
} as const;

/** The prefixes around the root. */
export const firstNamespaces: Namespaces = new Map([
  ["", ""],
  ["xml", own.xml],
]);

/** Say whether an attribute declares a namespace. */
export function declaresNamespace(name: string): boolean {
  return name.startsWith("xmlns") && (name.length === 5 || name[5] === ":");
}

/** Say what is wrong with a declaration; undefined where nothing is (Namespaces in XML 1.0, sections 2.2 and 3). */
function declarationFault(name: string, address: string): string | undefined {
  const prefix = name.slice(6);
  if (prefix === "xml" && address === own.xml) return undefined;
  if (prefix === "xml" || prefix === "xmlns") return `the prefix "${prefix}" is declared`;
  if (address === own.xml || address === own.xmlns) return `"${address}" has another prefix`;
  if (prefix !== "" && address === "") return `the prefix "${prefix}" is declared as nothing`;
  return undefined;
}

/** Say what is wrong with a name that has a prefix, alone; undefined where nothing is. */
function nameFault(name: string): string | undefined {
  const [prefix = "", local = "", more] = name.split(":");
  const isPlain = more === undefined && prefix !== "" && isName(local);
  return isPlain ? undefined : `"${name}" is no prefix and a name`;
}

/** Say what is wrong with the name of an element; undefined where nothing is. */
export function elementFault(name: string, prefixes: Namespaces): string | undefined {
  if (!name.includes(":")) return undefined;
  const isKnown = prefixes.has(name.slice(0, name.indexOf(":")));
  return (
    nameFault(name) ?? (isKnown ? undefined : `the prefix of "${name}" stands for no namespace`)
  );
}

/** Say what is wrong with attributes that have prefixes; undefined where nothing is. */
export function attributesFault(
  names: readonly string[],
  values: readonly string[],
  prefixes: Namespaces,
): string | undefined {
  const seen = new Set<string>();
  for (const [k, name] of names.entries()) {
    const colon = name.indexOf(":");
    if (declaresNamespace(name)) {
      const fault =
        (colon < 0 ? undefined : nameFault(name)) ?? declarationFault(name, values[k] as string);
      if (fault !== undefined) return fault;
    } else if (colon >= 0) {
      const fault = elementFault(name, prefixes);
      if (fault !== undefined) return fault;
      const whole = `${prefixes.get(name.slice(0, colon))} ${name.slice(colon + 1)}`;
      if (seen.has(whole)) return `the attribute "${name}" is there twice, under two prefixes`;
      seen.add(whole);
    }
  }
  return undefined;
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
