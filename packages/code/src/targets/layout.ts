/** Memory layout of a population's arrays. */
export interface KernelLayout {
  /** Byte address of each slot, a multiple of 16. */
  readonly slots: ReadonlyMap<string, number>;
  /** Number of neurons; arrays have room for whole groups of 16, all of which are computed. */
  readonly size: number;
  readonly precision: "f64" | "f32";
  /** Slots stored as rows, such as one row per step; a call specifies where these start. */
  readonly rows?: KernelRows;
  /** Slots with one vector that all neurons share: two equal doubles, or four floats. */
  readonly common?: ReadonlySet<string>;
  /** Whether up to four indices may be written beyond those of the spiking neurons, which is faster if many spike. */
  readonly writesPast?: boolean;
}

/** Rows of memory selected by a call of a kernel. */
export interface KernelRows {
  /** Further parameters of a call: where a row starts, in bytes, a multiple of 16. */
  readonly names: readonly string[];
  /** The row of each slot that is read from one; its address is then relative to the row. */
  readonly reads: ReadonlyMap<string, string>;
  /** The row of each slot that is written to one. */
  readonly writes: ReadonlyMap<string, string>;
}

/**
 * Run a kernel for the step that starts at `t` (milliseconds).
 *
 * Writes the indices of spiking neurons at byte address `out`, ascending, and returns their number. If the layout has
 * rows, their starts are passed as further arguments.
 */
export type RunKernel = (t: number, out: number, ...rows: readonly number[]) => number;

/** Return how often a kernel's loop has run so far, counted per neuron and step. */
export type CountLooped = () => number;

/** The function of a module that counts the runs of a kernel's loop. */
export function loopedExport(kernel: string): string {
  return `${kernel}_looped`;
}
