/** The prefixes of namespaces that are in force. */
export interface Namespaces {
  /** Go into an element that has these attributes; says how many prefixes are in force. */
  enter(attributes: Readonly<Record<string, string>>): number;
  leave(): void;
  /** The address of a prefix; undefined where it was never declared. */
  address(prefix: string): string | undefined;
}

type Declared = ReadonlyMap<string, string>;

const first: Declared = new Map([
  ["", ""],
  ["xml", "http://www.w3.org/XML/1998/namespace"],
]);

/** Keep track of the prefixes of namespaces. */
export function namespaces(): Namespaces {
  const levels: Declared[] = [first];
  const top = () => levels.at(-1) ?? first;
  return {
    enter(attributes) {
      let own: Map<string, string> | undefined;
      for (const name in attributes) {
        if (!declaresNamespace(name)) continue;
        own ??= new Map(top());
        own.set(name.slice(6), attributes[name] ?? "");
      }
      levels.push(own ?? top());
      return top().size;
    },
    leave() {
      levels.pop();
    },
    address: (prefix) => top().get(prefix),
  };
}

/** Say whether an attribute declares a namespace. */
export function declaresNamespace(name: string): boolean {
  return name.startsWith("xmlns") && (name.length === 5 || name[5] === ":");
}
