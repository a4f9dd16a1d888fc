/** Where elements are that an update changes, and how many. */
export interface UpdatePlaces {
  readonly values: number;
  readonly gradients: number;
  readonly kept: number;
  readonly aside: number;
  readonly common: number;
  readonly count: number;
  /** Elements from one block of gradients to the next, and from one array of what is kept to the next. */
  readonly pitch: number;
}

/** Where spikes of a given population are, in columns of 16 bits: addresses in bytes. */
export interface SpikeColumnPlaces {
  /** Where each example begins in the columns, and then where the last one ends. */
  readonly begins: number;
  readonly times: number;
  readonly neurons: number;
  /** The words of events where they are written: of the first mark, and of the first spike. */
  readonly marks: number;
  readonly spikes: number;
}

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
   * Write the spikes of examples as passes read them; tells whether all are in order, within so many steps, and of so many neurons.
   *
   * What is written is of no use where they are not.
   */
  writeSpikes(
    columns: SpikeColumnPlaces,
    examples: { readonly first: number; readonly count: number },
    most: { readonly steps: number; readonly neurons: number },
  ): boolean;
  /** Set so many numbers to 0; the address is in bytes, and there are whole groups of them. */
  clear(address: number, count: number): void;
  /**
   * Sum the gradients of blocks, change values along them, and tell whether these and what comes of them are finite.
   *
   * All are addresses in bytes, of the first element of some: of values, gradients, what the optimiser keeps, where all that
   * is changed is kept as it was; and of the numbers that the optimiser has for all, with a factor of gradients behind them.
   */
  update(places: UpdatePlaces, blocks: number): boolean;
}
