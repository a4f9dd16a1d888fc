import { isName } from "./characters.ts";

/** Namespace URIs by the prefixes in scope of an element. */
export type Namespaces = ReadonlyMap<string, string>;

const own = {
  xml: "http://www.w3.org/XML/1998/namespace",
  xmlns: "http://www.w3.org/2000/xmlns/",
} as const;

/** The predefined prefixes. */
export const firstNamespaces: Namespaces = new Map([
  ["", ""],
  ["xml", own.xml],
]);

/** Return whether an attribute declares a namespace. */
export function declaresNamespace(name: string): boolean {
  return name.startsWith("xmlns") && (name.length === 5 || name[5] === ":");
}

/** Return the error of a declaration; undefined if valid (Namespaces in XML 1.0, sections 2.2 and 3). */
function declarationFault(name: string, address: string): string | undefined {
  const prefix = name.slice(6);
  if (prefix === "xml" && address === own.xml) return undefined;
  if (prefix === "xml" || prefix === "xmlns") return `the reserved prefix "${prefix}" is declared`;
  if (address === own.xml || address === own.xmlns)
    return `the namespace "${address}" has its reserved prefix only`;
  if (prefix !== "" && address === "")
    return `the prefix "${prefix}" is declared with an empty namespace`;
  return undefined;
}

/** Return the error of a prefixed name by itself; undefined if valid. */
function nameFault(name: string): string | undefined {
  const [prefix = "", local = "", more] = name.split(":");
  const isPlain = more === undefined && prefix !== "" && isName(local);
  return isPlain ? undefined : `"${name}" is not a prefix and a name`;
}

/** Return the error of an element name; undefined if valid. */
export function elementFault(name: string, prefixes: Namespaces): string | undefined {
  if (!name.includes(":")) return undefined;
  const isKnown = prefixes.has(name.slice(0, name.indexOf(":")));
  return nameFault(name) ?? (isKnown ? undefined : `the prefix of "${name}" is not declared`);
}

/** Return the error of prefixed attributes; undefined if valid. */
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
      if (seen.has(whole)) return `the attribute "${name}" occurs twice, with two prefixes`;
      seen.add(whole);
    }
  }
  return undefined;
}

/** Prefixes in scope inside an element with these attributes. */
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
