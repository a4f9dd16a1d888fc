/** The attributes of an element by their names as written, without declarations of namespaces. */
export interface XmlAttributes extends Iterable<readonly [string, string]> {
  get(name: string): string | undefined;
  has(name: string): boolean;
  /** Those whose values nobody asked for by their names; not there where that is not known. */
  unasked?(): readonly string[];
}

const firstBits = 31;
const none: ReadonlySet<number> = new Set();

/** Attributes as two lists, of which alike elements share the first: a map for each costs more than all the rest. */
export class ListedAttributes implements XmlAttributes {
  readonly #names: readonly string[];
  readonly #values: readonly string[];
  /** A bit for each of the first that was asked for; those behind have places in a set. */
  #asked = 0;
  #askedBehind: ReadonlySet<number> = none;

  constructor(names: readonly string[], values: readonly string[]) {
    this.#names = names;
    this.#values = values;
  }

  get(name: string): string | undefined {
    const names = this.#names;
    for (let k = 0; k < names.length; k++) {
      if (names[k] !== name) continue;
      if (k < firstBits) this.#asked |= 1 << k;
      else this.#askedBehind = new Set([...this.#askedBehind, k]);
      return this.#values[k];
    }
    return undefined;
  }

  has(name: string): boolean {
    return this.#names.includes(name);
  }

  unasked(): readonly string[] {
    const isAsked = (k: number) =>
      k < firstBits ? (this.#asked & (1 << k)) !== 0 : this.#askedBehind.has(k);
    return this.#names.filter((_, k) => !isAsked(k));
  }

  *[Symbol.iterator](): Generator<readonly [string, string]> {
    for (const [k, name] of this.#names.entries()) yield [name, this.#values[k] as string];
  }
}
