/** Runs passes over a memory. */
export interface PassMachine {
  /** Take a group of examples forward; the marks of the first begin there, for each given population in order. */
  forward(marks: readonly number[], examples: number): void;
  /** Take them back; the block's gradients begin at that element. */
  backward(marks: readonly number[], examples: number, gradients: number): void;
  /** Write a matrix by column, in blocks of rows: addresses in bytes, then rows, columns, and elements from row to row. */
  turnMatrix(matrix: number, out: number, shape: readonly number[]): void;
  /** Write the weights of a window by target: addresses in bytes, then its channels, the sides of its kernel, and elements from row to row. */
  turnWindow(matrix: number, out: number, shape: readonly number[]): void;
  /** Add up the gradients of blocks of so many elements. */
  addBlocks(gradients: number, blocks: number, width: number): void;
  /** Whether so many numbers are all finite; the address is in bytes, and there are whole groups of them. */
  isFinite(address: number, count: number): boolean;
  /**
   * Change values along gradients, and tell whether what comes of it is finite.
   *
   * Takes addresses of both, of what the optimiser keeps, and of where all that is changed is kept as it was; the numbers that
   * the optimiser has for all; how many elements there are; and a factor of gradients.
   */
  update(addresses: readonly number[], common: Float64Array, count: number, scale: number): boolean;
}
