/** Words of 32 bits, as signed numbers. */
export type Words = readonly number[];

/** What a page runs on a graphics processor. */
export interface ShaderJob {
  readonly name: string;
  readonly code: string;
  /** Storage buffers in the order of their bindings, which begin at 1. */
  readonly buffers: readonly { readonly name: string; readonly words: Words }[];
  readonly steps: readonly ShaderStep[];
  /** Buffers that are read after each step. */
  readonly each: readonly string[];
}

/** One dispatch. */
export interface ShaderStep {
  /** Words of the uniform, the first of which is the count of invocations. */
  readonly given: Words;
  /** Words that are written to the start of a buffer before. */
  readonly set?: { readonly buffer: string; readonly words: Words };
}

/** What buffers hold. */
export interface ShaderOutcome {
  readonly name: string;
  /** Of the buffers that are read after each step, one after the other. */
  readonly each: readonly Words[];
  readonly last: Readonly<Record<string, Words>>;
  /** What the compiler or the device said; empty where all went well. */
  readonly errors: readonly string[];
}

/** A job and what the interpreter makes of it. */
export interface ShaderCase {
  readonly job: ShaderJob;
  readonly wanted: Pick<ShaderOutcome, "each" | "last">;
  /** How spikes lie in what is read after each step: their count, then as many of these. */
  readonly spikesAfter: number | undefined;
  /** Buffers of floats, in which one NaN is as good as another. */
  readonly floats: readonly string[];
}
