/** The attributes of an element by their names as written, without declarations of namespaces. */
export interface XmlAttributes extends Iterable<readonly [string, string]> {
  get(name: string): string | undefined;
  has(name: string): boolean;
}

/** Attributes as two lists, of which alike elements share the first: a map for each costs more than all the rest. */
export class ListedAttributes implements XmlAttributes {
  readonly #names: readonly string[];
  readonly #values: readonly string[];

  constructor(names: readonly string[], values: readonly string[]) {
    this.#names = names;
    this.#values = values;
  }

  get(name: string): string | undefined {
    const names = this.#names;
    for (let k = 0; k < names.length; k++) if (names[k] === name) return this.#values[k];
    return undefined;
  }

  has(name: string): boolean {
    return this.#names.includes(name);
  }

  *[Symbol.iterator](): Generator<readonly [string, string]> {
    for (const [k, name] of this.#names.entries()) yield [name, this.#values[k] as string];
  }
}
