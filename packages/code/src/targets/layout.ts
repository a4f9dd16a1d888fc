/** Where a population's arrays are in memory. */
export interface KernelLayout {
  /** Byte address of each slot, a multiple of 16. */
  readonly slots: ReadonlyMap<string, number>;
  /** Neurons; arrays have room for whole groups of 16, all of which are computed. */
  readonly size: number;
  readonly precision: "f64" | "f32";
}

/**
 * Run a kernel for the step that starts at `t` (milliseconds).
 *
 * Writes the indices of neurons that spike at byte address `out`, ascending, and returns how many.
 */
export type RunKernel = (t: number, out: number) => number;

/** Say how often a kernel's loop was run so far: once for each neuron and step. */
export type CountLooped = () => number;

/** The function of a module that counts for a kernel with a loop. */
export function loopedExport(kernel: string): string {
  return `${kernel}_looped`;
}
