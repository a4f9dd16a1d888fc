/** Purpose of the bytes of an estimate. */
export interface MemoryParts {
  /** Indices, weights and state of synapses. */
  readonly synapses: number;
  /** Starts of rows of synapses, and sums of future steps. */
  readonly rows: number;
  /** Data that plasticity stores for sources and targets: traces, and recent spikes. */
  readonly plasticity: number;
  /** State and parameters of neurons, and their drives. */
  readonly neurons: number;
  /** Spikes in transit, for neurons that fire a hundred times per second. */
  readonly spikes: number;
  /** Lists and arrays that the network itself contains. */
  readonly lists: number;
  /** Recorded data that are held until the end. */
  readonly recorded: number;
  /** Temporary memory of preparation, beyond that of recordings. */
  readonly preparation: number;
  /** The process and its threads before there is a network. */
  readonly process: number;
}
