/**
 * Says what is wrong with the bytes of a file, or what in it is refused.
 *
 * Callers give it a code.
 */
export class Hdf5Damage extends Error {
  override readonly name = "Hdf5Damage";
  /** What of it lies in another file, and is therefore not read. */
  readonly outside: string | undefined;

  constructor(reason: string, outside?: string) {
    super(reason);
    this.outside = outside;
  }
}

/** Refuse to read on, for this reason: the end of a sentence. */
export function damaged(reason: string): never {
  throw new Hdf5Damage(reason);
}

/** Refuse what a file keeps in another one; what that is stands where an object does. */
export function outside(what: string): never {
  throw new Hdf5Damage(`${what} lies in another file`, what);
}
