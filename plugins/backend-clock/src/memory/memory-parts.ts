/** What the bytes of an estimate are for. */
export interface MemoryParts {
  /** Indices, weights and state of synapses. */
  readonly synapses: number;
  /** Where rows of synapses begin, and what is summed up for the steps to come. */
  readonly rows: number;
  /** What plasticity keeps of sources and targets: traces, and recent spikes. */
  readonly plasticity: number;
  /** State and parameters of neurons, and what drives them. */
  readonly neurons: number;
  /** Spikes on their way, as of neurons that fire a hundred times a second. */
  readonly spikes: number;
  /** Lists and arrays that the network holds itself. */
  readonly lists: number;
  /** What is recorded and held until the end. */
  readonly recorded: number;
  /** What preparation takes for a while, beyond what is recorded later. */
  readonly preparation: number;
  /** The process and its threads before there is a network. */
  readonly process: number;
}
