/** Attributes of an element by their names as written, without namespace declarations. */
export interface XmlAttributes extends Iterable<readonly [string, string]> {
  get(name: string): string | undefined;
  has(name: string): boolean;
  /** Those whose values have not been requested by name; missing if unknown. */
  unasked?(): readonly string[];
}

const firstBits = 31;
const none: ReadonlySet<number> = new Set();

/**
 * Attributes as two lists; similar elements share the first. A map per element would cost more than everything else.
 */
export class ListedAttributes implements XmlAttributes {
  readonly #names: readonly string[];
  readonly #values: readonly string[];
  /** One bit for each of the first requested; later ones are in a set. */
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
