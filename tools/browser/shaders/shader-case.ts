/** Words of 32 bits, as signed numbers. */
export type Words = readonly number[];

/** A job that a page runs on a graphics processor. */
export interface ShaderJob {
  readonly name: string;
  readonly code: string;
  /** Storage buffers in the order of their bindings, which start at 1. */
  readonly buffers: readonly { readonly name: string; readonly words: Words }[];
  readonly steps: readonly ShaderStep[];
  /** Buffers that are read after each step. */
  readonly each: readonly string[];
}

/** One dispatch. */
export interface ShaderStep {
  /** Words of the uniform, the first of which is the number of invocations. */
  readonly given: Words;
  /** Words that are written to the start of a buffer before the dispatch. */
  readonly set?: { readonly buffer: string; readonly words: Words };
}

/** Contents of buffers. */
export interface ShaderOutcome {
  readonly name: string;
  /** Of the buffers that are read after each step, concatenated. */
  readonly each: readonly Words[];
  readonly last: Readonly<Record<string, Words>>;
  /** Messages of the compiler or the device; empty on success. */
  readonly errors: readonly string[];
}

/** A job and the interpreter's result for it. */
export interface ShaderCase {
  readonly job: ShaderJob;
  readonly wanted: Pick<ShaderOutcome, "each" | "last">;
  /** Layout of spikes in the buffers read after each step: their count, then the spikes. */
  readonly spikesAfter: number | undefined;
  /** Buffers of floats, in which all NaNs are equal. */
  readonly floats: readonly string[];
}
