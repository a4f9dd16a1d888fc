/**
 * Error in the bytes of a file, or content that is refused.
 *
 * Callers assign it a code.
 */
export class Hdf5Damage extends Error {
  override readonly name = "Hdf5Damage";
  /** Content in another file, which is therefore not read. */
  readonly outside: string | undefined;

  constructor(reason: string, outside?: string) {
    super(reason);
    this.outside = outside;
  }
}

/** Throw for a damaged file; `reason` completes a sentence. */
export function damaged(reason: string): never {
  throw new Hdf5Damage(reason);
}

/** Throw for content stored in another file; `what` names it. */
export function outside(what: string): never {
  throw new Hdf5Damage(`${what} is in another file`, what);
}
