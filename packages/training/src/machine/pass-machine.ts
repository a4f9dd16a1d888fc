/** Location and number of the elements that an update changes. */
export interface UpdatePlaces {
  readonly values: number;
  readonly gradients: number;
  readonly kept: number;
  readonly aside: number;
  readonly common: number;
  readonly count: number;
  /** Elements between consecutive blocks of gradients, and between consecutive arrays of optimiser state. */
  readonly pitch: number;
}

/** Location of the spikes of an input population, in columns of 16 bits: addresses in bytes. */
export interface SpikeColumnPlaces {
  /** Start of each sample in the columns, followed by the end of the last one. */
  readonly begins: number;
  readonly times: number;
  readonly neurons: number;
  /** Words of the event list to write to: of the first mark, and of the first spike. */
  readonly marks: number;
  readonly spikes: number;
}

/** Steps of a pass: from one up to, but excluding, another. */
export interface PassSteps {
  readonly from: number;
  readonly until: number;
}

/** Runs passes on a memory. */
export interface PassMachine {
  /**
   * Run steps of the forward pass for a group of samples, given the first mark of each input population, in order.
   *
   * Steps are counted from the first one; all have to be run, in order.
   */
  forward(marks: readonly number[], examples: number, steps: PassSteps): void;
  /**
   * Run steps of the backward pass for a group, counted from the last one; the gradients of its block start at that
   * element, and are added by the call that runs the last of all steps.
   */
  backward(marks: readonly number[], examples: number, gradients: number, steps: PassSteps): void;
  /** Write a matrix by column, in blocks of rows: addresses in bytes, then rows, columns, and elements per row. */
  transposeMatrix(matrix: number, out: number, shape: readonly number[]): void;
  /**
   * Write the weights of a window by target: addresses in bytes, then its channels, the sides of its kernel, and
   * elements per row.
   */
  transposeWindow(matrix: number, out: number, shape: readonly number[]): void;
  /** Add up the gradients of blocks of this many elements. */
  addBlocks(gradients: number, blocks: number, width: number): void;
  /** Test whether this many numbers are all finite; the address is in bytes, and only whole groups are tested. */
  isFinite(address: number, count: number): boolean;
  /**
   * Write the spikes of samples in the form read by passes; returns whether all are in order, within this many steps,
   * and of existing neurons.
   *
   * If not, what has been written is unusable.
   */
  writeSpikes(
    columns: SpikeColumnPlaces,
    examples: { readonly first: number; readonly count: number },
    most: { readonly steps: number; readonly neurons: number },
  ): boolean;
  /** Set this many numbers to 0; the address is in bytes, and only whole groups are cleared. */
  clear(address: number, count: number): void;
  /**
   * Sum the gradients of blocks, update values with them, and return whether gradients and results are finite.
   *
   * All arguments are byte addresses of first elements: of values, gradients, optimiser state, the backup of everything
   * that changes, and the optimiser's shared numbers, which are followed by a factor for gradients.
   */
  update(places: UpdatePlaces, blocks: number): boolean;
}
