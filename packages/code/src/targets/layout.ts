/** Where a population's arrays are in memory. */
export interface KernelLayout {
  /** Byte address of each slot, a multiple of 16. */
  readonly slots: ReadonlyMap<string, number>;
  /** Neurons; arrays have room for whole groups of 16, all of which are computed. */
  readonly size: number;
  readonly precision: "f64" | "f32";
  /** Slots that lie in rows, such as those of one step among many; a call says where these begin. */
  readonly rows?: KernelRows;
  /** Whether up to four indices may be written behind those of the neurons that spike, which is faster where many do. */
  readonly writesPast?: boolean;
}

/** Rows of memory that a call of a kernel chooses. */
export interface KernelRows {
  /** Parameters of a call after the others: where a row begins, in bytes, a multiple of 16. */
  readonly names: readonly string[];
  /** The row of each slot that is read from one; its address then counts from there. */
  readonly reads: ReadonlyMap<string, string>;
  /** The row of each slot that is written to one. */
  readonly writes: ReadonlyMap<string, string>;
}

/**
 * Run a kernel for the step that starts at `t` (milliseconds).
 *
 * Writes the indices of neurons that spike at byte address `out`, ascending, and returns how many. Where the
 * layout has rows, it is told where they begin.
 */
export type RunKernel = (t: number, out: number, ...rows: readonly number[]) => number;

/** Say how often a kernel's loop was run so far: once for each neuron and step. */
export type CountLooped = () => number;

/** The function of a module that counts for a kernel with a loop. */
export function loopedExport(kernel: string): string {
  return `${kernel}_looped`;
}
